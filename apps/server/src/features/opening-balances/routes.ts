import { CommandHeaders, CompanyParams } from '@crypto-erp/contract/common';
import { Entry } from '@crypto-erp/contract/entries';
import { OpeningBalancesInput } from '@crypto-erp/contract/periods';
import type { Database } from '../../db/database.ts';
import { contextOf } from '../../http/context.ts';
import { command } from '../../http/idempotency.ts';
import type { App } from '../../http/types.ts';
import type { AssetCatalogue } from '../assets/catalogue.ts';
import { postOpeningBalances } from './service.ts';

export function openingBalancesRoutes(
  app: App,
  { db, assets }: { db: Database; assets: AssetCatalogue },
): void {
  app.post(
    '/v1/companies/:companyId/opening-balances',
    {
      config: { permission: 'periods:write' },
      schema: {
        tags: ['periods'],
        summary: 'Post what the accounts held before the first entry',
        params: CompanyParams,
        headers: CommandHeaders,
        body: OpeningBalancesInput,
        response: { 201: Entry },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => ({
        status: 201,
        body: await postOpeningBalances(trx, contextOf(request), assets, request.body),
      })),
  );
}
