import { BankRule, BankRuleInput, BankRuleList, BankRuleUpdate } from '@crypto-erp/contract/bank-rules';
import { CommandHeaders, CompanyItemParams, CompanyParams } from '@crypto-erp/contract/common';
import { Type } from 'typebox';
import type { Database } from '../../db/database.ts';
import { contextOf } from '../../http/context.ts';
import { command } from '../../http/idempotency.ts';
import type { App } from '../../http/types.ts';
import { listBankRules } from './read-model.ts';
import { changeBankRule, createBankRule, removeBankRule, requireBankRule } from './service.ts';

const COLLECTION = '/v1/companies/:companyId/bank-rules';
const ITEM = `${COLLECTION}/:id`;
const tags = ['bank'];

export function bankRulesRoutes(app: App, { db }: { db: Database }): void {
  app.get(
    COLLECTION,
    {
      config: { permission: 'bank:read' },
      schema: {
        tags,
        summary: 'List bank rules in the order in which they are asked',
        params: CompanyParams,
        response: { 200: BankRuleList },
      },
    },
    ({ params }) =>
      db.inCompany(params.companyId, async (trx) => ({ items: await listBankRules(trx, params.companyId) })),
  );

  app.get(
    ITEM,
    {
      config: { permission: 'bank:read' },
      schema: { tags, summary: 'Read a bank rule', params: CompanyItemParams, response: { 200: BankRule } },
    },
    ({ params }) =>
      db.inCompany(params.companyId, (trx) => requireBankRule(trx, params.companyId, params.id)),
  );

  app.post(
    COLLECTION,
    {
      config: { permission: 'bank:write' },
      schema: {
        tags,
        summary: 'Add a bank rule',
        params: CompanyParams,
        headers: CommandHeaders,
        body: BankRuleInput,
        response: { 201: BankRule },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => ({
        status: 201,
        body: await createBankRule(trx, contextOf(request), request.body),
      })),
  );

  app.patch(
    ITEM,
    {
      config: { permission: 'bank:write' },
      schema: {
        tags,
        summary: 'Change a bank rule',
        params: CompanyItemParams,
        headers: CommandHeaders,
        body: BankRuleUpdate,
        response: { 200: BankRule },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => ({
        status: 200,
        body: await changeBankRule(trx, contextOf(request), request.params.id, request.body),
      })),
  );

  app.delete(
    ITEM,
    {
      config: { permission: 'bank:write' },
      schema: {
        tags,
        summary: 'Delete a bank rule',
        params: CompanyItemParams,
        headers: CommandHeaders,
        response: { 204: Type.Null() },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => {
        await removeBankRule(trx, contextOf(request), request.params.id);
        return { status: 204, body: null };
      }),
  );
}
