import { CommandHeaders, CompanyItemParams, CompanyParams } from '@crypto-erp/contract/common';
import {
  OpenItemList,
  OpenItemQuery,
  Settlement,
  SettlementInput,
  SettlementPage,
  SettlementQuery,
  SettlementReverse,
} from '@crypto-erp/contract/payments';
import type { Database } from '../../db/database.ts';
import { contextOf } from '../../http/context.ts';
import { command } from '../../http/idempotency.ts';
import type { App } from '../../http/types.ts';
import type { AssetCatalogue } from '../assets/catalogue.ts';
import { listOpenItems, listSettlements, requireSettlement } from './read-model.ts';
import { createSettlement, reverseSettlement } from './service.ts';

const COLLECTION = '/v1/companies/:companyId/settlements';
const tags = ['payments'];

export function settlementsRoutes(app: App, { db, assets }: { db: Database; assets: AssetCatalogue }): void {
  app.get(
    '/v1/companies/:companyId/open-items',
    {
      config: { permission: 'payments:read' },
      schema: {
        tags,
        summary: 'What is open between the company and a contact',
        params: CompanyParams,
        querystring: OpenItemQuery,
        response: { 200: OpenItemList },
      },
    },
    ({ params, query }) =>
      db.inCompany(params.companyId, (trx) => listOpenItems(trx, params.companyId, query)),
  );

  app.get(
    COLLECTION,
    {
      config: { permission: 'payments:read' },
      schema: {
        tags,
        summary: 'List settlements, newest date first',
        params: CompanyParams,
        querystring: SettlementQuery,
        response: { 200: SettlementPage },
      },
    },
    ({ params, query }) =>
      db.inCompany(params.companyId, (trx) => listSettlements(trx, params.companyId, query)),
  );

  app.get(
    `${COLLECTION}/:id`,
    {
      config: { permission: 'payments:read' },
      schema: {
        tags,
        summary: 'Read a settlement',
        params: CompanyItemParams,
        response: { 200: Settlement },
      },
    },
    ({ params }) =>
      db.inCompany(params.companyId, (trx) => requireSettlement(trx, params.companyId, params.id)),
  );

  app.post(
    COLLECTION,
    {
      config: { permission: 'payments:write' },
      schema: {
        tags,
        summary: 'Clear open items against each other',
        params: CompanyParams,
        headers: CommandHeaders,
        body: SettlementInput,
        response: { 201: Settlement },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => ({
        status: 201,
        body: await createSettlement(trx, contextOf(request), assets, request.body),
      })),
  );

  app.post(
    `${COLLECTION}/:id/reverse`,
    {
      config: { permission: 'payments:reverse' },
      schema: {
        tags,
        summary: 'Undo a settlement',
        params: CompanyItemParams,
        headers: CommandHeaders,
        body: SettlementReverse,
        response: { 200: Settlement },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => ({
        status: 200,
        body: await reverseSettlement(trx, contextOf(request), request.params.id, request.body),
      })),
  );
}
