import {
  CommandHeaders,
  CompanyItemParams,
  CompanyParams,
  Page,
  PageQuery,
} from '@crypto-erp/contract/common';
import { ApiKey, ApiKeyCreated, ApiKeyInput } from '@crypto-erp/contract/members';
import { Type } from 'typebox';
import { decodeCursor, pageOf, UUID } from '../../db/cursor.ts';
import type { Database } from '../../db/database.ts';
import { currentMember } from '../../http/guard.ts';
import { command } from '../../http/idempotency.ts';
import type { Access } from '../../http/identity.ts';
import type { App } from '../../http/types.ts';
import { listApiKeys } from './read-model.ts';
import { createApiKey, revokeApiKey } from './service.ts';

const API_KEYS = '/v1/companies/:companyId/api-keys';
const ListQuery = Type.Object(PageQuery, { additionalProperties: false });
const tags = ['api-keys'];

interface Deps {
  db: Database;
  access: Pick<Access, 'forgetApiKey'>;
}

export function apiKeysRoutes(app: App, { db, access }: Deps): void {
  app.get(
    API_KEYS,
    {
      config: { permission: 'api-keys:read' },
      schema: {
        tags,
        summary: 'List keys, newest first',
        params: CompanyParams,
        querystring: ListQuery,
        response: { 200: Page(ApiKey) },
      },
    },
    async ({ params, query }) => {
      const { limit = 100, cursor } = query;
      const after = decodeCursor(cursor, [UUID])?.[0] ?? null;
      const rows = await db.inControl((trx) =>
        listApiKeys(trx, params.companyId, { limit: limit + 1, after }),
      );
      return pageOf(rows, limit, (row) => [row.id]);
    },
  );

  app.post(
    API_KEYS,
    {
      config: { permission: 'api-keys:write' },
      schema: {
        tags,
        summary: 'Make a key, which is shown once',
        params: CompanyParams,
        headers: CommandHeaders,
        body: ApiKeyInput,
        response: { 201: ApiKeyCreated },
      },
    },
    (request, reply) =>
      command(
        request,
        reply,
        db,
        async (trx) => ({ status: 201, body: await createApiKey(trx, currentMember(request), request.body) }),
        { secret: true },
      ),
  );

  app.delete(
    `${API_KEYS}/:id`,
    {
      config: { permission: 'api-keys:write' },
      // After the commit and before the answer leaves, so that whoever has the answer knows the key is dead.
      onSend: async (request, reply) => {
        if (reply.statusCode === 204) access.forgetApiKey((request.params as CompanyItemParams).id);
      },
      schema: {
        tags,
        summary: 'Revoke an API key',
        params: CompanyItemParams,
        headers: CommandHeaders,
        response: { 204: Type.Null() },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => {
        await revokeApiKey(trx, currentMember(request), request.params.id);
        return { status: 204, body: null };
      }),
  );
}
