import { sql } from 'kysely';
import type { Trx } from '../db/database.ts';
import { newId } from '../db/id.ts';
import type { JobName, JobPayload } from './catalogue.ts';

/** Asks for a job of a company: it is there once the transaction is committed, and never without it. */
export async function requestJob<Name extends JobName>(
  trx: Trx,
  companyId: string,
  job: Name,
  payload: JobPayload<Name>,
): Promise<void> {
  await sql`
    INSERT INTO erp.outbox (company_id, id, job, payload)
    VALUES (${companyId}, ${newId()}, ${job}, ${JSON.stringify(payload)}::jsonb)`.execute(trx);
}
