import {
  TransactionRule,
  TransactionRuleInput,
  TransactionRuleList,
  TransactionRuleUpdate,
} from '@crypto-erp/contract/transaction-rules';
import { CommandHeaders, CompanyItemParams, CompanyParams } from '@crypto-erp/contract/common';
import { Type } from 'typebox';
import type { Database } from '../../db/database.ts';
import { contextOf } from '../../http/context.ts';
import { command } from '../../http/idempotency.ts';
import type { App } from '../../http/types.ts';
import { listRules } from './read-model.ts';
import { changeRule, createRule, removeRule, requireRule } from './service.ts';

const COLLECTION = '/v1/companies/:companyId/transaction-rules';
const ITEM = `${COLLECTION}/:id`;
const tags = ['transactions'];

export function transactionRulesRoutes(app: App, { db }: { db: Database }): void {
  app.get(
    COLLECTION,
    {
      config: { permission: 'transactions:read' },
      schema: {
        tags,
        summary: 'List rules for transactions in the order in which they are asked',
        params: CompanyParams,
        response: { 200: TransactionRuleList },
      },
    },
    ({ params }) =>
      db.inCompany(params.companyId, async (trx) => ({ items: await listRules(trx, params.companyId) })),
  );

  app.get(
    ITEM,
    {
      config: { permission: 'transactions:read' },
      schema: {
        tags,
        summary: 'Read a rule for transactions',
        params: CompanyItemParams,
        response: { 200: TransactionRule },
      },
    },
    ({ params }) => db.inCompany(params.companyId, (trx) => requireRule(trx, params.companyId, params.id)),
  );

  app.post(
    COLLECTION,
    {
      config: { permission: 'transactions:write' },
      schema: {
        tags,
        summary: 'Add a rule for transactions',
        params: CompanyParams,
        headers: CommandHeaders,
        body: TransactionRuleInput,
        response: { 201: TransactionRule },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => ({
        status: 201,
        body: await createRule(trx, contextOf(request), request.body),
      })),
  );

  app.patch(
    ITEM,
    {
      config: { permission: 'transactions:write' },
      schema: {
        tags,
        summary: 'Change a rule for transactions',
        params: CompanyItemParams,
        headers: CommandHeaders,
        body: TransactionRuleUpdate,
        response: { 200: TransactionRule },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => ({
        status: 200,
        body: await changeRule(trx, contextOf(request), request.params.id, request.body),
      })),
  );

  app.delete(
    ITEM,
    {
      config: { permission: 'transactions:write' },
      schema: {
        tags,
        summary: 'Delete a rule for transactions',
        params: CompanyItemParams,
        headers: CommandHeaders,
        response: { 204: Type.Null() },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => {
        await removeRule(trx, contextOf(request), request.params.id);
        return { status: 204, body: null };
      }),
  );
}
