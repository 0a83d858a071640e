import { CommandHeaders, CompanyItemParams, CompanyParams } from '@crypto-erp/contract/common';
import { TransferInput, TransferPage, TransferQuery, TransferView } from '@crypto-erp/contract/wallets';
import { Type } from 'typebox';
import type { Database } from '../../db/database.ts';
import { contextOf } from '../../http/context.ts';
import { command } from '../../http/idempotency.ts';
import type { App } from '../../http/types.ts';
import type { AssetCatalogue } from '../assets/catalogue.ts';
import { listTransfers } from './read-model.ts';
import { addManualTransfer, removeManualTransfer } from './service.ts';

const COLLECTION = '/v1/companies/:companyId/transfers';
const tags = ['wallets'];

export function transfersRoutes(app: App, { db, assets }: { db: Database; assets: AssetCatalogue }): void {
  app.get(
    COLLECTION,
    {
      config: { permission: 'wallets:read' },
      schema: {
        tags,
        summary: 'List transfers, newest first',
        params: CompanyParams,
        querystring: TransferQuery,
        response: { 200: TransferPage },
      },
    },
    ({ params, query }) =>
      db.inCompany(params.companyId, (trx) => listTransfers(trx, params.companyId, query)),
  );

  app.post(
    '/v1/companies/:companyId/wallets/:id/transfers',
    {
      config: { permission: 'wallets:write' },
      schema: {
        tags,
        summary: 'Write down what moved into or out of a manual wallet',
        params: CompanyItemParams,
        headers: CommandHeaders,
        body: TransferInput,
        response: { 201: TransferView },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => ({
        status: 201,
        body: await addManualTransfer(trx, contextOf(request), assets, request.params.id, request.body),
      })),
  );

  app.delete(
    `${COLLECTION}/:id`,
    {
      config: { permission: 'wallets:write' },
      schema: {
        tags,
        summary: 'Take away what was written down and is not posted',
        params: CompanyItemParams,
        headers: CommandHeaders,
        response: { 204: Type.Null() },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => {
        await removeManualTransfer(trx, contextOf(request), request.params.id);
        return { status: 204, body: null };
      }),
  );
}
