import { AuditPage, AuditQuery } from '@crypto-erp/contract/audit-log';
import { CompanyParams } from '@crypto-erp/contract/common';
import type { Database } from '../../db/database.ts';
import type { App } from '../../http/types.ts';
import { listAuditRecords } from './read-model.ts';

export function auditLogRoutes(app: App, { db }: { db: Database }): void {
  app.get(
    '/v1/companies/:companyId/audit-log',
    {
      config: { permission: 'audit-log:read' },
      schema: {
        tags: ['audit-log'],
        summary: 'List changes, newest first',
        params: CompanyParams,
        querystring: AuditQuery,
        response: { 200: AuditPage },
      },
    },
    ({ params, query }) =>
      db.inCompany(params.companyId, (trx) => listAuditRecords(trx, params.companyId, query)),
  );
}
