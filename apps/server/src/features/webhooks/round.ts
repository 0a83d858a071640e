import { sql } from 'kysely';
import type { Database } from '../../db/database.ts';
import { newId } from '../../db/id.ts';
import { sequenceEvents } from '../events/service.ts';
import { insertDeliveryJob, takeWebhooksToWake } from './store.ts';

/** How many companies a round serves. */
const COMPANIES = 100;

/**
 * One round over the companies that have new events or a webhook to wake: gives the events their sequence and
 * deliveries, and asks for the jobs that send them. Answers how many events and jobs there were. What fails for one
 * company is left for a later round and told to `onError`; only the search for companies throws.
 */
export async function eventsRound(db: Database, onError: (error: Error) => void): Promise<number> {
  const companies = await db.inControl(async (trx) => {
    const { rows } = await sql<{ id: string }>`
      SELECT erp.companies_with_events(${COMPANIES}) AS id`.execute(trx);
    return rows.map((row) => row.id);
  });
  let done = 0;
  for (const companyId of companies) {
    try {
      done += await serveCompany(db, companyId);
    } catch (error) {
      onError(new Error(`Events of company ${companyId} wait: ${error}`, { cause: error }));
    }
  }
  return done;
}

function serveCompany(db: Database, companyId: string): Promise<number> {
  return db.inCompany(companyId, async (trx) => {
    const events = await sequenceEvents(trx, companyId);
    const webhookIds = await takeWebhooksToWake(trx, companyId);
    for (const webhookId of webhookIds) await insertDeliveryJob(trx, newId(), { companyId, webhookId });
    return events + webhookIds.length;
  });
}
