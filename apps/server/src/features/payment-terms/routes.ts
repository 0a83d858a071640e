import { CommandHeaders, CompanyItemParams, CompanyParams } from '@crypto-erp/contract/common';
import {
  PaymentTerms,
  PaymentTermsInput,
  PaymentTermsList,
  PaymentTermsUpdate,
} from '@crypto-erp/contract/taxes';
import type { Database } from '../../db/database.ts';
import { contextOf } from '../../http/context.ts';
import { command } from '../../http/idempotency.ts';
import type { App } from '../../http/types.ts';
import { listPaymentTerms } from './read-model.ts';
import { changePaymentTerms, createPaymentTerms } from './service.ts';

const COLLECTION = '/v1/companies/:companyId/payment-terms';

export function paymentTermsRoutes(app: App, { db }: { db: Database }): void {
  app.get(
    COLLECTION,
    {
      config: { permission: 'taxes:read' },
      schema: {
        tags: ['payment-terms'],
        summary: 'List payment terms, shortest first',
        params: CompanyParams,
        response: { 200: PaymentTermsList },
      },
    },
    ({ params }) => db.inCompany(params.companyId, (trx) => listPaymentTerms(trx, params.companyId)),
  );

  app.post(
    COLLECTION,
    {
      config: { permission: 'taxes:write' },
      schema: {
        tags: ['payment-terms'],
        summary: 'Create payment terms',
        params: CompanyParams,
        headers: CommandHeaders,
        body: PaymentTermsInput,
        response: { 201: PaymentTerms },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => ({
        status: 201,
        body: await createPaymentTerms(trx, contextOf(request), request.body),
      })),
  );

  app.patch(
    `${COLLECTION}/:id`,
    {
      config: { permission: 'taxes:write' },
      schema: {
        tags: ['payment-terms'],
        summary: 'Change or archive payment terms',
        params: CompanyItemParams,
        headers: CommandHeaders,
        body: PaymentTermsUpdate,
        response: { 200: PaymentTerms },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => ({
        status: 200,
        body: await changePaymentTerms(trx, contextOf(request), request.params.id, request.body),
      })),
  );
}
