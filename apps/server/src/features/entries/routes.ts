import { CommandHeaders, CompanyItemParams, CompanyParams } from '@crypto-erp/contract/common';
import {
  Entry,
  EntryBatchInput,
  EntryBatchResult,
  EntryDraftUpdate,
  EntryInput,
  EntryPage,
  EntryPost,
  EntryQuery,
  EntryReverse,
} from '@crypto-erp/contract/entries';
import { Type } from 'typebox';
import type { Database } from '../../db/database.ts';
import { contextOf, requirePermission } from '../../http/context.ts';
import { command, resumableCommand } from '../../http/idempotency.ts';
import type { App } from '../../http/types.ts';
import type { AssetCatalogue } from '../assets/catalogue.ts';
import { postBatch } from './batch.ts';
import { changeDraft, createDraft, removeDraft } from './drafts.ts';
import { postCommand } from './post-command.ts';
import type { PostQueue } from './post-queue.ts';
import { listEntries } from './read-model.ts';
import { prepareDraft, prepareEntry, requireEntry, reverseEntry } from './service.ts';

interface Deps {
  db: Database;
  posts: PostQueue;
  assets: AssetCatalogue;
}

const COLLECTION = '/v1/companies/:companyId/entries';
const ITEM = `${COLLECTION}/:id`;

export function entriesRoutes(app: App, { db, posts, assets }: Deps): void {
  app.get(
    COLLECTION,
    {
      config: { permission: 'entries:read' },
      schema: {
        tags: ['entries'],
        summary: 'List entries, newest date first',
        params: CompanyParams,
        querystring: EntryQuery,
        response: { 200: EntryPage },
      },
    },
    ({ params, query }) => db.inCompany(params.companyId, (trx) => listEntries(trx, params.companyId, query)),
  );

  app.get(
    ITEM,
    {
      config: { permission: 'entries:read' },
      schema: {
        tags: ['entries'],
        summary: 'Read an entry',
        params: CompanyItemParams,
        response: { 200: Entry },
      },
    },
    ({ params }) => db.inCompany(params.companyId, (trx) => requireEntry(trx, params.companyId, params.id)),
  );

  app.post(
    COLLECTION,
    {
      config: { permission: 'entries:write' },
      schema: {
        tags: ['entries'],
        summary: 'Write an entry, as a draft or posted',
        params: CompanyParams,
        headers: CommandHeaders,
        body: EntryInput,
        response: { 201: Entry },
      },
    },
    async (request, reply) => {
      const context = contextOf(request);
      if (request.body.status === 'draft') {
        return command(request, reply, db, async (trx) => ({
          status: 201,
          body: await createDraft(trx, context, assets, request.body),
        }));
      }
      requirePermission(request, 'entries:post');
      return postCommand(request, reply, { db, posts }, (trx, key) =>
        prepareEntry(trx, context, assets, request.body, key),
      );
    },
  );

  app.post(
    `${COLLECTION}/batch`,
    {
      config: { permission: 'entries:post' },
      schema: {
        tags: ['entries'],
        summary: 'Post up to 64 entries, each with its own result',
        params: CompanyParams,
        headers: CommandHeaders,
        body: EntryBatchInput,
        response: { 200: EntryBatchResult },
      },
    },
    (request, reply) =>
      resumableCommand(request, reply, db, async (key, hash) => ({
        status: 200,
        body: await postBatch({ db, posts, assets }, contextOf(request), { key, hash }, request.body.items),
      })),
  );

  app.put(
    ITEM,
    {
      config: { permission: 'entries:write' },
      schema: {
        tags: ['entries'],
        summary: 'Change a draft',
        params: CompanyItemParams,
        headers: CommandHeaders,
        body: EntryDraftUpdate,
        response: { 200: Entry },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => ({
        status: 200,
        body: await changeDraft(
          trx,
          contextOf(request),
          assets,
          request.params.id,
          request.body.version,
          request.body,
        ),
      })),
  );

  app.delete(
    ITEM,
    {
      config: { permission: 'entries:write' },
      schema: {
        tags: ['entries'],
        summary: 'Delete a draft',
        params: CompanyItemParams,
        headers: CommandHeaders,
        response: { 204: Type.Null() },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => {
        await removeDraft(trx, contextOf(request), request.params.id);
        return { status: 204, body: null };
      }),
  );

  app.post(
    `${ITEM}/post`,
    {
      config: { permission: 'entries:post' },
      schema: {
        tags: ['entries'],
        summary: 'Post a draft',
        params: CompanyItemParams,
        headers: CommandHeaders,
        body: EntryPost,
        response: { 201: Entry },
      },
    },
    (request, reply) =>
      postCommand(request, reply, { db, posts }, (trx, key) =>
        prepareDraft(trx, contextOf(request), assets, request.params.id, request.body.version, key),
      ),
  );

  app.post(
    `${ITEM}/reverse`,
    {
      config: { permission: 'entries:post' },
      schema: {
        tags: ['entries'],
        summary: 'Post the reversal of an entry',
        params: CompanyItemParams,
        headers: CommandHeaders,
        body: EntryReverse,
        response: { 201: Entry },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => ({
        status: 201,
        body: await reverseEntry(trx, contextOf(request), request.params.id, request.body),
      })),
  );
}
