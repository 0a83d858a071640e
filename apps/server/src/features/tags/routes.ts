import { CommandHeaders, CompanyItemParams, CompanyParams } from '@crypto-erp/contract/common';
import type { SubjectRef } from '@crypto-erp/contract/subjects';
import { Tag, TagInput, TagList, TagQuery, TagSubject, TagUpdate } from '@crypto-erp/contract/tags';
import { Type } from 'typebox';
import type { Database, Trx } from '../../db/database.ts';
import { fieldError } from '../../errors.ts';
import { contextOf, requirePermission } from '../../http/context.ts';
import { command } from '../../http/idempotency.ts';
import type { App } from '../../http/types.ts';
import type { Context } from '../audit-log/context.ts';
import { SUBJECT_PERMISSION } from '../subjects/permissions.ts';
import { requireSubject } from '../subjects/service.ts';
import { listTags, tagsOf } from './read-model.ts';
import { attachTag, changeTag, createTag, detachTag, removeTag } from './service.ts';

const COLLECTION = '/v1/companies/:companyId/tags';
const ITEM = `${COLLECTION}/:id`;
const tags = ['tags'];

/** Who keeps the company's dimensions keeps its tags; who may comment may attach them. */
export function tagsRoutes(app: App, { db }: { db: Database }): void {
  app.get(
    COLLECTION,
    {
      config: { permission: 'comments:read' },
      schema: {
        tags,
        summary: "List the company's tags, or those of a subject, by name",
        params: CompanyParams,
        querystring: TagQuery,
        response: { 200: TagList },
      },
    },
    (request) => {
      const { companyId } = request.params;
      const subject = subjectOf(request.query);
      if (subject !== null) requirePermission(request, SUBJECT_PERMISSION[subject.subjectKind]);
      return db.inCompany(companyId, async (trx) => {
        if (subject === null) return { items: await listTags(trx, companyId) };
        await requireSubject(trx, companyId, subject);
        return { items: await tagsOf(trx, companyId, subject) };
      });
    },
  );

  app.post(
    COLLECTION,
    {
      config: { permission: 'dimensions:write' },
      schema: {
        tags,
        summary: 'Create a tag',
        params: CompanyParams,
        headers: CommandHeaders,
        body: TagInput,
        response: { 201: Tag },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => ({
        status: 201,
        body: await createTag(trx, contextOf(request), request.body),
      })),
  );

  subjectCommand(app, db, 'attach', 'Attach a tag to a subject, whose tags are answered', attachTag);
  subjectCommand(app, db, 'detach', 'Detach a tag from a subject, whose tags are answered', detachTag);

  app.patch(
    ITEM,
    {
      config: { permission: 'dimensions:write' },
      schema: {
        tags,
        summary: 'Change a tag, wherever it is attached',
        params: CompanyItemParams,
        headers: CommandHeaders,
        body: TagUpdate,
        response: { 200: Tag },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => ({
        status: 200,
        body: await changeTag(trx, contextOf(request), request.params.id, request.body),
      })),
  );

  app.delete(
    ITEM,
    {
      config: { permission: 'dimensions:write' },
      schema: {
        tags,
        summary: 'Delete a tag and detach it from everything',
        params: CompanyItemParams,
        headers: CommandHeaders,
        response: { 204: Type.Null() },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => {
        await removeTag(trx, contextOf(request), request.params.id);
        return { status: 204, body: null };
      }),
  );
}

function subjectCommand(
  app: App,
  db: Database,
  verb: 'attach' | 'detach',
  summary: string,
  work: (trx: Trx, context: Context, tagId: string, subject: SubjectRef) => Promise<Tag[]>,
): void {
  app.post(
    `${ITEM}/${verb}`,
    {
      config: { permission: 'comments:write' },
      schema: {
        tags,
        summary,
        params: CompanyItemParams,
        headers: CommandHeaders,
        body: TagSubject,
        response: { 200: TagList },
      },
    },
    (request, reply) => {
      requirePermission(request, SUBJECT_PERMISSION[request.body.subjectKind]);
      return command(request, reply, db, async (trx) => ({
        status: 200,
        body: { items: await work(trx, contextOf(request), request.params.id, request.body) },
      }));
    },
  );
}

/** Null without a subject. Throws `invalid_input` for half of one. */
function subjectOf(query: Partial<SubjectRef>): SubjectRef | null {
  const { subjectKind, subjectId } = query;
  if (subjectKind === undefined && subjectId === undefined) return null;
  if (subjectKind !== undefined && subjectId !== undefined) return { subjectKind, subjectId };
  throw fieldError(
    'invalid_input',
    subjectKind === undefined ? 'query/subjectKind' : 'query/subjectId',
    'A subject is a kind and an id: name both.',
  );
}
