import { BankLine, BankLineIgnore, BankLinePage, BankLineQuery } from '@crypto-erp/contract/bank-lines';
import { CommandHeaders, CompanyItemParams, CompanyParams } from '@crypto-erp/contract/common';
import type { Database } from '../../db/database.ts';
import { contextOf } from '../../http/context.ts';
import { command } from '../../http/idempotency.ts';
import type { App } from '../../http/types.ts';
import { listBankLines } from './read-model.ts';
import { ignoreBankLine, requireBankLine, unignoreBankLine } from './service.ts';

const COLLECTION = '/v1/companies/:companyId/bank-lines';
const ITEM = `${COLLECTION}/:id`;
const tags = ['bank'];

export function bankLinesRoutes(app: App, { db }: { db: Database }): void {
  app.get(
    COLLECTION,
    {
      config: { permission: 'bank:read' },
      schema: {
        tags,
        summary: 'List bank lines, the newest first',
        params: CompanyParams,
        querystring: BankLineQuery,
        response: { 200: BankLinePage },
      },
    },
    ({ params, query }) =>
      db.inCompany(params.companyId, (trx) => listBankLines(trx, params.companyId, query)),
  );

  app.get(
    ITEM,
    {
      config: { permission: 'bank:read' },
      schema: { tags, summary: 'Read a bank line', params: CompanyItemParams, response: { 200: BankLine } },
    },
    ({ params }) =>
      db.inCompany(params.companyId, (trx) => requireBankLine(trx, params.companyId, params.id)),
  );

  app.post(
    `${ITEM}/ignore`,
    {
      config: { permission: 'bank:write' },
      schema: {
        tags,
        summary: 'Set a line aside that nothing in the books is',
        params: CompanyItemParams,
        headers: CommandHeaders,
        body: BankLineIgnore,
        response: { 200: BankLine },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => ({
        status: 200,
        body: await ignoreBankLine(trx, contextOf(request), request.params.id, request.body.reason),
      })),
  );

  app.post(
    `${ITEM}/unignore`,
    {
      config: { permission: 'bank:write' },
      schema: {
        tags,
        summary: 'Make an ignored line open again',
        params: CompanyItemParams,
        headers: CommandHeaders,
        response: { 200: BankLine },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => ({
        status: 200,
        body: await unignoreBankLine(trx, contextOf(request), request.params.id),
      })),
  );
}
