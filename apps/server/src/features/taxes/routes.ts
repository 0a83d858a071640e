import { CommandHeaders, CompanyItemParams, CompanyParams } from '@crypto-erp/contract/common';
import { Tax, TaxInput, TaxList, TaxUpdate } from '@crypto-erp/contract/taxes';
import type { Database } from '../../db/database.ts';
import { contextOf } from '../../http/context.ts';
import { command } from '../../http/idempotency.ts';
import type { App } from '../../http/types.ts';
import { listTaxes } from './read-model.ts';
import { changeTax, createTax } from './service.ts';

const COLLECTION = '/v1/companies/:companyId/taxes';

export function taxesRoutes(app: App, { db }: { db: Database }): void {
  app.get(
    COLLECTION,
    {
      config: { permission: 'taxes:read' },
      schema: {
        tags: ['taxes'],
        summary: 'List tax codes',
        params: CompanyParams,
        response: { 200: TaxList },
      },
    },
    ({ params }) => db.inCompany(params.companyId, (trx) => listTaxes(trx, params.companyId)),
  );

  app.post(
    COLLECTION,
    {
      config: { permission: 'taxes:write' },
      schema: {
        tags: ['taxes'],
        summary: 'Create a tax code',
        params: CompanyParams,
        headers: CommandHeaders,
        body: TaxInput,
        response: { 201: Tax },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => ({
        status: 201,
        body: await createTax(trx, contextOf(request), request.body),
      })),
  );

  app.patch(
    `${COLLECTION}/:id`,
    {
      config: { permission: 'taxes:write' },
      schema: {
        tags: ['taxes'],
        summary: 'Rename, archive or restore a tax code',
        params: CompanyItemParams,
        headers: CommandHeaders,
        body: TaxUpdate,
        response: { 200: Tax },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => ({
        status: 200,
        body: await changeTax(trx, contextOf(request), request.params.id, request.body),
      })),
  );
}
