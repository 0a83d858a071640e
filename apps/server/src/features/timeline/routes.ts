import { CompanyParams } from '@crypto-erp/contract/common';
import { TimelinePage, TimelineQuery } from '@crypto-erp/contract/timeline';
import type { Database } from '../../db/database.ts';
import { requirePermission } from '../../http/context.ts';
import type { App } from '../../http/types.ts';
import { SUBJECT_PERMISSION } from '../subjects/permissions.ts';
import { timelineOf } from './service.ts';

export function timelineRoutes(app: App, { db }: { db: Database }): void {
  // Who may read a subject may read its history.
  app.get(
    '/v1/companies/:companyId/timeline',
    {
      config: { permission: 'company:read' },
      schema: {
        tags: ['timeline'],
        summary: 'The history of a subject: changes, comments, attachments, payments, newest first',
        params: CompanyParams,
        querystring: TimelineQuery,
        response: { 200: TimelinePage },
      },
    },
    (request) => {
      const { params, query } = request;
      requirePermission(request, SUBJECT_PERMISSION[query.subjectKind]);
      return db.inCompany(params.companyId, (trx) => timelineOf(trx, params.companyId, query));
    },
  );
}
