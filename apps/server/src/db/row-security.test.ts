import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { type TestApi, testApi } from '../testing/api.ts';
import { saleEntry } from '../testing/entries.ts';
import { fullCompany } from '../testing/full-company.ts';
import { openDatabase } from './database.ts';

let api: TestApi;
let app: pg.Client;
let tables: string[];
let a: string;
let b: string;

/**
 * Two companies with rows in every table. The rules' triggers are off and the application role has every right on
 * every table, so that nothing but row-level security stands between the companies.
 */
before(async () => {
  api = await testApi();
  const user = await api.signUp();
  a = (await fullCompany(api, user)).id;
  b = (await fullCompany(api, user)).id;
  const found = await api.asOwner<{ name: string }>(`
    SELECT c.oid::regclass::text AS name FROM pg_class c
    WHERE c.relnamespace = 'erp'::regnamespace AND c.relkind = 'r' AND c.relname NOT IN ('assets', 'rates', 'prices') ORDER BY 1`);
  tables = found.map((row) => row.name);
  for (const table of tables) {
    await api.asOwner(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
    await api.asOwner(`GRANT ALL ON ${table} TO crypto_erp_app`);
  }
  app = new pg.Client({ connectionString: api.appUrl });
  await app.connect();
});
after(async () => {
  await app.end();
  await api.close();
});

const rowsOf = async (table: string, company: string): Promise<number> => {
  const [row] = await api.asOwner<{ count: number }>(
    `SELECT count(*)::int AS count FROM ${table} WHERE company_id = $1`,
    [company],
  );
  return row?.count ?? 0;
};

/** Runs one statement in a transaction of its own with this scope, then rolls back. */
async function scoped(scope: string | null, text: string, values: unknown[] = []): Promise<pg.QueryResult> {
  await app.query('BEGIN');
  try {
    if (scope !== null) await app.query(`SET LOCAL app.company_ids = '${scope}'`);
    return await app.query(text, values);
  } finally {
    await app.query('ROLLBACK');
  }
}

const counted = async (scope: string | null, table: string) =>
  (await scoped(scope, `SELECT count(*)::int AS count FROM ${table}`)).rows[0].count;

/** Refused by a policy, which is not the same as a right that lacks though the code is. */
const byPolicy = (error: { code?: string; message: string }) =>
  error.code === '42501' && /row-level security/.test(error.message);

test('every table has rows of both companies, or the rest of this file would prove nothing', async () => {
  assert.ok(tables.length >= 20);
  for (const table of tables) {
    assert.ok((await rowsOf(table, a)) > 0, `${table} has no row of A`);
    assert.ok((await rowsOf(table, b)) > 0, `${table} has no row of B`);
  }
});

test('a scope shows the rows of its companies, all of them, and no other', async () => {
  for (const table of tables) {
    const [ofA, ofB] = [await rowsOf(table, a), await rowsOf(table, b)];
    assert.equal(await counted(`{${a}}`, table), ofA, table);
    assert.equal(await counted(`{${b}}`, table), ofB, table);
    assert.equal(await counted(`{${a},${b}}`, table), ofA + ofB, table);
    const others = await scoped(`{${a}}`, `SELECT FROM ${table} WHERE company_id = $1`, [b]);
    assert.equal(others.rowCount, 0, table);
  }
});

test('without a scope nothing is seen', async () => {
  for (const table of tables) {
    for (const scope of [null, '', '{}']) assert.equal(await counted(scope, table), 0, `${table} ${scope}`);
  }
});

test('a scope that is no list of ids is an error, not a view', async () => {
  for (const scope of ['everything', '{%}', `{${'x'.repeat(36)}}`, b]) {
    await assert.rejects(counted(scope, 'erp.entries'), { code: '22P02' }, scope);
  }
  assert.throws(() => api.db.inCompany("x'; SET ROLE postgres; --", async () => undefined), TypeError);
});

test('no row is inserted for another company, whatever it is a copy of', async () => {
  for (const table of tables) {
    const [row] = await api.asOwner<{ row: object }>(
      `SELECT to_jsonb(t) AS row FROM ${table} t WHERE company_id = $1 LIMIT 1`,
      [b],
    );
    const copy = `INSERT INTO ${table} SELECT * FROM jsonb_populate_record(NULL::${table}, $1)`;
    for (const scope of [`{${a}}`, '{}', null]) {
      await assert.rejects(scoped(scope, copy, [row?.row]), byPolicy, `${table} ${scope}`);
    }
  }
});

test('no row of another company is changed or deleted, and none is given to it', async () => {
  for (const table of tables) {
    const touched = 'SET company_id = company_id WHERE company_id = $1';
    assert.equal((await scoped(`{${a}}`, `UPDATE ${table} ${touched}`, [b])).rowCount, 0, table);
    assert.equal(
      (await scoped(`{${a}}`, `DELETE FROM ${table} WHERE company_id = $1`, [b])).rowCount,
      0,
      table,
    );
    assert.ok(((await scoped(`{${b}}`, `UPDATE ${table} ${touched}`, [b])).rowCount ?? 0) > 0, table);
    await assert.rejects(scoped(`{${a}}`, `UPDATE ${table} SET company_id = $1`, [b]), byPolicy, table);
  }
});

test('a scope ends with its transaction, committed or rolled back', async () => {
  for (const end of ['COMMIT', 'ROLLBACK']) {
    await app.query('BEGIN');
    await app.query(`SET LOCAL app.company_ids = '{${b}}'`);
    assert.ok(((await app.query('SELECT FROM erp.entries')).rowCount ?? 0) > 0);
    await app.query(end);
    assert.equal((await app.query('SELECT FROM erp.entries')).rowCount, 0, end);
  }
});

test('a pool of one connection gives the next transaction nothing of the last', async () => {
  const db = openDatabase(api.appUrl, 1);
  const seen = () => db.pool.query('SELECT FROM erp.entries').then((result) => result.rowCount);
  try {
    await db.inCompany([a, b], async () => undefined);
    assert.equal(await seen(), 0);
    await assert.rejects(
      db.inCompany(b, async () => {
        throw new Error('stop');
      }),
      /stop/,
    );
    assert.equal(await seen(), 0);
  } finally {
    await db.close();
  }
});

test('the functions that run as the owner refuse a company out of scope', async () => {
  const out = { code: 'CE004' };
  for (const scope of [`{${a}}`, '{}', null]) {
    await assert.rejects(scoped(scope, 'SELECT erp.lock_books($1)', [b]), out);
    await assert.rejects(scoped(scope, "SELECT * FROM erp.post($1, '[]')", [b]), out);
    await assert.rejects(scoped(scope, 'SELECT erp.lock_events($1)', [b]), out);
    await assert.rejects(scoped(scope, 'SELECT erp.sequence_events($1, 1)', [b]), out);
    await assert.rejects(scoped(scope, "SELECT erp.contacts_matching($1, 'a')", [b]), out);
    await assert.rejects(scoped(scope, "SELECT erp.search($1, 'a', '{contact}', 10)", [b]), out);
    const found = await scoped(scope, 'SELECT erp.documents_with_total($1, NULL, NULL)', [b]);
    assert.equal(found.rowCount, 0);
  }
  await scoped(`{${b}}`, 'SELECT erp.lock_books($1)', [b]);
  assert.equal((await scoped(`{${b}}`, "SELECT erp.contacts_matching($1, 'ANN')", [b])).rowCount, 1);
  assert.equal((await scoped(`{${b}}`, "SELECT erp.search($1, 'ann', '{contact}', 10)", [b])).rowCount, 1);
  const found = await scoped(`{${a},${b}}`, 'SELECT erp.documents_with_total($1, NULL, NULL) AS id', [b]);
  assert.equal(found.rowCount, await rowsOf('erp.documents', b));
});

test("an entry of one company cannot name another's account, whoever posts it", async () => {
  const user = await api.signUp();
  const [mine, other] = [await user.createCompany(), await user.createCompany()];
  const foreign = { ...saleEntry(mine, '1'), lines: saleEntry(other, '1').lines };
  const refused = await user.post<{ code: string }>(`${mine.at}/entries`, foreign);
  assert.equal(refused.body.code, 'unknown_account');
});

test('the application cannot lift row-level security or become the owner', async () => {
  const denied = { code: '42501' };
  await assert.rejects(scoped(null, 'ALTER TABLE erp.entries DISABLE ROW LEVEL SECURITY'), denied);
  await assert.rejects(scoped(null, 'DROP POLICY company_scope ON erp.entries'), denied);
  const owner = new URL(api.ownerUrl).username;
  await assert.rejects(scoped(null, `SET LOCAL ROLE ${owner}`), denied);
  await assert.rejects(scoped(null, "SELECT erp.next_serials($1, 'JE', 2026, 1)", [a]), denied);
});
