import { sql } from 'kysely';
import type { Database } from '../db/database.ts';
import { companiesWithDue } from '../features/recurring/read-model.ts';
import { companiesToRemind } from '../features/reminders/read-model.ts';
import { requestJob } from './outbox.ts';

/** How many companies one transaction looks at. */
const CHUNK = 500;

/**
 * Asks, every hour, for the jobs of the companies where a day has begun by their own time zone: what recurs is made;
 * and, where mail is sent (`mails`), reminders in the morning. Asking again changes nothing, since a job does only what is
 * due; so whoever was down catches up with the next hour.
 */
export async function startDay(db: Database, now: Date, mails: boolean): Promise<void> {
  const companyIds = await db.inControl(async (trx) => {
    const { rows } = await sql<{ id: string }>`SELECT id FROM control.companies ORDER BY id`.execute(trx);
    return rows.map((row) => row.id);
  });
  for (let start = 0; start < companyIds.length; start += CHUNK) {
    const ids = companyIds.slice(start, start + CHUNK);
    await db.inCompany(ids, async (trx) => {
      for (const due of await companiesWithDue(trx, ids, now)) {
        await requestJob(trx, due.companyId, 'create-recurring', due);
      }
      if (!mails) return;
      for (const due of await companiesToRemind(trx, ids, now)) {
        await requestJob(trx, due.companyId, 'send-reminders', due);
      }
    });
  }
}
