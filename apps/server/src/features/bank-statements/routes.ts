import { CsvPreview } from '@crypto-erp/contract/bank-accounts';
import {
  BankImport,
  BankStatement,
  BankStatementPage,
  BankStatementQuery,
  BankStatementReopen,
  BankStatementUpload,
} from '@crypto-erp/contract/bank-statements';
import { CommandHeaders, CompanyItemParams, CompanyParams } from '@crypto-erp/contract/common';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Database } from '../../db/database.ts';
import { DomainError } from '../../errors.ts';
import { contextOf } from '../../http/context.ts';
import { command } from '../../http/idempotency.ts';
import type { App } from '../../http/types.ts';
import type { AssetCatalogue } from '../assets/catalogue.ts';
import { previewCsv } from './csv.ts';
import { type BankFile, importStatements } from './import.ts';
import { listBankStatements } from './read-model.ts';
import { removeBankStatement } from './remove.ts';
import { reconcile, reopen, requireBankStatement } from './service.ts';

const COLLECTION = '/v1/companies/:companyId/bank-statements';
const ITEM = `${COLLECTION}/:id`;
const tags = ['bank'];

/** The largest file: 10 MiB hold more than a year of a busy account. */
const MAX_FILE = 10 * 1024 * 1024;
const CSV = 'text/csv';
const FILE_TYPES = [CSV, 'application/xml', 'text/xml'];
const file = (types: readonly string[]) => ({
  content: Object.fromEntries(types.map((type) => [type, { schema: Type.Unknown() }])),
});

export function bankStatementsRoutes(
  app: App,
  { db, assets }: { db: Database; assets: AssetCatalogue },
): void {
  app.get(
    COLLECTION,
    {
      config: { permission: 'bank:read' },
      schema: {
        tags,
        summary: 'List bank statements, the newest first',
        params: CompanyParams,
        querystring: BankStatementQuery,
        response: { 200: BankStatementPage },
      },
    },
    ({ params, query }) =>
      db.inCompany(params.companyId, (trx) => listBankStatements(trx, params.companyId, query)),
  );

  app.get(
    ITEM,
    {
      config: { permission: 'bank:read' },
      schema: {
        tags,
        summary: 'Read a bank statement',
        params: CompanyItemParams,
        response: { 200: BankStatement },
      },
    },
    ({ params }) =>
      db.inCompany(params.companyId, (trx) => requireBankStatement(trx, params.companyId, params.id)),
  );

  app.post(
    `${ITEM}/reconcile`,
    {
      config: { permission: 'bank:write' },
      schema: {
        tags,
        summary: 'Reconcile a statement: the books end at its closing balance',
        params: CompanyItemParams,
        headers: CommandHeaders,
        response: { 200: BankStatement },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => ({
        status: 200,
        body: await reconcile(trx, contextOf(request), request.params.id),
      })),
  );

  app.post(
    `${ITEM}/reopen`,
    {
      config: { permission: 'bank:write' },
      schema: {
        tags,
        summary: "Take an account's last reconciliation back",
        params: CompanyItemParams,
        headers: CommandHeaders,
        body: BankStatementReopen,
        response: { 200: BankStatement },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => ({
        status: 200,
        body: await reopen(trx, contextOf(request), request.params.id, request.body.reason),
      })),
  );

  app.delete(
    ITEM,
    {
      config: { permission: 'bank:write' },
      schema: {
        tags,
        summary: 'Delete a statement of which nothing is matched',
        params: CompanyItemParams,
        headers: CommandHeaders,
        response: { 204: Type.Null() },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => {
        await removeBankStatement(trx, contextOf(request), request.params.id);
        return { status: 204, body: null };
      }),
  );

  // In a scope of its own: here the body is a file.
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(FILE_TYPES, { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    scope.addContentTypeParser('*', (_request, _body, done) =>
      done(
        new DomainError(
          'unsupported_media_type',
          `Send the file with Content-Type: ${FILE_TYPES.join(' or ')}.`,
        ),
      ),
    );
    uploadRoutes(scope.withTypeProvider<TypeBoxTypeProvider>(), { db, assets });
  });
}

function uploadRoutes(scope: App, { db, assets }: { db: Database; assets: AssetCatalogue }): void {
  scope.post(
    COLLECTION,
    {
      config: { permission: 'bank:write' },
      bodyLimit: MAX_FILE,
      schema: {
        tags,
        summary: 'Import a camt.053 or CSV file, which is the body of the request',
        params: CompanyParams,
        querystring: BankStatementUpload,
        headers: CommandHeaders,
        body: file(FILE_TYPES),
        response: { 201: BankImport },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => ({
        status: 201,
        body: await importStatements(trx, contextOf(request), assets, fileOf(request), request.query),
      })),
  );

  scope.post(
    `${COLLECTION}/preview`,
    {
      config: { permission: 'bank:write' },
      bodyLimit: MAX_FILE,
      schema: {
        tags,
        summary: 'The first rows of a CSV file, to choose its mapping by; nothing is imported',
        params: CompanyParams,
        headers: CommandHeaders,
        body: file([CSV]),
        response: { 200: CsvPreview },
      },
    },
    (request, reply) =>
      command(request, reply, db, async () => ({ status: 200, body: previewCsv(fileOf(request).bytes) })),
  );
}

function fileOf({ body, headers }: FastifyRequest): BankFile {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
  return { bytes, format: headers['content-type']?.startsWith(CSV) ? 'csv' : 'camt053' };
}
