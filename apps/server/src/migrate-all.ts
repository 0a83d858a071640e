import pg from 'pg';
import { migrate } from './db/migrate.ts';
import { seedAssets } from './features/assets/store.ts';
import { migrateQueues } from './jobs/migrate.ts';

/** Brings a database to this version: tables, SQL functions, the assets that come with it, the queues' tables. */
export async function migrateAll(ownerUrl: string): Promise<void> {
  await migrate(ownerUrl);
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await seedAssets(client);
  } finally {
    await client.end();
  }
  await migrateQueues(ownerUrl);
}
