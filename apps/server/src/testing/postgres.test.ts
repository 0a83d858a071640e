import assert from 'node:assert/strict';
import { test } from 'node:test';
import pg from 'pg';
import { testDatabase } from './postgres.ts';

test('two test databases are apart, migrated, open to the application role, and gone when dropped', async () => {
  const [one, two] = await Promise.all([testDatabase(), testDatabase()]);
  const owner = new pg.Client({ connectionString: one.ownerUrl });
  const app = new pg.Client({ connectionString: two.appUrl });
  // Dropped with force below, while still connected.
  owner.on('error', () => undefined);
  app.on('error', () => undefined);
  await Promise.all([owner.connect(), app.connect()]);
  await owner.query('CREATE TABLE only_here ()');
  const elsewhere = await app.query("SELECT to_regclass('only_here') AS found, current_user AS name");
  assert.deepEqual(elsewhere.rows, [{ found: null, name: 'crypto_erp_app' }]);
  const applied = await owner.query('SELECT count(*)::int AS count FROM migrations.applied');
  assert.ok(applied.rows[0].count > 0);
  await Promise.all([one.drop(), two.drop()]);
  await assert.rejects(new pg.Client({ connectionString: one.ownerUrl }).connect());
});
