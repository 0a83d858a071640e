import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import pg from 'pg';
import { migrateAll } from '../migrate-all.ts';
import { type TestApi, testApi } from '../testing/api.ts';
import { saleEntry } from '../testing/entries.ts';
import { fullCompany } from '../testing/full-company.ts';
import { type TestDatabase, testDatabase } from '../testing/postgres.ts';
import { openDatabase } from './database.ts';

/**
 * A database whose owner is an ordinary login, as on a server of one's own: no superuser, so that FORCE ROW LEVEL
 * SECURITY binds it, and with it the functions that run as the owner.
 */
const OWNER = `owner_plain_${randomBytes(5).toString('hex')}`;

/** Only for the server's superuser. */
let server: TestDatabase;
let superuser: pg.Client;
let api: TestApi;
let a: Awaited<ReturnType<typeof fullCompany>>;
let b: Awaited<ReturnType<typeof fullCompany>>;

/** The address of the owner's database, for the login of `url`. */
function inOwnDatabase(url: string): URL {
  const changed = new URL(url);
  changed.pathname = `/${OWNER}`;
  return changed;
}

before(async () => {
  server = await testDatabase();
  const admin = new pg.Client({ connectionString: server.ownerUrl });
  await admin.connect();
  await admin.query(`CREATE ROLE ${OWNER} LOGIN CREATEROLE NOSUPERUSER NOBYPASSRLS PASSWORD '${OWNER}'`);
  await admin.query(`GRANT crypto_erp_app TO ${OWNER}`);
  await admin.query(`CREATE DATABASE ${OWNER} OWNER ${OWNER}`);
  const ownerUrl = inOwnDatabase(server.ownerUrl);
  ownerUrl.username = OWNER;
  ownerUrl.password = OWNER;
  await migrateAll(ownerUrl.href);
  superuser = new pg.Client({ connectionString: inOwnDatabase(server.ownerUrl).href });
  await superuser.connect();
  api = await testApi({
    ownerUrl: ownerUrl.href,
    appUrl: inOwnDatabase(server.appUrl).href,
    async drop() {
      await admin.query(`DROP DATABASE ${OWNER} WITH (FORCE)`);
      await admin.query(`DROP ROLE ${OWNER}`);
      await admin.end();
      await server.drop();
    },
  });
  const user = await api.signUp();
  a = await fullCompany(api, user);
  b = await fullCompany(api, user);
});
after(async () => {
  await superuser.end();
  await api.close();
});

const counted = async (scope: string | string[], table: string) => {
  const rows = await api.db.inCompany(scope, async (trx) => {
    const found = await sql<{
      count: number;
    }>`SELECT count(*)::int AS count FROM ${sql.table(table)}`.execute(trx);
    return found.rows;
  });
  return rows[0]?.count ?? 0;
};

const TABLES = [
  'erp.documents',
  'erp.contacts',
  'erp.entries',
  'erp.entry_lines',
  'erp.payments',
  'erp.outbox',
];

test('the owner is neither superuser nor above row-level security, and owns the functions', async () => {
  const { rows } = await superuser.query(
    `SELECT rolsuper OR rolbypassrls AS above, (SELECT count(*)::int FROM pg_proc p
       WHERE p.pronamespace = 'erp'::regnamespace AND p.proowner <> r.oid) AS others
     FROM pg_roles r WHERE rolname = $1`,
    [OWNER],
  );
  assert.deepEqual(rows, [{ above: false, others: 0 }]);
});

test('invoices, entries, payments and reversals go through the API', async () => {
  const user = await api.signUp();
  const company = await user.createCompany();
  const posted = await user.post<{ id: string; number: string }>(
    `${company.at}/entries`,
    saleEntry(company, '100'),
  );
  assert.equal(posted.status, 201, JSON.stringify(posted.body));
  const full = await fullCompany(api, user);
  const list = await user.get<{ items: { status: string; number: string | null }[] }>(`${full.at}/invoices`);
  assert.ok(list.body.items.some(({ status, number }) => status !== 'draft' && number !== null));
});

test('a scope shows its company only, and no scope none', async () => {
  for (const table of TABLES) {
    const [ofA, ofB] = [await counted(a.id, table), await counted(b.id, table)];
    assert.ok(ofA > 0 && ofB > 0, table);
    assert.equal(await counted([a.id, b.id], table), ofA + ofB, table);
    assert.equal(await counted([], table), 0, table);
  }
});

test('the application logging in as the owner has the scope of its transactions too', async () => {
  const db = openDatabase(api.ownerUrl, 1);
  try {
    for (const [scope, expected] of [
      [[], 0],
      [[a.id], await counted(a.id, 'erp.documents')],
    ] as const) {
      const { rows } = await db.inCompany(scope, (trx) => sql`SELECT FROM erp.documents`.execute(trx));
      assert.equal(rows.length, expected);
    }
  } finally {
    await db.close();
  }
});

test('outside a transaction the owner reads the totals of invoices, changes none, and sees nothing else', async () => {
  const owner = new pg.Client({ connectionString: api.ownerUrl });
  await owner.connect();
  try {
    for (const table of [
      'erp.contacts',
      'erp.entries',
      'erp.entry_lines',
      'erp.document_lines',
      'erp.payments',
      'erp.comments',
      'erp.attachments',
    ])
      assert.equal((await owner.query(`SELECT FROM ${table}`)).rowCount, 0, table);
    assert.ok(((await owner.query('SELECT FROM erp.documents')).rowCount ?? 0) > 0);
    assert.equal((await owner.query('UPDATE erp.documents SET version = version')).rowCount, 0);
    assert.equal((await owner.query('DELETE FROM erp.documents')).rowCount, 0);
  } finally {
    await owner.end();
  }
});

test('the functions that run as the owner refuse a company out of scope', async () => {
  const inA = (query: ReturnType<typeof sql>) => api.db.inCompany(a.id, (trx) => query.execute(trx));
  const out = { code: 'CE004' };
  await assert.rejects(inA(sql`SELECT erp.lock_books(${b.id})`), out);
  await assert.rejects(inA(sql`SELECT erp.contacts_matching(${b.id}, 'a')`), out);
  assert.equal((await inA(sql`SELECT erp.documents_with_total(${b.id}, NULL, NULL)`)).rows.length, 0);
  assert.equal((await inA(sql`SELECT erp.contacts_matching(${a.id}, 'ANN')`)).rows.length, 1);
  await assert.rejects(inA(sql`SELECT erp.search(${b.id}, 'ann', '{contact}', 10)`), out);
  assert.equal((await inA(sql`SELECT erp.search(${a.id}, 'ann', '{contact}', 10)`)).rows.length, 1);
});

test('what was there before the search is filled in when its functions are laid, and the owner sees no more after', async () => {
  const texts = `SELECT count(*)::int AS count, md5(string_agg(t::text, ',' ORDER BY part_id)) AS digest
    FROM erp.search_texts t`;
  const { rows } = await superuser.query(texts);
  assert.ok(rows[0].count > 20);
  await superuser.query('TRUNCATE erp.search_texts');
  const owner = new pg.Client({ connectionString: api.ownerUrl });
  await owner.connect();
  try {
    await owner.query(await readFile(new URL('./functions/searched.sql', import.meta.url), 'utf8'));
    assert.deepEqual((await superuser.query(texts)).rows, rows);
    assert.equal((await owner.query('SELECT FROM erp.companies')).rowCount, 0);
  } finally {
    await owner.end();
  }
});

test('invoices are found by total through the index, among 50,000', async () => {
  const own = await counted(a.id, 'erp.documents');
  await superuser.query('SET session_replication_role = replica');
  await superuser.query(
    `INSERT INTO erp.documents (company_id, id, kind, side, status, contact_id, issue_date, due_date, asset, reference,
       notes, net, tax, total)
     SELECT company_id, gen_random_uuid(), kind, side, status, contact_id, issue_date, due_date, asset, reference, notes,
       1000 + n, 0, 1000 + n
     FROM erp.documents, generate_series(1, 50000) n WHERE company_id = $1 AND id = $2`,
    [a.id, a.draftInvoice.id],
  );
  await superuser.query('SET session_replication_role = DEFAULT');
  await superuser.query('ANALYZE erp.documents');

  const plans: string[] = [];
  superuser.on('notice', ({ message }) => plans.push(message ?? ''));
  await superuser.query(`LOAD 'auto_explain'; SET auto_explain.log_min_duration = 0;
    SET auto_explain.log_nested_statements = on; SET auto_explain.log_analyze = on; SET client_min_messages = log`);
  // What is kept for all callers must be good for each, whatever it was planned for.
  for (const mode of ['force_custom_plan', 'force_generic_plan']) {
    for (const [least, most, expected] of [
      ['50990', null, 11],
      [null, '1005', own + 5],
      ['2000', '2001.5', 2],
    ] as const) {
      plans.length = 0;
      await superuser.query(`BEGIN; SET LOCAL plan_cache_mode = ${mode}; SET LOCAL ROLE crypto_erp_app;
        SET LOCAL app.company_ids = '{${a.id}}'`);
      const { rowCount } = await superuser.query('SELECT erp.documents_with_total($1, $2, $3)', [
        a.id,
        least,
        most,
      ]);
      await superuser.query('ROLLBACK');
      assert.equal(rowCount, expected);
      const plan =
        plans.find((text) => text.includes('SELECT d.id FROM erp.documents d')) ?? plans.join('\n');
      assert.match(plan, /documents_by_total/);
      assert.match(plan, /Index Cond: .*total [<>]=/, plan);
    }
  }
});
