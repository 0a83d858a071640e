import { Account, AccountInput, AccountList, AccountUpdate } from '@crypto-erp/contract/accounts';
import { CommandHeaders, CompanyItemParams, CompanyParams } from '@crypto-erp/contract/common';
import type { Database } from '../../db/database.ts';
import { contextOf } from '../../http/context.ts';
import { command } from '../../http/idempotency.ts';
import type { App } from '../../http/types.ts';
import { listAccounts } from './read-model.ts';
import { changeAccount, createAccount } from './service.ts';

const COLLECTION = '/v1/companies/:companyId/accounts';

export function accountsRoutes(app: App, { db }: { db: Database }): void {
  app.get(
    COLLECTION,
    {
      config: { permission: 'accounts:read' },
      schema: {
        tags: ['accounts'],
        summary: 'Read the chart of accounts, by code',
        params: CompanyParams,
        response: { 200: AccountList },
      },
    },
    ({ params }) =>
      db.inCompany(params.companyId, async (trx) => ({ items: await listAccounts(trx, params.companyId) })),
  );

  app.post(
    COLLECTION,
    {
      config: { permission: 'accounts:write' },
      schema: {
        tags: ['accounts'],
        summary: 'Add an account',
        params: CompanyParams,
        headers: CommandHeaders,
        body: AccountInput,
        response: { 201: Account },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => ({
        status: 201,
        body: await createAccount(trx, contextOf(request), request.body),
      })),
  );

  app.patch(
    `${COLLECTION}/:id`,
    {
      config: { permission: 'accounts:write' },
      schema: {
        tags: ['accounts'],
        summary: 'Rename, move, archive or restore an account',
        params: CompanyItemParams,
        headers: CommandHeaders,
        body: AccountUpdate,
        response: { 200: Account },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => ({
        status: 200,
        body: await changeAccount(trx, contextOf(request), request.params.id, request.body),
      })),
  );
}
