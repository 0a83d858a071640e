import {
  Budget,
  BudgetInput,
  BudgetLinesUpdate,
  BudgetList,
  BudgetUpdate,
} from '@crypto-erp/contract/budgets';
import { CommandHeaders, CompanyItemParams, CompanyParams } from '@crypto-erp/contract/common';
import type { Database } from '../../db/database.ts';
import { contextOf } from '../../http/context.ts';
import { command } from '../../http/idempotency.ts';
import type { App } from '../../http/types.ts';
import type { AssetCatalogue } from '../assets/catalogue.ts';
import { listBudgets } from './read-model.ts';
import { changeBudget, createBudget, requireBudget, setBudgetLines } from './service.ts';

const COLLECTION = '/v1/companies/:companyId/budgets';
const ITEM = `${COLLECTION}/:id`;
const tags = ['budgets'];

export function budgetsRoutes(app: App, { db, assets }: { db: Database; assets: AssetCatalogue }): void {
  app.get(
    COLLECTION,
    {
      config: { permission: 'budgets:read' },
      schema: {
        tags,
        summary: 'List budgets, the latest year first',
        params: CompanyParams,
        response: { 200: BudgetList },
      },
    },
    ({ params }) =>
      db.inCompany(params.companyId, async (trx) => ({ items: await listBudgets(trx, params.companyId) })),
  );

  app.get(
    ITEM,
    {
      config: { permission: 'budgets:read' },
      schema: {
        tags,
        summary: 'Read a budget with its lines',
        params: CompanyItemParams,
        response: { 200: Budget },
      },
    },
    ({ params }) => db.inCompany(params.companyId, (trx) => requireBudget(trx, params.companyId, params.id)),
  );

  app.post(
    COLLECTION,
    {
      config: { permission: 'budgets:write' },
      schema: {
        tags,
        summary: 'Add a budget',
        params: CompanyParams,
        headers: CommandHeaders,
        body: BudgetInput,
        response: { 201: Budget },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => ({
        status: 201,
        body: await createBudget(trx, contextOf(request), request.body),
      })),
  );

  app.patch(
    ITEM,
    {
      config: { permission: 'budgets:write' },
      schema: {
        tags,
        summary: 'Rename, archive or restore a budget',
        params: CompanyItemParams,
        headers: CommandHeaders,
        body: BudgetUpdate,
        response: { 200: Budget },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => ({
        status: 200,
        body: await changeBudget(trx, contextOf(request), request.params.id, request.body),
      })),
  );

  app.put(
    `${ITEM}/lines`,
    {
      config: { permission: 'budgets:write' },
      schema: {
        tags,
        summary: 'Replace all lines of a budget',
        params: CompanyItemParams,
        headers: CommandHeaders,
        body: BudgetLinesUpdate,
        response: { 200: Budget },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => ({
        status: 200,
        body: await setBudgetLines(trx, contextOf(request), assets, request.params.id, request.body),
      })),
  );
}
