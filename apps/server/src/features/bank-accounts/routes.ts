import {
  BankAccount,
  BankAccountInput,
  BankAccountList,
  BankAccountUpdate,
  CsvMapping,
} from '@crypto-erp/contract/bank-accounts';
import { CommandHeaders, CompanyItemParams, CompanyParams } from '@crypto-erp/contract/common';
import type { Database } from '../../db/database.ts';
import { contextOf } from '../../http/context.ts';
import { command } from '../../http/idempotency.ts';
import type { App } from '../../http/types.ts';
import { listBankAccounts } from './read-model.ts';
import { changeBankAccount, createBankAccount, requireBankAccount, setCsvMapping } from './service.ts';

const COLLECTION = '/v1/companies/:companyId/bank-accounts';
const ITEM = `${COLLECTION}/:id`;
const tags = ['bank'];

export function bankAccountsRoutes(app: App, { db }: { db: Database }): void {
  app.get(
    COLLECTION,
    {
      config: { permission: 'bank:read' },
      schema: {
        tags,
        summary: 'List bank accounts',
        params: CompanyParams,
        response: { 200: BankAccountList },
      },
    },
    ({ params }) => db.inCompany(params.companyId, (trx) => listBankAccounts(trx, params.companyId)),
  );

  app.get(
    ITEM,
    {
      config: { permission: 'bank:read' },
      schema: {
        tags,
        summary: 'Read a bank account',
        params: CompanyItemParams,
        response: { 200: BankAccount },
      },
    },
    ({ params }) =>
      db.inCompany(params.companyId, (trx) => requireBankAccount(trx, params.companyId, params.id)),
  );

  app.post(
    COLLECTION,
    {
      config: { permission: 'bank:write' },
      schema: {
        tags,
        summary: 'Add a bank account',
        params: CompanyParams,
        headers: CommandHeaders,
        body: BankAccountInput,
        response: { 201: BankAccount },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => ({
        status: 201,
        body: await createBankAccount(trx, contextOf(request), request.body),
      })),
  );

  app.patch(
    ITEM,
    {
      config: { permission: 'bank:write' },
      schema: {
        tags,
        summary: 'Change or archive a bank account',
        params: CompanyItemParams,
        headers: CommandHeaders,
        body: BankAccountUpdate,
        response: { 200: BankAccount },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => ({
        status: 200,
        body: await changeBankAccount(trx, contextOf(request), request.params.id, request.body),
      })),
  );

  app.put(
    `${ITEM}/csv-mapping`,
    {
      config: { permission: 'bank:write' },
      schema: {
        tags,
        summary: "Say how the bank's CSV files are read",
        params: CompanyItemParams,
        headers: CommandHeaders,
        body: CsvMapping,
        response: { 200: BankAccount },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => ({
        status: 200,
        body: await setCsvMapping(trx, contextOf(request), request.params.id, request.body),
      })),
  );
}
