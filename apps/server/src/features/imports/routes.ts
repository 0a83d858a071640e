import { CommandHeaders, CompanyItemParams, CompanyParams } from '@crypto-erp/contract/common';
import {
  Import,
  ImportErrorList,
  ImportPage,
  ImportQuery,
  ImportRecordPage,
  ImportUploadQuery,
  MAX_IMPORT_BYTES,
} from '@crypto-erp/contract/imports';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Database } from '../../db/database.ts';
import { newId } from '../../db/id.ts';
import { DomainError } from '../../errors.ts';
import { contextOf, requirePermission } from '../../http/context.ts';
import { command, idempotencyKey } from '../../http/idempotency.ts';
import type { App } from '../../http/types.ts';
import { listErrors, listImports, listRecords } from './read-model.ts';
import { discard, receive, tooLarge } from './receive.ts';
import { cancelImport, createImport, KIND_PERMISSION, requireImport, runImport } from './service.ts';

const COLLECTION = '/v1/companies/:companyId/imports';
const ITEM = `${COLLECTION}/:id`;
const tags = ['imports'];

export function importsRoutes(app: App, { db }: { db: Database }): void {
  readRoutes(app, db);

  // In a scope of its own: here the body is a file, which the handler reads as it arrives.
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
    uploadRoute(scope.withTypeProvider<TypeBoxTypeProvider>(), db);
  });

  app.post(
    `${ITEM}/run`,
    {
      config: { permission: 'imports:write' },
      schema: {
        tags,
        summary: 'Run a checked import, or a failed one on',
        params: CompanyItemParams,
        headers: CommandHeaders,
        response: { 200: Import },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => {
        const { companyId, id } = request.params;
        const { kind } = await requireImport(trx, companyId, id);
        requirePermission(request, KIND_PERMISSION[kind]);
        return { status: 200, body: await runImport(trx, contextOf(request), id) };
      }),
  );

  app.post(
    `${ITEM}/cancel`,
    {
      config: { permission: 'imports:write' },
      schema: {
        tags,
        summary: 'Cancel an import; what it made stays',
        params: CompanyItemParams,
        headers: CommandHeaders,
        response: { 200: Import },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => ({
        status: 200,
        body: await cancelImport(trx, contextOf(request), request.params.id),
      })),
  );
}

function readRoutes(app: App, db: Database): void {
  const config = { permission: 'imports:read' } as const;
  app.get(
    COLLECTION,
    {
      config,
      schema: {
        tags,
        summary: 'List imports, newest first',
        params: CompanyParams,
        querystring: ImportQuery,
        response: { 200: ImportPage },
      },
    },
    ({ params, query }) => db.inCompany(params.companyId, (trx) => listImports(trx, params.companyId, query)),
  );

  app.get(
    ITEM,
    {
      config,
      schema: {
        tags,
        summary: 'Read an import and how far it is',
        params: CompanyItemParams,
        response: { 200: Import },
      },
    },
    ({ params }) => db.inCompany(params.companyId, (trx) => requireImport(trx, params.companyId, params.id)),
  );

  app.get(
    `${ITEM}/errors`,
    {
      config,
      schema: {
        tags,
        summary: 'What the check found wrong, by line and column',
        params: CompanyItemParams,
        response: { 200: ImportErrorList },
      },
    },
    ({ params: { companyId, id } }) =>
      db.inCompany(companyId, async (trx) => {
        await requireImport(trx, companyId, id);
        return { items: await listErrors(trx, companyId, id) };
      }),
  );

  app.get(
    `${ITEM}/records`,
    {
      config,
      schema: {
        tags,
        summary: 'What the import made, in the order of the file',
        params: CompanyItemParams,
        querystring: ImportQuery,
        response: { 200: ImportRecordPage },
      },
    },
    ({ params: { companyId, id }, query }) =>
      db.inCompany(companyId, async (trx) => {
        await requireImport(trx, companyId, id);
        return listRecords(trx, companyId, id, query);
      }),
  );
}

function uploadRoute(scope: App, db: Database): void {
  scope.post(
    COLLECTION,
    {
      config: { permission: 'imports:write' },
      bodyLimit: MAX_IMPORT_BYTES,
      schema: {
        tags,
        summary: 'Send a CSV file to be checked',
        description: 'The body is the file. Nothing is imported before `run`.',
        params: CompanyParams,
        headers: CommandHeaders,
        querystring: ImportUploadQuery,
        body: { content: { 'text/csv': { schema: Type.Unknown() } } },
        response: { 201: Import },
      },
    },
    async (request, reply) => {
      const { kind, name = '' } = request.query;
      const context = contextOf(request);
      requirePermission(request, KIND_PERMISSION[kind]);
      idempotencyKey(request);
      checkHeaders(request);
      const file = await receive(db, context, { id: newId(), kind, name }, request.raw);
      // Stands for the bytes in the hash that the key is kept with.
      request.body = { sha256: file.sha256 };
      try {
        await command(request, reply, db, async (trx) => ({
          status: 201,
          body: await createImport(trx, context, kind, file),
        }));
      } finally {
        await discard(db, context.companyId, file.id);
      }
    },
  );
}

function checkHeaders({ headers }: FastifyRequest): void {
  if (!/^text[/]csv(\s*;|$)/i.test(headers['content-type'] ?? '')) {
    throw new DomainError('unsupported_media_type', 'Send the file with Content-Type: text/csv.');
  }
  if (Number(headers['content-length'] ?? 0) > MAX_IMPORT_BYTES) throw tooLarge();
}
