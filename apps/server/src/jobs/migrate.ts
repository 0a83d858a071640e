import { runMigrations } from 'bullmq';
import { APP_ROLE } from '../db/database.ts';
import { openPool } from '../db/pool.ts';

/** Brings BullMQ's own tables to the version of the package, as the owner, and lets the application use them. */
export async function migrateQueues(ownerUrl: string): Promise<void> {
  const pool = openPool({ connectionString: ownerUrl, max: 1 });
  const client = await pool.connect();
  try {
    await runMigrations(client, 'bullmq');
    await client.query(`
      GRANT USAGE ON SCHEMA bullmq TO ${APP_ROLE};
      GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA bullmq TO ${APP_ROLE};
      GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA bullmq TO ${APP_ROLE};
      GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA bullmq TO ${APP_ROLE};`);
  } finally {
    client.release();
    await pool.end();
  }
}
