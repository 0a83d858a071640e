import type { ReminderStepInput, ReminderStepUpdate } from '@crypto-erp/contract/reminders';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';

export async function insertStep(
  trx: Trx,
  companyId: string,
  id: string,
  step: ReminderStepInput,
): Promise<void> {
  await sql`
    INSERT INTO erp.reminder_steps (company_id, id, days, subject, text)
    VALUES (${companyId}, ${id}, ${step.days}, ${step.subject}, ${step.text})`.execute(trx);
}

/** Replaces the step as it was at `step.version`; false when it has another version by now. */
export async function updateStep(
  trx: Trx,
  companyId: string,
  id: string,
  step: ReminderStepUpdate,
): Promise<boolean> {
  const { rows } = await sql`
    UPDATE erp.reminder_steps SET days = ${step.days}, subject = ${step.subject}, text = ${step.text},
      active = ${step.active}, version = version + 1
    WHERE company_id = ${companyId} AND id = ${id} AND version = ${step.version} RETURNING id`.execute(trx);
  return rows.length > 0;
}

export async function setOptedOut(
  trx: Trx,
  companyId: string,
  contactId: string,
  optedOut: boolean,
): Promise<void> {
  await (optedOut
    ? sql`
      INSERT INTO erp.reminder_opt_outs (company_id, contact_id) VALUES (${companyId}, ${contactId})
      ON CONFLICT DO NOTHING`
    : sql`DELETE FROM erp.reminder_opt_outs WHERE company_id = ${companyId} AND contact_id = ${contactId}`
  ).execute(trx);
}

/** One run of a company at a time: what this one reads as not yet sent stays so until it ends. */
export async function lockSteps(trx: Trx, companyId: string): Promise<void> {
  await sql`SELECT FROM erp.reminder_steps WHERE company_id = ${companyId} ORDER BY id FOR UPDATE`.execute(
    trx,
  );
}

export async function insertReminder(
  trx: Trx,
  companyId: string,
  reminder: {
    documentId: string;
    stepId: string;
    days: number;
    contactId: string;
    mailId: string;
    date: string;
  },
): Promise<void> {
  await sql`
    INSERT INTO erp.reminders (company_id, document_id, step_id, days, contact_id, mail_id, date)
    VALUES (${companyId}, ${reminder.documentId}, ${reminder.stepId}, ${reminder.days}, ${reminder.contactId}, ${reminder.mailId},
      ${reminder.date})`.execute(trx);
}

/** Notes that the day's reminders are sent, so that the day's job is not asked for again. */
export async function insertRun(trx: Trx, companyId: string, date: string): Promise<void> {
  await sql`
    INSERT INTO erp.reminder_runs (company_id, date) VALUES (${companyId}, ${date}) ON CONFLICT DO NOTHING`.execute(
    trx,
  );
}
