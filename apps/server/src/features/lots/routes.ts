import { CommandHeaders, CompanyParams } from '@crypto-erp/contract/common';
import {
  DisposalPage,
  DisposalQuery,
  LotPage,
  LotQuery,
  LotSettings,
  LotSettingsUpdate,
} from '@crypto-erp/contract/lots';
import type { Database } from '../../db/database.ts';
import { contextOf } from '../../http/context.ts';
import { command } from '../../http/idempotency.ts';
import type { App } from '../../http/types.ts';
import { findLotSettings, listDisposals, listLots } from './read-model.ts';
import { changeLotSettings } from './settings.ts';

const COMPANY = '/v1/companies/:companyId';
const tags = ['lots'];

export function lotsRoutes(app: App, { db }: { db: Database }): void {
  app.get(
    `${COMPANY}/lots`,
    {
      config: { permission: 'transactions:read' },
      schema: {
        tags,
        summary: 'List lots, oldest first',
        params: CompanyParams,
        querystring: LotQuery,
        response: { 200: LotPage },
      },
    },
    ({ params, query }) => db.inCompany(params.companyId, (trx) => listLots(trx, params.companyId, query)),
  );

  app.get(
    `${COMPANY}/disposals`,
    {
      config: { permission: 'transactions:read' },
      schema: {
        tags,
        summary: 'List what left lots for good, by day',
        params: CompanyParams,
        querystring: DisposalQuery,
        response: { 200: DisposalPage },
      },
    },
    ({ params, query }) =>
      db.inCompany(params.companyId, (trx) => listDisposals(trx, params.companyId, query)),
  );

  app.get(
    `${COMPANY}/lot-settings`,
    {
      config: { permission: 'transactions:read' },
      schema: {
        tags,
        summary: 'Read how lots are kept',
        params: CompanyParams,
        response: { 200: LotSettings },
      },
    },
    ({ params }) => db.inCompany(params.companyId, (trx) => findLotSettings(trx, params.companyId)),
  );

  app.put(
    `${COMPANY}/lot-settings`,
    {
      config: { permission: 'transactions:post' },
      schema: {
        tags,
        summary: 'Say how lots are kept',
        params: CompanyParams,
        headers: CommandHeaders,
        body: LotSettingsUpdate,
        response: { 200: LotSettings },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => ({
        status: 200,
        body: await changeLotSettings(trx, contextOf(request), request.body),
      })),
  );
}
