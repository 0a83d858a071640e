import { CommandHeaders, CompanyItemParams, CompanyParams } from '@crypto-erp/contract/common';
import {
  Transaction,
  TransactionIgnore,
  TransactionJoin,
  TransactionPage,
  TransactionQuery,
  TransactionSplit,
  TransactionsGathered,
  TransactionUpdate,
  TransactionVersion,
  TransferMatchList,
} from '@crypto-erp/contract/transactions';
import type { Database } from '../../db/database.ts';
import { contextOf } from '../../http/context.ts';
import { command } from '../../http/idempotency.ts';
import type { App } from '../../http/types.ts';
import {
  changeTransaction,
  ignoreTransaction,
  joinTransactions,
  reopenTransaction,
  requireTransaction,
  splitTransaction,
} from './edit.ts';
import { gatherTransactions } from './gather.ts';
import { ownTransferMatches } from './match.ts';
import { listTransactions } from './read-model.ts';

const COMPANY = '/v1/companies/:companyId';
const COLLECTION = `${COMPANY}/transactions`;
const ITEM = `${COLLECTION}/:id`;
const tags = ['transactions'];

export function transactionsRoutes(app: App, { db }: { db: Database }): void {
  app.get(
    COLLECTION,
    {
      config: { permission: 'transactions:read' },
      schema: {
        tags,
        summary: 'List transactions, newest first',
        params: CompanyParams,
        querystring: TransactionQuery,
        response: { 200: TransactionPage },
      },
    },
    ({ params, query }) =>
      db.inCompany(params.companyId, (trx) => listTransactions(trx, params.companyId, query)),
  );

  app.get(
    ITEM,
    {
      config: { permission: 'transactions:read' },
      schema: {
        tags,
        summary: 'Read a transaction with its entries',
        params: CompanyItemParams,
        response: { 200: Transaction },
      },
    },
    ({ params }) =>
      db.inCompany(params.companyId, (trx) => requireTransaction(trx, params.companyId, params.id)),
  );

  app.get(
    `${COMPANY}/transfer-matches`,
    {
      config: { permission: 'transactions:read' },
      schema: {
        tags,
        summary: 'List open transactions that look like the two sides of an own transfer',
        params: CompanyParams,
        response: { 200: TransferMatchList },
      },
    },
    ({ params }) =>
      db.inCompany(params.companyId, async (trx) => ({
        items: await ownTransferMatches(trx, params.companyId),
      })),
  );

  app.post(
    `${COLLECTION}/gather`,
    {
      config: { permission: 'transactions:write' },
      schema: {
        tags,
        summary: 'Make transactions of confirmed transfers that are in none yet',
        params: CompanyParams,
        headers: CommandHeaders,
        response: { 200: TransactionsGathered },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => ({
        status: 200,
        body: await gatherTransactions(trx, request.params.companyId),
      })),
  );

  app.patch(
    ITEM,
    {
      config: { permission: 'transactions:write' },
      schema: {
        tags,
        summary: 'Say what an open transaction is',
        params: CompanyItemParams,
        headers: CommandHeaders,
        body: TransactionUpdate,
        response: { 200: Transaction },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => ({
        status: 200,
        body: await changeTransaction(trx, contextOf(request), request.params.id, request.body),
      })),
  );

  app.post(
    `${ITEM}/ignore`,
    {
      config: { permission: 'transactions:write' },
      schema: {
        tags,
        summary: 'Set an open transaction aside: it is never posted',
        params: CompanyItemParams,
        headers: CommandHeaders,
        body: TransactionIgnore,
        response: { 200: Transaction },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => ({
        status: 200,
        body: await ignoreTransaction(trx, contextOf(request), request.params.id, request.body),
      })),
  );

  app.post(
    `${ITEM}/reopen`,
    {
      config: { permission: 'transactions:write' },
      schema: {
        tags,
        summary: 'Take up again what was set aside',
        params: CompanyItemParams,
        headers: CommandHeaders,
        body: TransactionVersion,
        response: { 200: Transaction },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => ({
        status: 200,
        body: await reopenTransaction(trx, contextOf(request), request.params.id, request.body.version),
      })),
  );

  app.post(
    `${ITEM}/join`,
    {
      config: { permission: 'transactions:write' },
      schema: {
        tags,
        summary: 'Make other open transactions part of this one',
        params: CompanyItemParams,
        headers: CommandHeaders,
        body: TransactionJoin,
        response: { 200: Transaction },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => ({
        status: 200,
        body: await joinTransactions(trx, contextOf(request), request.params.id, request.body),
      })),
  );

  app.post(
    `${ITEM}/split`,
    {
      config: { permission: 'transactions:write' },
      schema: {
        tags,
        summary: 'Make some transfers of an open transaction one of their own',
        params: CompanyItemParams,
        headers: CommandHeaders,
        body: TransactionSplit,
        response: { 200: Transaction },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => ({
        status: 200,
        body: await splitTransaction(trx, contextOf(request), request.params.id, request.body),
      })),
  );
}
