import { CommandHeaders, CompanyItemParams, CompanyParams } from '@crypto-erp/contract/common';
import {
  RuleRunPage,
  RuleRunQuery,
  RuleRunUndone,
  RulesApplied,
  RulesApply,
} from '@crypto-erp/contract/transaction-rules';
import type { Database } from '../../db/database.ts';
import { contextOf } from '../../http/context.ts';
import { command } from '../../http/idempotency.ts';
import type { App } from '../../http/types.ts';
import { withActorNames } from '../users/read-model.ts';
import { listRuns } from './read-model.ts';
import { applyRules, tryRules, undoRun } from './run.ts';

const COMPANY = '/v1/companies/:companyId';
const RUNS = `${COMPANY}/transaction-rule-runs`;
const tags = ['transactions'];

export function ruleRunsRoutes(app: App, { db }: { db: Database }): void {
  app.post(
    `${COMPANY}/transactions/apply-rules`,
    {
      config: { permission: 'transactions:write' },
      schema: {
        tags,
        summary: 'Let rules say what open transactions are, or show what they would say',
        params: CompanyParams,
        headers: CommandHeaders,
        body: RulesApply,
        response: { 200: RulesApplied },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => {
        const context = contextOf(request);
        const { ruleIds, dryRun } = request.body;
        const body = dryRun
          ? await tryRules(trx, context.companyId, ruleIds)
          : await applyRules(trx, context, ruleIds);
        return { status: 200, body };
      }),
  );

  app.get(
    RUNS,
    {
      config: { permission: 'transactions:read' },
      schema: {
        tags,
        summary: 'List the times that rules were applied, newest first',
        params: CompanyParams,
        querystring: RuleRunQuery,
        response: { 200: RuleRunPage },
      },
    },
    ({ params, query }) =>
      db.inCompany(params.companyId, async (trx) => {
        const page = await listRuns(trx, params.companyId, query);
        return { ...page, items: await withActorNames(trx, page.items) };
      }),
  );

  app.post(
    `${RUNS}/:id/undo`,
    {
      config: { permission: 'transactions:write' },
      schema: {
        tags,
        summary: 'Take back what rules said of transactions',
        params: CompanyItemParams,
        headers: CommandHeaders,
        response: { 200: RuleRunUndone },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => ({
        status: 200,
        body: await undoRun(trx, contextOf(request), request.params.id),
      })),
  );
}
