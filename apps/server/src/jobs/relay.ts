import { sql } from 'kysely';
import type { Database } from '../db/database.ts';
import { JOBS, type JobName } from './catalogue.ts';
import type { QueueClient } from './queues.ts';
import { type Rounds, startRounds } from './rounds.ts';

/** How many companies a round serves, and how many jobs of one company it takes. */
const LIMITS = { companies: 100, perCompany: 100 };

const KNOWN = Object.keys(JOBS);

/**
 * Carries jobs from the companies' outboxes to the queues: a command wrote them in its own transaction, so a job
 * exists exactly when its command was committed. The row's id is the job's id, so a crash between adding and marking
 * adds nothing twice. Rounds take a bounded number from each company, the longest waiting first: none starves another.
 * What fails for one company stays in its outbox and is told to `onError`.
 */
export function startRelay(db: Database, queues: QueueClient, onError: (error: Error) => void): Rounds {
  return startRounds((report) => relayRound(db, queues, report), onError);
}

/**
 * One round over the companies that have waiting jobs. Answers how many jobs it moved. A company whose jobs could not
 * be moved is left for a later round, and its error given to `onError`; only the search for companies throws. A row
 * whose job this version does not know waits for a version that does.
 */
export async function relayRound(
  db: Database,
  queues: QueueClient,
  onError: (error: Error) => void,
): Promise<number> {
  const companies = await db.inControl(async (trx) => {
    const { rows } = await sql<{ id: string }>`
      SELECT erp.companies_with_work(${LIMITS.companies}, ${KNOWN}::text[]) AS id`.execute(trx);
    return rows.map((row) => row.id);
  });
  let moved = 0;
  for (const companyId of companies) {
    try {
      moved += await relayCompany(db, queues, companyId);
    } catch (error) {
      onError(new Error(`Jobs of company ${companyId} stay in its outbox: ${error}`, { cause: error }));
    }
  }
  return moved;
}

function relayCompany(db: Database, queues: QueueClient, companyId: string): Promise<number> {
  return db.inCompany(companyId, async (trx) => {
    const { rows } = await sql<{ id: string; job: JobName; payload: unknown }>`
      SELECT id, job, payload FROM erp.outbox
      WHERE company_id = ${companyId} AND relayed_at IS NULL AND job = ANY (${KNOWN}::text[])
      ORDER BY id LIMIT ${LIMITS.perCompany} FOR UPDATE SKIP LOCKED`.execute(trx);
    await Promise.all(rows.map(({ id, job, payload }) => queues.add(job, id, payload)));
    await sql`
      UPDATE erp.outbox SET relayed_at = now()
      WHERE company_id = ${companyId} AND id = ANY (${rows.map((row) => row.id)}::uuid[])`.execute(trx);
    return rows.length;
  });
}
