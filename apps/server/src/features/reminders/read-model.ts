import type { DueReminder, Reminder, ReminderQuery, ReminderStep } from '@crypto-erp/contract/reminders';
import { sql } from 'kysely';
import { DATE, decodeCursor, pageOf, UUID } from '../../db/cursor.ts';
import type { Trx } from '../../db/database.ts';

const STEP = sql`s.id, s.days, s.subject, s.text, s.active, s.version`;

/** All steps, the earliest first. */
export async function listSteps(trx: Trx, companyId: string): Promise<{ items: ReminderStep[] }> {
  const { rows } = await sql<ReminderStep>`
    SELECT ${STEP} FROM erp.reminder_steps s WHERE s.company_id = ${companyId} ORDER BY s.days, s.id`.execute(
    trx,
  );
  return { items: rows };
}

/** The step, or null. */
export async function findStep(trx: Trx, companyId: string, id: string): Promise<ReminderStep | null> {
  const { rows } = await sql<ReminderStep>`
    SELECT ${STEP} FROM erp.reminder_steps s WHERE s.company_id = ${companyId} AND s.id = ${id}`.execute(trx);
  return rows[0] ?? null;
}

/** Whether the contact is never reminded. */
export async function isOptedOut(trx: Trx, companyId: string, contactId: string): Promise<boolean> {
  const { rows } = await sql`
    SELECT FROM erp.reminder_opt_outs WHERE company_id = ${companyId} AND contact_id = ${contactId}`.execute(
    trx,
  );
  return rows.length > 0;
}

/** One page of reminders, newest first. Throws `invalid_input` for a wrong cursor. */
export async function listReminders(
  trx: Trx,
  companyId: string,
  query: ReminderQuery,
): Promise<{ items: Reminder[]; nextCursor: string | null }> {
  const limit = query.limit ?? 100;
  const after = decodeCursor(query.cursor, [DATE, UUID]);
  const conditions = [
    sql`r.company_id = ${companyId}`,
    ...(query.documentId === undefined ? [] : [sql`r.document_id = ${query.documentId}::uuid`]),
    ...(query.contactId === undefined ? [] : [sql`r.contact_id = ${query.contactId}::uuid`]),
    ...(after ? [sql`(r.date, r.mail_id) < (${after[0]}::date, ${after[1]}::uuid)`] : []),
  ];
  const { rows } = await sql<Reminder>`
    SELECT r.document_id AS "documentId", d.number AS "documentNumber", r.contact_id AS "contactId",
      c.name AS "contactName", r.step_id AS "stepId", r.days, r.date, r.mail_id AS "mailId", m.to_address AS "to",
      m.state AS "mailState"
    FROM erp.reminders r
    JOIN erp.documents d ON d.company_id = r.company_id AND d.id = r.document_id
    JOIN erp.contacts c ON c.company_id = r.company_id AND c.id = r.contact_id
    JOIN erp.mails m ON m.company_id = r.company_id AND m.id = r.mail_id
    WHERE ${sql.join(conditions, sql` AND `)} ORDER BY r.date DESC, r.mail_id DESC LIMIT ${limit + 1}`.execute(
    trx,
  );
  return pageOf(rows, limit, (reminder) => [reminder.date, reminder.mailId]);
}

/** A reminder that is due, with its step's texts. */
export type DueWithTexts = DueReminder & { kind: string; subject: string; text: string };

/**
 * What a run on `date` sends and what it leaves out, the longest due first: of each open sales document the latest step
 * that is due, unless that step or a later one was sent. `sendable` leaves out what has no address or is opted out.
 */
export async function dueReminders(
  trx: Trx,
  companyId: string,
  { date, limit, sendable }: { date: string; limit: number; sendable: boolean },
): Promise<DueWithTexts[]> {
  const { rows } = await sql<DueWithTexts>`
    SELECT i.kind, i.id AS "documentId", i.number AS "documentNumber", i.contact_id AS "contactId", c.name AS "contactName",
      i.date AS "issueDate", i.due_date AS "dueDate", i.asset, trim_scale(i.amount) AS total,
      trim_scale(i.amount - i.settled_amount) AS open, s.id AS "stepId", s.days, s.subject, s.text,
      CASE WHEN o.contact_id IS NULL THEN c.email END AS "to",
      CASE WHEN o.contact_id IS NOT NULL THEN 'opted-out' WHEN c.email IS NULL THEN 'no-address' END AS skipped
    FROM erp.open_items i
    JOIN erp.contacts c ON c.company_id = i.company_id AND c.id = i.contact_id
    LEFT JOIN erp.reminder_opt_outs o ON o.company_id = i.company_id AND o.contact_id = i.contact_id
    CROSS JOIN LATERAL (
      SELECT * FROM erp.reminder_steps s
      WHERE s.company_id = i.company_id AND s.active AND i.due_date + s.days <= ${date}::date
      ORDER BY s.days DESC LIMIT 1
    ) AS s
    WHERE i.company_id = ${companyId} AND i.item_kind = 'document' AND i.side = 'sales' AND i.sign = 1
      AND i.amount > i.settled_amount AND i.date <= ${date}::date
      AND (NOT ${sendable} OR (c.email IS NOT NULL AND o.contact_id IS NULL))
      AND NOT EXISTS (
        SELECT FROM erp.reminders r
        WHERE r.company_id = i.company_id AND r.document_id = i.id AND (r.step_id = s.id OR r.days >= s.days))
    ORDER BY i.due_date, i.id LIMIT ${limit}`.execute(trx);
  return rows;
}

/** Which of these companies have steps, and a morning of 7 o'clock or later by their own clock without a run yet. */
export async function companiesToRemind(
  trx: Trx,
  companyIds: readonly string[],
  now: Date,
): Promise<{ companyId: string; date: string }[]> {
  const { rows } = await sql<{ companyId: string; date: string }>`
    SELECT c.company_id AS "companyId", local.at::date AS date
    FROM erp.companies c
    CROSS JOIN LATERAL (SELECT ${now.toISOString()}::timestamptz AT TIME ZONE c.time_zone AS at) AS local
    WHERE c.company_id = ANY (${companyIds}::uuid[]) AND extract(hour FROM local.at) >= 7
      AND EXISTS (SELECT FROM erp.reminder_steps s WHERE s.company_id = c.company_id AND s.active)
      AND NOT EXISTS (
        SELECT FROM erp.reminder_runs r WHERE r.company_id = c.company_id AND r.date = local.at::date)`.execute(
    trx,
  );
  return rows;
}
