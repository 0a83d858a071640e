import { CommandHeaders, CompanyItemParams, CompanyParams } from '@crypto-erp/contract/common';
import { DOCUMENT_NOUNS } from '@crypto-erp/contract/documents';
import {
  DocumentPaymentInput,
  Payment,
  PaymentInput,
  PaymentPage,
  PaymentQuery,
  PaymentReverse,
} from '@crypto-erp/contract/payments';
import type { Database } from '../../db/database.ts';
import { contextOf } from '../../http/context.ts';
import { command } from '../../http/idempotency.ts';
import type { App } from '../../http/types.ts';
import type { AssetCatalogue } from '../assets/catalogue.ts';
import { listPayments, requirePayment } from './read-model.ts';
import { payDocument, recordPayment, reversePayment } from './service.ts';

const COLLECTION = '/v1/companies/:companyId/payments';
const tags = ['payments'];

export function paymentsRoutes(app: App, { db, assets }: { db: Database; assets: AssetCatalogue }): void {
  app.get(
    COLLECTION,
    {
      config: { permission: 'payments:read' },
      schema: {
        tags,
        summary: 'List payments, newest date first',
        params: CompanyParams,
        querystring: PaymentQuery,
        response: { 200: PaymentPage },
      },
    },
    ({ params, query }) =>
      db.inCompany(params.companyId, (trx) => listPayments(trx, params.companyId, query)),
  );

  app.get(
    `${COLLECTION}/:id`,
    {
      config: { permission: 'payments:read' },
      schema: { tags, summary: 'Read a payment', params: CompanyItemParams, response: { 200: Payment } },
    },
    ({ params }) => db.inCompany(params.companyId, (trx) => requirePayment(trx, params.companyId, params.id)),
  );

  app.post(
    COLLECTION,
    {
      config: { permission: 'payments:write' },
      schema: {
        tags,
        summary: 'Record a payment over any number of documents of a contact',
        params: CompanyParams,
        headers: CommandHeaders,
        body: PaymentInput,
        response: { 201: Payment },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => ({
        status: 201,
        body: await recordPayment(trx, contextOf(request), assets, request.body),
      })),
  );

  for (const [noun, kind] of Object.entries(DOCUMENT_NOUNS)) {
    app.post(
      `/v1/companies/:companyId/${noun}/:id/payments`,
      {
        config: { permission: 'payments:write' },
        schema: {
          tags,
          summary: `Record a payment of one ${kind.replace('-', ' ')}`,
          params: CompanyItemParams,
          headers: CommandHeaders,
          body: DocumentPaymentInput,
          response: { 201: Payment },
        },
      },
      (request, reply) =>
        command(request, reply, db, async (trx) => {
          const document = { kind, id: request.params.id };
          const payment = await payDocument(trx, contextOf(request), assets, document, request.body);
          return { status: 201, body: payment };
        }),
    );
  }

  app.post(
    `${COLLECTION}/:id/reverse`,
    {
      config: { permission: 'payments:reverse' },
      schema: {
        tags,
        summary: 'Reverse a payment by the reversal of its entry',
        params: CompanyItemParams,
        headers: CommandHeaders,
        body: PaymentReverse,
        response: { 200: Payment },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => ({
        status: 200,
        body: await reversePayment(trx, contextOf(request), request.params.id, request.body),
      })),
  );
}
