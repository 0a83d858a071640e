import { sql } from 'kysely';
import type { Database } from '../db/database.ts';
import { removeUnusedObjects } from '../features/attachments/service.ts';
import { cleanUpImports } from '../features/imports/store.ts';
import type { ObjectStore } from '../storage/s3.ts';

/** How many companies one statement cleans. */
const CHUNK = 500;

/**
 * Deletes what has done its work: outbox rows a week after the relay took them, sessions and sign-in secrets that
 * expired, invitations a month after they expired unused, what attempts of webhooks found out after 30 days, files of
 * imports that ended or that nobody ran, files in the object storage that no attachment has. What the books, the audit
 * log and the events hold is never deleted.
 */
export async function cleanUp(db: Database, objects?: ObjectStore): Promise<void> {
  const companyIds = await db.inControl(async (trx) => {
    await sql`DELETE FROM control.sessions WHERE expires_at < now()`.execute(trx);
    await sql`DELETE FROM control.verifications WHERE expires_at < now()`.execute(trx);
    await sql`
      DELETE FROM control.invitations
      WHERE accepted_at IS NULL AND expires_at < now() - interval '30 days'`.execute(trx);
    const { rows } = await sql<{ id: string }>`SELECT id FROM control.companies ORDER BY id`.execute(trx);
    return rows.map((row) => row.id);
  });
  for (let start = 0; start < companyIds.length; start += CHUNK) {
    const ids = companyIds.slice(start, start + CHUNK);
    await db.inCompany(ids, async (trx) => {
      await sql`
        DELETE FROM erp.outbox
        WHERE company_id = ANY (${ids}::uuid[]) AND relayed_at < now() - interval '7 days'`.execute(trx);
      await sql`
        DELETE FROM erp.webhook_attempts
        WHERE company_id = ANY (${ids}::uuid[]) AND at < now() - interval '30 days'`.execute(trx);
      await cleanUpImports(trx, ids);
    });
    if (objects !== undefined) await removeUnusedObjects(db, objects, ids);
  }
}
