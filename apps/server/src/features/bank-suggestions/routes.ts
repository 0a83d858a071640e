import { BankRulesApplied, BankRulesApply, BankSuggestionList } from '@crypto-erp/contract/bank-lines';
import { CommandHeaders, CompanyItemParams, CompanyParams } from '@crypto-erp/contract/common';
import type { Database } from '../../db/database.ts';
import { contextOf, requirePermission } from '../../http/context.ts';
import { command } from '../../http/idempotency.ts';
import type { App } from '../../http/types.ts';
import type { AssetCatalogue } from '../assets/catalogue.ts';
import { applyRules, suggestionsFor } from './service.ts';

const LINES = '/v1/companies/:companyId/bank-lines';
const tags = ['bank'];

export function bankSuggestionsRoutes(
  app: App,
  { db, assets }: { db: Database; assets: AssetCatalogue },
): void {
  app.get(
    `${LINES}/:id/suggestions`,
    {
      config: { permission: 'bank:read' },
      schema: {
        tags,
        summary: 'What an open bank line may be, and why',
        params: CompanyItemParams,
        response: { 200: BankSuggestionList },
      },
    },
    ({ params }) =>
      db.inCompany(params.companyId, async (trx) => ({
        items: await suggestionsFor(trx, params.companyId, params.id),
      })),
  );

  app.post(
    `${LINES}/apply-rules`,
    {
      config: { permission: 'bank:write' },
      schema: {
        tags,
        summary: 'Ask the rules about the open lines of a bank account, and book what they say',
        params: CompanyParams,
        headers: CommandHeaders,
        body: BankRulesApply,
        response: { 200: BankRulesApplied },
      },
    },
    (request, reply) => {
      if (request.body.book) {
        requirePermission(request, 'entries:post');
        requirePermission(request, 'payments:write');
      }
      return command(request, reply, db, async (trx) => ({
        status: 200,
        body: await applyRules(trx, contextOf(request), assets, request.body),
      }));
    },
  );
}
