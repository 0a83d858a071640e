import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';

/** How many events one transaction gives their sequence. */
const MOST = 1_000;

/**
 * Gives committed events their sequence, and a delivery to each webhook that is subscribed. Answers how many: at most a
 * thousand, so who gets a thousand asks again. Holds the events' lock until the commit.
 */
export async function sequenceEvents(trx: Trx, companyId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    SELECT erp.sequence_events(${companyId}, ${MOST}) AS count`.execute(trx);
  return rows[0]?.count ?? 0;
}

/** Takes the lock under which events get their sequence and webhooks change, until the transaction ends. */
export async function lockEvents(trx: Trx, companyId: string): Promise<void> {
  await sql`SELECT erp.lock_events(${companyId})`.execute(trx);
}
