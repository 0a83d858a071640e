import { CommandHeaders, CompanyItemParams, CompanyParams } from '@crypto-erp/contract/common';
import {
  Transaction,
  TransactionPreview,
  TransactionsPost,
  TransactionsPosted,
  TransactionUndo,
  TransactionVersion,
} from '@crypto-erp/contract/transactions';
import type { Database } from '../../db/database.ts';
import { contextOf } from '../../http/context.ts';
import { command } from '../../http/idempotency.ts';
import type { App } from '../../http/types.ts';
import type { AssetCatalogue } from '../assets/catalogue.ts';
import { postTransaction } from './post.ts';
import { postTransactions } from './post-many.ts';
import { previewTransaction } from './preview.ts';
import { undoTransaction } from './undo.ts';

const COLLECTION = '/v1/companies/:companyId/transactions';
const ITEM = `${COLLECTION}/:id`;
const tags = ['transactions'];

export function transactionPostingRoutes(
  app: App,
  { db, assets }: { db: Database; assets: AssetCatalogue },
): void {
  app.get(
    `${ITEM}/preview`,
    {
      config: { permission: 'transactions:read' },
      schema: {
        tags,
        summary: 'See what posting an open transaction would do, or why it would not',
        params: CompanyItemParams,
        response: { 200: TransactionPreview },
      },
    },
    ({ params }) =>
      previewTransaction((work) => db.inCompany(params.companyId, work), params.companyId, assets, params.id),
  );

  app.post(
    `${ITEM}/post`,
    {
      config: { permission: 'transactions:post' },
      schema: {
        tags,
        summary: 'Post an open transaction',
        params: CompanyItemParams,
        headers: CommandHeaders,
        body: TransactionVersion,
        response: { 200: Transaction },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => ({
        status: 200,
        body: await postTransaction(trx, contextOf(request), assets, request.params.id, request.body.version),
      })),
  );

  app.post(
    `${COLLECTION}/post`,
    {
      config: { permission: 'transactions:post' },
      schema: {
        tags,
        summary: 'Post several open transactions in the order of their time, each on its own',
        params: CompanyParams,
        headers: CommandHeaders,
        body: TransactionsPost,
        response: { 200: TransactionsPosted },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => ({
        status: 200,
        body: await postTransactions(trx, contextOf(request), assets, request.body.ids),
      })),
  );

  app.post(
    `${ITEM}/undo`,
    {
      config: { permission: 'transactions:post' },
      schema: {
        tags,
        summary: 'Take a posted transaction out of the books; it is open again',
        params: CompanyItemParams,
        headers: CommandHeaders,
        body: TransactionUndo,
        response: { 200: Transaction },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => ({
        status: 200,
        body: await undoTransaction(trx, contextOf(request), assets, request.params.id, request.body),
      })),
  );
}
