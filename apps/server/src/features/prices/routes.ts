import { Price, PriceQuery } from '@crypto-erp/contract/assets';
import { CompanyParams } from '@crypto-erp/contract/common';
import { isCalendarDate } from '@crypto-erp/ledger/dates';
import { formatRate } from '@crypto-erp/ledger/rate';
import type { Database, Trx } from '../../db/database.ts';
import { fieldError } from '../../errors.ts';
import type { App } from '../../http/types.ts';
import { assetExists } from '../assets/read-model.ts';
import { priceOf } from './read-model.ts';

export function pricesRoutes(app: App, { db }: { db: Database }): void {
  app.get(
    '/v1/companies/:companyId/prices',
    {
      config: { permission: 'prices:read' },
      schema: {
        tags: ['prices'],
        summary: 'Read what an asset was worth on a date',
        params: CompanyParams,
        querystring: PriceQuery,
        response: { 200: Price },
      },
    },
    ({ params, query }) => db.inCompany(params.companyId, (trx) => readPrice(trx, query)),
  );
}

async function readPrice(trx: Trx, query: PriceQuery): Promise<Price> {
  if (!isCalendarDate(query.date)) {
    throw fieldError('invalid_input', 'query/date', 'This day does not exist: choose another date.');
  }
  for (const field of ['asset', 'quote'] as const) {
    if (!(await assetExists(trx, query[field]))) {
      throw fieldError(
        'unknown_asset',
        `query/${field}`,
        'There is no such asset: choose one from the list of assets.',
      );
    }
  }
  const { rate, rateDate } = await priceOf(trx, { ...query, field: 'query/asset' });
  return { ...query, rateDate, rate: formatRate(rate) };
}
