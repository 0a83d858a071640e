import {
  Comment,
  CommentInput,
  CommentPage,
  CommentQuery,
  CommentUpdate,
  MentionQuery,
} from '@crypto-erp/contract/comments';
import { CommandHeaders, CompanyItemParams, CompanyParams } from '@crypto-erp/contract/common';
import { Type } from 'typebox';
import type { Database } from '../../db/database.ts';
import { contextOf, requirePermission } from '../../http/context.ts';
import { currentUser } from '../../http/guard.ts';
import { command } from '../../http/idempotency.ts';
import type { App } from '../../http/types.ts';
import { SUBJECT_PERMISSION } from '../subjects/permissions.ts';
import {
  commentsOfSubject,
  editComment,
  readMention,
  removeComment,
  unreadMentions,
  writeComment,
} from './service.ts';

const COLLECTION = '/v1/companies/:companyId/comments';
const ITEM = `${COLLECTION}/:id`;
const tags = ['comments'];

export function commentsRoutes(app: App, { db }: { db: Database }): void {
  app.get(
    COLLECTION,
    {
      config: { permission: 'comments:read' },
      schema: {
        tags,
        summary: "List a subject's comments, newest first",
        params: CompanyParams,
        querystring: CommentQuery,
        response: { 200: CommentPage },
      },
    },
    (request) => {
      const { params, query } = request;
      requirePermission(request, SUBJECT_PERMISSION[query.subjectKind]);
      return db.inCompany(params.companyId, (trx) => commentsOfSubject(trx, params.companyId, query));
    },
  );

  app.post(
    COLLECTION,
    {
      config: { permission: 'comments:write' },
      schema: {
        tags,
        summary: 'Comment on a subject',
        params: CompanyParams,
        headers: CommandHeaders,
        body: CommentInput,
        response: { 201: Comment },
      },
    },
    (request, reply) => {
      requirePermission(request, SUBJECT_PERMISSION[request.body.subjectKind]);
      return command(request, reply, db, async (trx) => ({
        status: 201,
        body: await writeComment(trx, contextOf(request), request.body),
      }));
    },
  );

  app.patch(
    ITEM,
    {
      config: { permission: 'comments:write' },
      schema: {
        tags,
        summary: 'Change a comment of your own',
        params: CompanyItemParams,
        headers: CommandHeaders,
        body: CommentUpdate,
        response: { 200: Comment },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => ({
        status: 200,
        body: await editComment(trx, contextOf(request), request.params.id, request.body),
      })),
  );

  app.delete(
    ITEM,
    {
      config: { permission: 'comments:write' },
      schema: {
        tags,
        summary: 'Delete a comment of your own',
        params: CompanyItemParams,
        headers: CommandHeaders,
        response: { 204: Type.Null() },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => {
        await removeComment(trx, contextOf(request), request.params.id);
        return { status: 204, body: null };
      }),
  );

  app.get(
    '/v1/companies/:companyId/mentions',
    {
      config: { permission: 'comments:read' },
      schema: {
        tags,
        summary: 'List the unread comments that mention you, newest first',
        params: CompanyParams,
        querystring: MentionQuery,
        response: { 200: CommentPage },
      },
    },
    (request) => {
      const { params, query } = request;
      const { userId } = currentUser(request);
      return db.inCompany(params.companyId, (trx) => unreadMentions(trx, params.companyId, userId, query));
    },
  );

  // Reading is all that it takes: it marks nothing but what is the reader's own.
  app.post(
    `${ITEM}/read`,
    {
      config: { permission: 'comments:read' },
      schema: {
        tags,
        summary: 'Mark a comment that mentions you as read',
        params: CompanyItemParams,
        headers: CommandHeaders,
        response: { 204: Type.Null() },
      },
    },
    (request, reply) => {
      const { userId } = currentUser(request);
      return command(request, reply, db, async (trx) => {
        await readMention(trx, request.params.companyId, request.params.id, userId);
        return { status: 204, body: null };
      });
    },
  );
}
