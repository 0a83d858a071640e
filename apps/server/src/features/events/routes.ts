import { CompanyParams, PageQuery } from '@crypto-erp/contract/common';
import { EventPage } from '@crypto-erp/contract/events';
import { Type } from 'typebox';
import type { Database } from '../../db/database.ts';
import type { App } from '../../http/types.ts';
import { listEvents } from './read-model.ts';

const EventQuery = Type.Object(PageQuery, { additionalProperties: false });

export function eventsRoutes(app: App, { db }: { db: Database }): void {
  app.get(
    '/v1/companies/:companyId/events/log',
    {
      config: { permission: 'events:read' },
      schema: {
        tags: ['events'],
        summary: 'Read what happened, in order, from a cursor on',
        params: CompanyParams,
        querystring: EventQuery,
        response: { 200: EventPage },
      },
    },
    ({ params, query }) => db.inCompany(params.companyId, (trx) => listEvents(trx, params.companyId, query)),
  );
}
