import type { Problem } from '@crypto-erp/contract/problem';
import type { RecurringInput, RecurringUpdate } from '@crypto-erp/contract/recurring';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';
import type { Occurrence } from './schedule.ts';

export async function insertRecurring(
  trx: Trx,
  companyId: string,
  id: string,
  input: RecurringInput,
  nextOn: string | null,
): Promise<void> {
  await sql`
    INSERT INTO erp.recurring (company_id, id, name, kind, mode, rule, starts_on, ends_on, pro_rata, content, next_on)
    VALUES (${companyId}, ${id}, ${input.name}, ${input.kind}, ${input.mode}, ${input.rule}, ${input.startsOn},
      ${input.endsOn}, ${input.proRata}, ${JSON.stringify(input.content)}::jsonb, ${nextOn})`.execute(trx);
}

/** Replaces it as it was at `update.version`; false when it has another version by now. */
export async function updateRecurring(
  trx: Trx,
  companyId: string,
  id: string,
  update: RecurringUpdate,
  nextOn: string | null,
): Promise<boolean> {
  const { rows } = await sql`
    UPDATE erp.recurring SET name = ${update.name}, mode = ${update.mode}, rule = ${update.rule},
      starts_on = ${update.startsOn}, ends_on = ${update.endsOn}, pro_rata = ${update.proRata},
      content = ${JSON.stringify(update.content)}::jsonb, next_on = ${nextOn}, version = version + 1
    WHERE company_id = ${companyId} AND id = ${id} AND version = ${update.version} RETURNING id`.execute(trx);
  return rows.length > 0;
}

/** Pauses it or takes it up again at `nextOn`; false when it has another version by now. */
export async function setPaused(
  trx: Trx,
  companyId: string,
  id: string,
  change: { version: number; paused: boolean; nextOn: string | null },
): Promise<boolean> {
  const { rows } = await sql`
    UPDATE erp.recurring SET paused = ${change.paused}, next_on = ${change.nextOn}, version = version + 1
    WHERE company_id = ${companyId} AND id = ${id} AND version = ${change.version} RETURNING id`.execute(trx);
  return rows.length > 0;
}

/** Waits until nobody else makes an occurrence of it, and keeps others waiting until the transaction ends. */
export async function lockRecurring(trx: Trx, companyId: string, id: string): Promise<void> {
  await sql`SELECT FROM erp.recurring WHERE company_id = ${companyId} AND id = ${id} FOR UPDATE`.execute(trx);
}

/** The one whose next date is the oldest up to `date`, locked; null when nothing is due. */
export async function lockDue(trx: Trx, companyId: string, date: string): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM erp.recurring WHERE company_id = ${companyId} AND NOT paused AND next_on <= ${date}
    ORDER BY next_on, id LIMIT 1 FOR UPDATE`.execute(trx);
  return rows[0]?.id ?? null;
}

/** Moves on to the next date, without a new version: nobody's edit is disturbed. */
export async function setNext(trx: Trx, companyId: string, id: string, nextOn: string | null): Promise<void> {
  await sql`UPDATE erp.recurring SET next_on = ${nextOn} WHERE company_id = ${companyId} AND id = ${id}`.execute(
    trx,
  );
}

/** What came of a date. */
export type Outcome = { createdId: string; posted: boolean } | { problem: Problem };

export async function insertOccurrence(
  trx: Trx,
  companyId: string,
  recurring: { id: string; kind: string },
  { date, period, covered }: Occurrence,
  outcome: Outcome,
): Promise<void> {
  const made = 'createdId' in outcome ? outcome : null;
  const problem = 'problem' in outcome ? JSON.stringify(outcome.problem) : null;
  await sql`
    INSERT INTO erp.recurring_occurrences (company_id, recurring_id, date, period_from, period_to, covered_from,
      covered_to, kind, state, created_id, posted, problem)
    VALUES (${companyId}, ${recurring.id}, ${date}, ${period.from}, ${period.to}, ${covered.from}, ${covered.to},
      ${recurring.kind}, ${made ? 'created' : 'failed'}, ${made?.createdId ?? null}, ${made?.posted ?? false},
      ${problem}::jsonb)`.execute(trx);
}

/** Keeps what a second try of a refused occurrence made. */
export async function completeOccurrence(
  trx: Trx,
  companyId: string,
  recurringId: string,
  date: string,
  made: { createdId: string; posted: boolean },
): Promise<void> {
  await sql`
    UPDATE erp.recurring_occurrences
    SET state = 'created', created_id = ${made.createdId}, posted = ${made.posted}, problem = NULL
    WHERE company_id = ${companyId} AND recurring_id = ${recurringId} AND date = ${date}`.execute(trx);
}
