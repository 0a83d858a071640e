import { CommandHeaders, CompanyItemParams, CompanyParams } from '@crypto-erp/contract/common';
import { Wallet, WalletInput, WalletList, WalletUpdate } from '@crypto-erp/contract/wallets';
import type { Database } from '../../db/database.ts';
import { contextOf } from '../../http/context.ts';
import { command } from '../../http/idempotency.ts';
import type { App } from '../../http/types.ts';
import { listWallets } from './read-model.ts';
import { changeWallet, createWallet, requireWallet } from './service.ts';

const COLLECTION = '/v1/companies/:companyId/wallets';
const ITEM = `${COLLECTION}/:id`;
const tags = ['wallets'];

export function walletsRoutes(app: App, { db }: { db: Database }): void {
  app.get(
    COLLECTION,
    {
      config: { permission: 'wallets:read' },
      schema: {
        tags,
        summary: 'List wallets by name, with what they hold',
        params: CompanyParams,
        response: { 200: WalletList },
      },
    },
    ({ params }) =>
      db.inCompany(params.companyId, async (trx) => ({ items: await listWallets(trx, params.companyId) })),
  );

  app.get(
    ITEM,
    {
      config: { permission: 'wallets:read' },
      schema: { tags, summary: 'Read a wallet', params: CompanyItemParams, response: { 200: Wallet } },
    },
    ({ params }) => db.inCompany(params.companyId, (trx) => requireWallet(trx, params.companyId, params.id)),
  );

  app.post(
    COLLECTION,
    {
      config: { permission: 'wallets:write' },
      schema: {
        tags,
        summary: 'Add a wallet',
        params: CompanyParams,
        headers: CommandHeaders,
        body: WalletInput,
        response: { 201: Wallet },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => ({
        status: 201,
        body: await createWallet(trx, contextOf(request), request.body),
      })),
  );

  app.patch(
    ITEM,
    {
      config: { permission: 'wallets:write' },
      schema: {
        tags,
        summary: 'Change a wallet, or archive it',
        params: CompanyItemParams,
        headers: CommandHeaders,
        body: WalletUpdate,
        response: { 200: Wallet },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => ({
        status: 200,
        body: await changeWallet(trx, contextOf(request), request.params.id, request.body),
      })),
  );
}
