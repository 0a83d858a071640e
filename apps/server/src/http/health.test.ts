import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { type TestApi, testApi } from '../testing/api.ts';

/** Each test breaks the database in a way of its own. */
let api: TestApi;
beforeEach(async () => {
  api = await testApi();
});
afterEach(() => api.close());

async function ask(url: string): Promise<{ status: number; code: string | undefined; detail: string }> {
  const response = await api.app.inject({ method: 'GET', url });
  const { code, detail } = response.json<{ code?: string; detail: string }>();
  return { status: response.statusCode, code, detail };
}

async function notReady(why: RegExp): Promise<void> {
  const { status, code, detail } = await ask('/health/ready');
  assert.deepEqual([status, code], [503, 'not_ready']);
  assert.match(detail, why);
  assert.equal((await ask('/health')).status, 200);
}

test('a migrated database with its queues is ready', async () => {
  assert.equal((await ask('/health/ready')).status, 200);
});

test('a migration of another name is not ready, though there are as many', async () => {
  await api.asOwner(
    `UPDATE migrations.applied SET name = '9999_of_tomorrow.sql' WHERE name = '0002_reference.sql'`,
  );
  await notReady(/another version/);
});

test('a migration too many is not ready, nor one too few', async () => {
  await api.asOwner("INSERT INTO migrations.applied (name, hash) VALUES ('9999_of_tomorrow.sql', '')");
  await notReady(/another version/);
  await api.asOwner("DELETE FROM migrations.applied WHERE name LIKE '9999%' OR name LIKE '0002%'");
  await notReady(/another version/);
});

test('without the queues it is not ready', async () => {
  await api.asOwner('DROP SCHEMA bullmq CASCADE');
  await notReady(/queues/);
});

test('a database that does not answer is not ready', async () => {
  await api.asOwner('REVOKE USAGE ON SCHEMA migrations FROM crypto_erp_app');
  await notReady(/does not answer/);
});
