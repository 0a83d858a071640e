import { writeFile } from 'node:fs/promises';
import pg from 'pg';
import { describeSchema } from '../apps/server/src/db/describe-schema.ts';
import { testDatabase } from '../apps/server/src/testing/postgres.ts';

// Writes apps/server/src/db/schema.sql from a freshly migrated database.
const database = await testDatabase();
const client = new pg.Client({ connectionString: database.ownerUrl });
try {
  await client.connect();
  const target = new URL('../apps/server/src/db/schema.sql', import.meta.url);
  await writeFile(target, await describeSchema(client));
} finally {
  await client.end();
  await database.drop();
}
