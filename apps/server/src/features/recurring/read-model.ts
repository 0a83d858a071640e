import type { Occurrence, OccurrenceQuery, Recurring, RecurringQuery } from '@crypto-erp/contract/recurring';
import { sql } from 'kysely';
import { DATE, decodeCursor, pageOf, UUID } from '../../db/cursor.ts';
import type { Trx } from '../../db/database.ts';

const COLUMNS = sql`
  r.id, r.name, r.kind, r.mode, r.rule, r.starts_on AS "startsOn", r.ends_on AS "endsOn", r.pro_rata AS "proRata",
  r.content, CASE WHEN r.next_on IS NULL THEN 'ended' WHEN r.paused THEN 'paused' ELSE 'active' END AS state,
  r.next_on AS "nextOn", r.version,
  (SELECT count(*) FROM erp.recurring_occurrences o
   WHERE o.company_id = r.company_id AND o.recurring_id = r.id AND o.state = 'failed') AS failed`;

/** Any name, the part of a cursor that is not an id. PostgreSQL's text holds no NUL. */
const NAME = /^[^\0]+$/;

/** One page by name. Throws `invalid_input` for a wrong cursor. */
export async function listRecurring(
  trx: Trx,
  companyId: string,
  query: RecurringQuery,
): Promise<{ items: Recurring[]; nextCursor: string | null }> {
  const limit = query.limit ?? 100;
  const after = decodeCursor(query.cursor, [NAME, UUID]);
  const conditions = [
    sql`r.company_id = ${companyId}`,
    ...(after ? [sql`(r.name, r.id) > (${after[0]}, ${after[1]}::uuid)`] : []),
  ];
  const { rows } = await sql<Recurring>`
    SELECT ${COLUMNS} FROM erp.recurring r WHERE ${sql.join(conditions, sql` AND `)}
    ORDER BY r.name, r.id LIMIT ${limit + 1}`.execute(trx);
  return pageOf(rows, limit, (one) => [one.name, one.id]);
}

/** What recurs, or null. */
export async function findRecurring(trx: Trx, companyId: string, id: string): Promise<Recurring | null> {
  const { rows } = await sql<Recurring>`
    SELECT ${COLUMNS} FROM erp.recurring r WHERE r.company_id = ${companyId} AND r.id = ${id}`.execute(trx);
  return rows[0] ?? null;
}

const OCCURRENCE = sql`
  o.date, o.covered_from AS "from", o.covered_to AS "to", o.covered_to - o.covered_from + 1 AS days,
  o.period_to - o.period_from + 1 AS of, o.state, o.kind, o.created_id AS "createdId", o.posted, o.problem`;

/** One page of what came of its dates, newest first. Throws `invalid_input` for a wrong cursor. */
export async function listOccurrences(
  trx: Trx,
  companyId: string,
  recurringId: string,
  query: OccurrenceQuery,
): Promise<{ items: Occurrence[]; nextCursor: string | null }> {
  const limit = query.limit ?? 100;
  const after = decodeCursor(query.cursor, [DATE]);
  const conditions = [
    sql`o.company_id = ${companyId} AND o.recurring_id = ${recurringId}`,
    ...(after ? [sql`o.date < ${after[0]}::date`] : []),
  ];
  const { rows } = await sql<Occurrence>`
    SELECT ${OCCURRENCE} FROM erp.recurring_occurrences o WHERE ${sql.join(conditions, sql` AND `)}
    ORDER BY o.date DESC LIMIT ${limit + 1}`.execute(trx);
  return pageOf(rows, limit, (one) => [one.date]);
}

/** What came of a date, with the period it stands for; null when nothing did. */
export async function findOccurrence(
  trx: Trx,
  companyId: string,
  recurringId: string,
  date: string,
): Promise<(Occurrence & { periodFrom: string; periodTo: string }) | null> {
  const { rows } = await sql<Occurrence & { periodFrom: string; periodTo: string }>`
    SELECT ${OCCURRENCE}, o.period_from AS "periodFrom", o.period_to AS "periodTo"
    FROM erp.recurring_occurrences o
    WHERE o.company_id = ${companyId} AND o.recurring_id = ${recurringId} AND o.date = ${date}`.execute(trx);
  return rows[0] ?? null;
}

/** The last date of which something came, or null. */
export async function lastOccurrence(
  trx: Trx,
  companyId: string,
  recurringId: string,
): Promise<string | null> {
  const { rows } = await sql<{ date: string | null }>`
    SELECT max(date) AS date FROM erp.recurring_occurrences
    WHERE company_id = ${companyId} AND recurring_id = ${recurringId}`.execute(trx);
  return rows[0]?.date ?? null;
}

/** Whether anything is due up to `date`. */
export async function anyDue(trx: Trx, companyId: string, date: string): Promise<boolean> {
  const { rows } = await sql`
    SELECT FROM erp.recurring WHERE company_id = ${companyId} AND NOT paused AND next_on <= ${date} LIMIT 1`.execute(
    trx,
  );
  return rows.length > 0;
}

/** Which of these companies have something due by their own date at the instant `now`, and that date. */
export async function companiesWithDue(
  trx: Trx,
  companyIds: readonly string[],
  now: Date,
): Promise<{ companyId: string; date: string }[]> {
  const { rows } = await sql<{ companyId: string; date: string }>`
    SELECT c.company_id AS "companyId", today.date
    FROM erp.companies c
    CROSS JOIN LATERAL (SELECT (${now.toISOString()}::timestamptz AT TIME ZONE c.time_zone)::date AS date) AS today
    WHERE c.company_id = ANY (${companyIds}::uuid[]) AND EXISTS (
      SELECT FROM erp.recurring r
      WHERE r.company_id = c.company_id AND NOT r.paused AND r.next_on <= today.date)`.execute(trx);
  return rows;
}
