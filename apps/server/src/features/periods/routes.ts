import { CommandHeaders, CompanyParams } from '@crypto-erp/contract/common';
import {
  Period,
  PeriodChecklist,
  PeriodClose,
  PeriodList,
  PeriodOpen,
  PeriodParams,
} from '@crypto-erp/contract/periods';
import type { Database } from '../../db/database.ts';
import { contextOf } from '../../http/context.ts';
import { command } from '../../http/idempotency.ts';
import type { App } from '../../http/types.ts';
import { listPeriods } from './read-model.ts';
import { checklist, closePeriod, openPeriod } from './service.ts';

const COLLECTION = '/v1/companies/:companyId/periods';

export function periodsRoutes(app: App, { db }: { db: Database }): void {
  app.get(
    COLLECTION,
    {
      config: { permission: 'periods:read' },
      schema: {
        tags: ['periods'],
        summary: 'List months, newest first',
        params: CompanyParams,
        response: { 200: PeriodList },
      },
    },
    ({ params }) => db.inCompany(params.companyId, (trx) => listPeriods(trx, params.companyId)),
  );

  app.get(
    `${COLLECTION}/:month/checklist`,
    {
      config: { permission: 'periods:read' },
      schema: {
        tags: ['periods'],
        summary: 'What to look at before a month is closed',
        params: PeriodParams,
        response: { 200: PeriodChecklist },
      },
    },
    ({ params }) => db.inCompany(params.companyId, (trx) => checklist(trx, params.companyId, params.month)),
  );

  app.post(
    `${COLLECTION}/:month/close`,
    {
      config: { permission: 'periods:write' },
      schema: {
        tags: ['periods'],
        summary: 'Lock a month, softly or for good',
        params: PeriodParams,
        headers: CommandHeaders,
        body: PeriodClose,
        response: { 200: Period },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => ({
        status: 200,
        body: await closePeriod(trx, contextOf(request), request.params.month, request.body),
      })),
  );

  app.post(
    `${COLLECTION}/:month/open`,
    {
      config: { permission: 'periods:write' },
      schema: {
        tags: ['periods'],
        summary: 'Open a locked month again; one closed for good is opened by an owner, with a reason',
        params: PeriodParams,
        headers: CommandHeaders,
        body: PeriodOpen,
        response: { 200: Period },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => ({
        status: 200,
        body: await openPeriod(trx, contextOf(request), request.params.month, request.body),
      })),
  );
}
