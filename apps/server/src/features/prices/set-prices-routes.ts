import { CommandHeaders, CompanyParams } from '@crypto-erp/contract/common';
import {
  MissingPriceList,
  PriceSettings,
  PriceSettingsUpdate,
  SetPrice,
  SetPriceInput,
  SetPricePage,
  SetPriceQuery,
} from '@crypto-erp/contract/prices';
import type { Database, Trx } from '../../db/database.ts';
import { contextOf } from '../../http/context.ts';
import { command } from '../../http/idempotency.ts';
import type { App } from '../../http/types.ts';
import { pricesAt } from './lookup.ts';
import { changePriceSettings, setPrice } from './set-prices.ts';
import { listSetPrices, priceSettings, pricesOfOpen } from './set-prices-read-model.ts';

const COMPANY = '/v1/companies/:companyId';
const tags = ['prices'];

export function setPricesRoutes(app: App, { db }: { db: Database }): void {
  app.get(
    `${COMPANY}/set-prices`,
    {
      config: { permission: 'prices:read' },
      schema: {
        tags,
        summary: 'List the prices that the company set, the newest first',
        params: CompanyParams,
        querystring: SetPriceQuery,
        response: { 200: SetPricePage },
      },
    },
    ({ params, query }) =>
      db.inCompany(params.companyId, (trx) => listSetPrices(trx, params.companyId, query)),
  );

  app.post(
    `${COMPANY}/set-prices`,
    {
      config: { permission: 'prices:write' },
      schema: {
        tags,
        summary: 'Set what an asset was worth on a day',
        params: CompanyParams,
        headers: CommandHeaders,
        body: SetPriceInput,
        response: { 201: SetPrice },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => ({
        status: 201,
        body: await setPrice(trx, contextOf(request), request.body),
      })),
  );

  app.get(
    `${COMPANY}/missing-prices`,
    {
      config: { permission: 'prices:read' },
      schema: {
        tags,
        summary: 'List the prices that open transactions wait for',
        params: CompanyParams,
        response: { 200: MissingPriceList },
      },
    },
    ({ params }) => db.inCompany(params.companyId, (trx) => missingPrices(trx, params.companyId)),
  );

  app.get(
    `${COMPANY}/price-settings`,
    {
      config: { permission: 'prices:read' },
      schema: {
        tags,
        summary: 'Read how gaps between prices are filled',
        params: CompanyParams,
        response: { 200: PriceSettings },
      },
    },
    ({ params }) => db.inCompany(params.companyId, (trx) => priceSettings(trx, params.companyId)),
  );

  app.put(
    `${COMPANY}/price-settings`,
    {
      config: { permission: 'prices:write' },
      schema: {
        tags,
        summary: 'Say how gaps between prices are filled',
        params: CompanyParams,
        headers: CommandHeaders,
        body: PriceSettingsUpdate,
        response: { 200: PriceSettings },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => ({
        status: 200,
        body: await changePriceSettings(trx, contextOf(request), request.body),
      })),
  );
}

/** Of the assets and days of open transactions those without a price. */
async function missingPrices(trx: Trx, companyId: string) {
  const open = await pricesOfOpen(trx, companyId);
  const quote = open[0]?.quote ?? '';
  const found = await pricesAt(trx, companyId, open, quote);
  return { items: open.filter((_, i) => found[i] === null).map(({ at: _, ...missing }) => missing) };
}
