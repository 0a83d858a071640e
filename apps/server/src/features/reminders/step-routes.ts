import { CommandHeaders, CompanyItemParams, CompanyParams } from '@crypto-erp/contract/common';
import {
  ContactReminders,
  ReminderStep,
  ReminderStepInput,
  ReminderStepList,
  ReminderStepUpdate,
} from '@crypto-erp/contract/reminders';
import type { Database } from '../../db/database.ts';
import { contextOf } from '../../http/context.ts';
import { command } from '../../http/idempotency.ts';
import type { App } from '../../http/types.ts';
import { listSteps } from './read-model.ts';
import { changeStep, contactReminders, createStep, setContactReminders } from './steps.ts';

const COLLECTION = '/v1/companies/:companyId/reminder-steps';
const OF_CONTACT = '/v1/companies/:companyId/contacts/:id/reminders';

/** The steps, and who is left out of them. */
export function stepRoutes(app: App, { db }: { db: Database }): void {
  app.get(
    COLLECTION,
    {
      config: { permission: 'reminders:read' },
      schema: {
        tags: ['reminders'],
        summary: 'List the steps of reminding, earliest first',
        params: CompanyParams,
        response: { 200: ReminderStepList },
      },
    },
    ({ params }) => db.inCompany(params.companyId, (trx) => listSteps(trx, params.companyId)),
  );

  app.post(
    COLLECTION,
    {
      config: { permission: 'reminders:write' },
      schema: {
        tags: ['reminders'],
        summary: 'Add a step of reminding',
        params: CompanyParams,
        headers: CommandHeaders,
        body: ReminderStepInput,
        response: { 201: ReminderStep },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => ({
        status: 201,
        body: await createStep(trx, contextOf(request), request.body),
      })),
  );

  app.patch(
    `${COLLECTION}/:id`,
    {
      config: { permission: 'reminders:write' },
      schema: {
        tags: ['reminders'],
        summary: 'Change a step, or switch it off',
        params: CompanyItemParams,
        headers: CommandHeaders,
        body: ReminderStepUpdate,
        response: { 200: ReminderStep },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => ({
        status: 200,
        body: await changeStep(trx, contextOf(request), request.params.id, request.body),
      })),
  );

  app.get(
    OF_CONTACT,
    {
      config: { permission: 'reminders:read' },
      schema: {
        tags: ['reminders'],
        summary: 'Whether a contact is reminded',
        params: CompanyItemParams,
        response: { 200: ContactReminders },
      },
    },
    ({ params }) =>
      db.inCompany(params.companyId, (trx) => contactReminders(trx, params.companyId, params.id)),
  );

  app.put(
    OF_CONTACT,
    {
      config: { permission: 'reminders:write' },
      schema: {
        tags: ['reminders'],
        summary: 'Remind a contact, or never',
        params: CompanyItemParams,
        headers: CommandHeaders,
        body: ContactReminders,
        response: { 200: ContactReminders },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => ({
        status: 200,
        body: await setContactReminders(trx, contextOf(request), request.params.id, request.body),
      })),
  );
}
