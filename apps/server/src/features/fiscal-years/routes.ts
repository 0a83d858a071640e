import { CommandHeaders, CompanyParams } from '@crypto-erp/contract/common';
import {
  FiscalYear,
  FiscalYearClose,
  FiscalYearList,
  FiscalYearParams,
  FiscalYearReopen,
} from '@crypto-erp/contract/periods';
import type { Database } from '../../db/database.ts';
import { contextOf } from '../../http/context.ts';
import { command } from '../../http/idempotency.ts';
import type { App } from '../../http/types.ts';
import type { AssetCatalogue } from '../assets/catalogue.ts';
import { listFiscalYears } from './read-model.ts';
import { closeFiscalYear, reopenFiscalYear } from './service.ts';

const COLLECTION = '/v1/companies/:companyId/fiscal-years';

export function fiscalYearsRoutes(app: App, { db, assets }: { db: Database; assets: AssetCatalogue }): void {
  app.get(
    COLLECTION,
    {
      config: { permission: 'periods:read' },
      schema: {
        tags: ['periods'],
        summary: 'List fiscal years, newest first',
        params: CompanyParams,
        response: { 200: FiscalYearList },
      },
    },
    ({ params }) => db.inCompany(params.companyId, (trx) => listFiscalYears(trx, params.companyId)),
  );

  app.post(
    `${COLLECTION}/:year/close`,
    {
      config: { permission: 'periods:write' },
      schema: {
        tags: ['periods'],
        summary:
          'Close a fiscal year: its result goes to the retained earnings, its months are locked for good',
        params: FiscalYearParams,
        headers: CommandHeaders,
        body: FiscalYearClose,
        response: { 200: FiscalYear },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => ({
        status: 200,
        body: await closeFiscalYear(
          trx,
          contextOf(request),
          assets,
          Number(request.params.year),
          request.body ?? {},
        ),
      })),
  );

  app.post(
    `${COLLECTION}/:year/reopen`,
    {
      config: { permission: 'periods:reopen' },
      schema: {
        tags: ['periods'],
        summary: 'Reopen a closed fiscal year: its closing entry is reversed, its last month opened',
        params: FiscalYearParams,
        headers: CommandHeaders,
        body: FiscalYearReopen,
        response: { 200: FiscalYear },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => ({
        status: 200,
        body: await reopenFiscalYear(
          trx,
          contextOf(request),
          Number(request.params.year),
          request.body.reason,
        ),
      })),
  );
}
