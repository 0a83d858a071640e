import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { sql } from 'kysely';
import pg from 'pg';
import { type TestDatabase, testDatabase } from '../testing/postgres.ts';
import { type Database, openDatabase, type Trx } from './database.ts';

let database: TestDatabase;
/** A login of its own, so that its right to the application's role can be taken away. */
const login = `login_${randomBytes(5).toString('hex')}`;
let owner: pg.Client;
/** One connection: the next transaction gets what the last one left. */
let db: Database;

before(async () => {
  database = await testDatabase();
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  await owner.query(`CREATE ROLE ${login} LOGIN PASSWORD '${login}'`);
  await owner.query('GRANT INSERT ON erp.assets TO crypto_erp_app');
});
after(async () => {
  await owner.query(`DROP ROLE ${login}`);
  await owner.end();
  await database.drop();
});
beforeEach(async () => {
  await owner.query(`GRANT crypto_erp_app TO ${login}`);
  const url = new URL(database.ownerUrl);
  url.username = login;
  url.password = login;
  db = openDatabase(url.href, 1);
});
afterEach(() => db.close());

const backend = () =>
  db.inControl(async (trx) => {
    const { rows } = await sql<{ pid: number }>`SELECT pg_backend_pid() AS pid`.execute(trx);
    return rows[0]?.pid;
  });

/** Adds an asset that comes with no system. */
const addAsset = (trx: Trx) =>
  sql`INSERT INTO erp.assets (code, name, kind, decimals) VALUES ('TSTX', 'Test', 'crypto', 8)`.execute(trx);
async function assets(): Promise<number> {
  const { rowCount } = await owner.query("SELECT FROM erp.assets WHERE code = 'TSTX'");
  return rowCount ?? 0;
}

test('an opening that fails after its BEGIN leaves no aborted transaction in the pool', async () => {
  const pid = await backend();
  await owner.query(`REVOKE crypto_erp_app FROM ${login}`);
  await assert.rejects(
    db.inControl(async () => assert.fail('The work began.')),
    { code: '42501' },
  );
  assert.equal((await db.pool.query('SELECT 1 AS one')).rows[0].one, 1);
  await owner.query(`GRANT crypto_erp_app TO ${login}`);
  assert.equal(await backend(), pid, 'the connection was rolled back and kept');
});

test('what the work throws rolls back, and the connection is used again', async () => {
  const pid = await backend();
  const thrown = db.inControl(async (trx) => {
    await addAsset(trx);
    throw new Error('no');
  });
  await assert.rejects(thrown, { message: 'no' });
  assert.equal(await assets(), 0);
  assert.equal(await backend(), pid);
});

test('a service that swallows an SQL error is told that nothing was committed', async () => {
  const swallowed = db.inControl(async (trx) => {
    await addAsset(trx);
    await sql`SELECT 1 / 0`.execute(trx).catch(() => undefined);
    return 'done';
  });
  await assert.rejects(swallowed, { name: 'AbortedTransactionError' });
  assert.equal(await assets(), 0);
  await db.inControl(addAsset);
  assert.equal(await assets(), 1);
});

test('a connection whose rollback fails is closed, and the first error is the one thrown', async () => {
  const pid = await backend();
  const client = await db.pool.connect();
  const query = client.query.bind(client);
  Object.assign(client, {
    query: (text: string, values: unknown[]) =>
      /^rollback$/i.test(text) ? Promise.reject(new Error('no answer')) : query(text, values),
  });
  client.release();
  await assert.rejects(
    db.inControl((trx) => sql`SELECT 1 / 0`.execute(trx)),
    { code: '22012' },
  );
  assert.notEqual(await backend(), pid);
});

test('a connection that the server ends in the middle costs its transaction only', async () => {
  const pid = await backend();
  const ended = db.inControl(async (trx) => {
    await owner.query('SELECT pg_terminate_backend($1)', [pid]);
    await sql`SELECT 1`.execute(trx);
  });
  await assert.rejects(ended);
  assert.notEqual(await backend(), pid);
});
