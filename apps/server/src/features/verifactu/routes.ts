import { CommandHeaders, CompanyParams } from '@crypto-erp/contract/common';
import {
  Verifactu,
  VerifactuInput,
  VerifactuRecordPage,
  VerifactuRecordQuery,
  VerifactuSettings,
} from '@crypto-erp/contract/verifactu';
import type { Database } from '../../db/database.ts';
import { contextOf } from '../../http/context.ts';
import { command } from '../../http/idempotency.ts';
import type { App } from '../../http/types.ts';
import { listRecords, verifactuSettings } from './read-model.ts';
import { changeVerifactu } from './service.ts';

const AT = '/v1/companies/:companyId/verifactu';
const tags = ['verifactu'];

export function verifactuRoutes(app: App, { db }: { db: Database }): void {
  app.get(
    AT,
    {
      config: { permission: 'company:read' },
      schema: {
        tags,
        summary: 'Read whether invoices are recorded for the tax agency of Spain',
        params: CompanyParams,
        response: { 200: VerifactuSettings },
      },
    },
    ({ params }) =>
      db.inCompany(params.companyId, async (trx) => ({
        settings: await verifactuSettings(trx, params.companyId),
      })),
  );

  app.put(
    AT,
    {
      config: { permission: 'company:write' },
      schema: {
        tags,
        summary: 'Switch the records for the tax agency of Spain on or off',
        params: CompanyParams,
        headers: CommandHeaders,
        body: VerifactuInput,
        response: { 200: Verifactu },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => ({
        status: 200,
        body: await changeVerifactu(trx, contextOf(request), request.body),
      })),
  );

  app.get(
    `${AT}/records`,
    {
      config: { permission: 'invoices:read' },
      schema: {
        tags,
        summary: 'List the records, the newest first',
        params: CompanyParams,
        querystring: VerifactuRecordQuery,
        response: { 200: VerifactuRecordPage },
      },
    },
    ({ params, query }) => db.inCompany(params.companyId, (trx) => listRecords(trx, params.companyId, query)),
  );
}
