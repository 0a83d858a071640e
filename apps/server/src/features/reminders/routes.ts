import { CommandHeaders, CompanyParams } from '@crypto-erp/contract/common';
import {
  DueReminderList,
  DueReminderQuery,
  ReminderPage,
  ReminderQuery,
  ReminderRun,
  ReminderRunResult,
} from '@crypto-erp/contract/reminders';
import type { Database } from '../../db/database.ts';
import { contextOf } from '../../http/context.ts';
import { command } from '../../http/idempotency.ts';
import type { App } from '../../http/types.ts';
import type { AssetCatalogue } from '../assets/catalogue.ts';
import type { MailFrom } from '../mails/service.ts';
import { dueReminders, listReminders } from './read-model.ts';
import { runReminders } from './run.ts';
import { stepRoutes } from './step-routes.ts';

const COLLECTION = '/v1/companies/:companyId/reminders';

/** The most that a preview shows. */
const MOST_SHOWN = 1_000;

interface Deps {
  db: Database;
  assets: AssetCatalogue;
  mailFrom: MailFrom;
}

export function remindersRoutes(app: App, { db, assets, mailFrom }: Deps): void {
  stepRoutes(app, { db });

  app.get(
    COLLECTION,
    {
      config: { permission: 'reminders:read' },
      schema: {
        tags: ['reminders'],
        summary: 'List reminders that were sent, newest first',
        params: CompanyParams,
        querystring: ReminderQuery,
        response: { 200: ReminderPage },
      },
    },
    ({ params, query }) =>
      db.inCompany(params.companyId, (trx) => listReminders(trx, params.companyId, query)),
  );

  app.get(
    `${COLLECTION}/due`,
    {
      config: { permission: 'reminders:read' },
      schema: {
        tags: ['reminders'],
        summary: 'What a run on a date would send, and what it would leave out and why',
        params: CompanyParams,
        querystring: DueReminderQuery,
        response: { 200: DueReminderList },
      },
    },
    ({ params, query }) =>
      db.inCompany(params.companyId, async (trx) => ({
        items: await dueReminders(trx, params.companyId, {
          date: query.date,
          limit: MOST_SHOWN,
          sendable: false,
        }),
      })),
  );

  app.post(
    `${COLLECTION}/run`,
    {
      config: { permission: 'reminders:write' },
      schema: {
        tags: ['reminders'],
        summary: 'Send what is due on a date',
        params: CompanyParams,
        headers: CommandHeaders,
        body: ReminderRun,
        response: { 200: ReminderRunResult },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => ({
        status: 200,
        body: await runReminders(trx, contextOf(request), { assets, mailFrom }, request.body.date),
      })),
  );
}
