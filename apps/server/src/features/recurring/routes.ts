import { CommandHeaders, CompanyItemParams, CompanyParams } from '@crypto-erp/contract/common';
import {
  Occurrence,
  OccurrencePage,
  OccurrenceParams,
  OccurrenceQuery,
  Recurring,
  RecurringDates,
  RecurringDatesQuery,
  RecurringInput,
  RecurringPage,
  RecurringPause,
  RecurringQuery,
  RecurringResume,
  RecurringRun,
  RecurringRunResult,
  RecurringUpdate,
} from '@crypto-erp/contract/recurring';
import type { Database } from '../../db/database.ts';
import { contextOf } from '../../http/context.ts';
import { command } from '../../http/idempotency.ts';
import type { App } from '../../http/types.ts';
import type { AssetCatalogue } from '../assets/catalogue.ts';
import { listOccurrences, listRecurring } from './read-model.ts';
import { retryOccurrence, runRecurring } from './run.ts';
import {
  changeRecurring,
  createRecurring,
  pauseRecurring,
  previewDates,
  requireRecurring,
  resumeRecurring,
} from './service.ts';

const COLLECTION = '/v1/companies/:companyId/recurring';
const ITEM = `${COLLECTION}/:id`;

interface Deps {
  db: Database;
  assets: AssetCatalogue;
}

export function recurringRoutes(app: App, deps: Deps): void {
  reads(app, deps);
  commands(app, deps);
}

function reads(app: App, { db }: Deps): void {
  app.get(
    COLLECTION,
    {
      config: { permission: 'recurring:read' },
      schema: {
        tags: ['recurring'],
        summary: 'List what recurs, by name',
        params: CompanyParams,
        querystring: RecurringQuery,
        response: { 200: RecurringPage },
      },
    },
    ({ params, query }) =>
      db.inCompany(params.companyId, (trx) => listRecurring(trx, params.companyId, query)),
  );

  app.get(
    `${COLLECTION}/dates`,
    {
      config: { permission: 'recurring:read' },
      schema: {
        tags: ['recurring'],
        summary: 'The dates that a rule has',
        params: CompanyParams,
        querystring: RecurringDatesQuery,
        response: { 200: RecurringDates },
      },
    },
    async ({ query }) => previewDates(query),
  );

  app.get(
    ITEM,
    {
      config: { permission: 'recurring:read' },
      schema: {
        tags: ['recurring'],
        summary: 'Read what recurs',
        params: CompanyItemParams,
        response: { 200: Recurring },
      },
    },
    ({ params }) =>
      db.inCompany(params.companyId, (trx) => requireRecurring(trx, params.companyId, params.id)),
  );

  app.get(
    `${ITEM}/occurrences`,
    {
      config: { permission: 'recurring:read' },
      schema: {
        tags: ['recurring'],
        summary: 'List what came of its dates, newest first',
        params: CompanyItemParams,
        querystring: OccurrenceQuery,
        response: { 200: OccurrencePage },
      },
    },
    ({ params, query }) =>
      db.inCompany(params.companyId, async (trx) => {
        await requireRecurring(trx, params.companyId, params.id);
        return listOccurrences(trx, params.companyId, params.id, query);
      }),
  );
}

function commands(app: App, { db, assets }: Deps): void {
  const config = { permission: 'recurring:write' } as const;
  const headers = CommandHeaders;
  const tags = ['recurring'];

  app.post(
    COLLECTION,
    {
      config,
      schema: {
        tags,
        summary: 'Set up what recurs',
        params: CompanyParams,
        headers,
        body: RecurringInput,
        response: { 201: Recurring },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => ({
        status: 201,
        body: await createRecurring(trx, contextOf(request), assets, request.body),
      })),
  );

  app.put(
    ITEM,
    {
      config,
      schema: {
        tags,
        summary: 'Change what recurs from its next date on',
        params: CompanyItemParams,
        headers,
        body: RecurringUpdate,
        response: { 200: Recurring },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => ({
        status: 200,
        body: await changeRecurring(trx, contextOf(request), assets, request.params.id, request.body),
      })),
  );

  app.post(
    `${ITEM}/pause`,
    {
      config,
      schema: {
        tags,
        summary: 'Make nothing more until it is resumed',
        params: CompanyItemParams,
        headers,
        body: RecurringPause,
        response: { 200: Recurring },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => ({
        status: 200,
        body: await pauseRecurring(trx, contextOf(request), request.params.id, request.body.version),
      })),
  );

  app.post(
    `${ITEM}/resume`,
    {
      config,
      schema: {
        tags,
        summary: 'Go on at the first date on or after a day',
        params: CompanyItemParams,
        headers,
        body: RecurringResume,
        response: { 200: Recurring },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => ({
        status: 200,
        body: await resumeRecurring(trx, contextOf(request), request.params.id, request.body),
      })),
  );

  app.post(
    `${COLLECTION}/run`,
    {
      config,
      schema: {
        tags,
        summary: 'Make what is due up to a date, the oldest first',
        params: CompanyParams,
        headers,
        body: RecurringRun,
        response: { 200: RecurringRunResult },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => ({
        status: 200,
        body: await runRecurring(trx, contextOf(request), assets, request.body.date),
      })),
  );

  app.post(
    `${ITEM}/occurrences/:date/retry`,
    {
      config,
      schema: {
        tags,
        summary: 'Make an occurrence that was refused',
        params: OccurrenceParams,
        headers,
        response: { 200: Occurrence },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => ({
        status: 200,
        body: await retryOccurrence(trx, contextOf(request), assets, request.params.id, request.params.date),
      })),
  );
}
