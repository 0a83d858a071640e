import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { type TestDatabase, testDatabase } from '../testing/postgres.ts';
import { APP_ROLE } from './database.ts';
import { describeSchema } from './describe-schema.ts';

let database: TestDatabase;
let owner: pg.Client;
before(async () => {
  database = await testDatabase();
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
});
after(async () => {
  await owner.end();
  await database.drop();
});

/** The single column of a query's rows. */
async function column(text: string, values: unknown[] = []): Promise<unknown[]> {
  const { rows } = await owner.query({ text, values, rowMode: 'array' });
  return rows.map(([value]) => value);
}

/** The tables of a company: all of schema erp but what every company shares. */
const COMPANY_TABLES = `
  SELECT c.oid, c.relname::text AS name, c.relrowsecurity, c.relforcerowsecurity
  FROM pg_class c WHERE c.relnamespace = 'erp'::regnamespace AND c.relkind IN ('r', 'p', 'f', 'm')
    AND c.relname NOT IN ('assets', 'rates', 'prices')`;

/** Whether the first column of this list of attribute numbers is company_id. */
const startsWithCompany = (table: string, first: string) =>
  `EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = ${table} AND a.attnum = ${first} AND a.attname = 'company_id')`;

test('every table of a company has its company_id', async () => {
  const tables = await column(`SELECT name FROM (${COMPANY_TABLES}) AS t`);
  assert.ok(tables.length >= 20, `${tables.length} tables`);
  const without = await column(`
    SELECT name FROM (${COMPANY_TABLES}) AS t WHERE NOT EXISTS (
      SELECT FROM pg_attribute a WHERE a.attrelid = t.oid AND a.attname = 'company_id' AND a.attnotnull
        AND a.atttypid = 'uuid'::regtype)`);
  assert.deepEqual(without, []);
});

test('a view of companies reads as who asks, so that row-level security holds in it', async () => {
  const views = await column(`
    SELECT relname::text FROM pg_class WHERE relnamespace = 'erp'::regnamespace AND relkind = 'v'
      AND NOT coalesce(reloptions, '{}') @> '{security_invoker=true}'`);
  assert.deepEqual(views, []);
});

/** Holds words that start with the company's id each: its first column is no plain one. A test of the search proves it. */
const TEXT_INDEX = 'erp.search_texts_words';

test('every primary key, unique key and index of a company table starts with company_id', async () => {
  const keyless = await column(`
    SELECT name FROM (${COMPANY_TABLES}) AS t
    WHERE NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = t.oid AND i.indisprimary)`);
  assert.deepEqual(keyless, []);
  const others = await column(`
    SELECT i.indexrelid::regclass::text FROM (${COMPANY_TABLES}) AS t JOIN pg_index i ON i.indrelid = t.oid
    WHERE NOT ${startsWithCompany('t.oid', 'i.indkey[0]')}`);
  assert.deepEqual(others, [TEXT_INDEX]);
});

test('every foreign key from one company table to another starts with company_id on both sides', async () => {
  const keys = `
    SELECT k.conname::text AS name, k.* FROM pg_constraint k
    WHERE k.contype = 'f' AND k.conrelid IN (SELECT oid FROM (${COMPANY_TABLES}) AS t)`;
  const within = `confrelid IN (SELECT oid FROM (${COMPANY_TABLES}) AS t)`;
  assert.ok((await column(`SELECT name FROM (${keys}) AS k WHERE ${within}`)).length > 20);
  const wrong = await column(`
    SELECT name FROM (${keys}) AS k WHERE ${within} AND NOT (
      ${startsWithCompany('k.conrelid', 'k.conkey[1]')} AND ${startsWithCompany('k.confrelid', 'k.confkey[1]')})`);
  assert.deepEqual(wrong, []);
  const elsewhere = await column(`
    SELECT name FROM (${keys}) AS k WHERE NOT ${within} AND confrelid <> 'erp.assets'::regclass`);
  assert.deepEqual(elsewhere, []);
});

test('no foreign key joins control and erp: they may be on two servers', async () => {
  const crossing = await column(`
    SELECT k.conname::text FROM pg_constraint k
    JOIN pg_class a ON a.oid = k.conrelid JOIN pg_class b ON b.oid = k.confrelid
    WHERE k.contype = 'f' AND a.relnamespace <> b.relnamespace`);
  assert.deepEqual(crossing, []);
});

test('row-level security is forced on every company table, by one policy for every command', async () => {
  const open = await column(
    `SELECT name FROM (${COMPANY_TABLES}) AS t WHERE NOT (relrowsecurity AND relforcerowsecurity)`,
  );
  assert.deepEqual(open, []);
  const { rows } = await owner.query<{ name: string; policies: string[] }>(
    `SELECT t.name, array_agg(concat_ws(' ', p.cmd, p.permissive, p.qual, coalesce(p.with_check, p.qual))) AS policies
     FROM (${COMPANY_TABLES}) AS t
     LEFT JOIN pg_policies p ON p.schemaname = 'erp' AND p.tablename = t.name AND p.roles && $1::name[]
     GROUP BY 1`,
    [['public', APP_ROLE]],
  );
  // What may be written is what may be seen, also where the policy says it only once.
  const scoped = '(company_id = ANY (( SELECT erp.scope() AS scope)::uuid[]))';
  for (const { name, policies } of rows) {
    assert.deepEqual(policies, [`ALL PERMISSIVE ${scoped} ${scoped}`], name);
  }
});

test('the application role owns nothing, is in no other role and may make nothing', async () => {
  const { rows } = await owner.query(
    'SELECT rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication FROM pg_roles WHERE rolname = $1',
    [APP_ROLE],
  );
  assert.deepEqual(new Set(Object.values(rows[0])), new Set([false]));
  const owned = await column(
    `SELECT pg_describe_object(classid, objid, objsubid) FROM pg_shdepend
     WHERE refclassid = 'pg_authid'::regclass AND refobjid = $1::regrole AND deptype = 'o'
       AND dbid IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))`,
    [APP_ROLE],
  );
  assert.deepEqual(owned, []);
  assert.deepEqual(
    await column('SELECT roleid::regrole::text FROM pg_auth_members WHERE member = $1::regrole', [APP_ROLE]),
    [],
  );
  const makes = await column(
    "SELECT nspname::text FROM pg_namespace WHERE nspname !~ '^pg_' AND has_schema_privilege($1, oid, 'CREATE')",
    [APP_ROLE],
  );
  assert.deepEqual(makes, []);
});

/** What the application may write to each of these tables; to the others of schema erp, what it needs. */
const WRITES: Record<string, string[]> = {
  entries: [],
  entry_lines: [],
  month_balances: [],
  entry_line_dimensions: [],
  number_series: [],
  chain_heads: ['INSERT'],
  audit_log: ['INSERT'],
  event_heads: [],
  events: [],
  webhook_subscriptions: [],
  webhook_deliveries: ['UPDATE'],
  document_pdfs: ['INSERT'],
  settlements: ['UPDATE'],
  settlement_parts: [],
  payments: ['UPDATE'],
};

test('the application role writes what is posted through the posting functions only', async () => {
  for (const [table, expected] of Object.entries(WRITES)) {
    // Of a column too: a right on one column is enough to write it.
    const may = await column(
      `SELECT p FROM unnest('{INSERT,UPDATE,DELETE,TRUNCATE,REFERENCES,TRIGGER}'::text[]) AS p
       WHERE has_table_privilege($1, $2::regclass, p)
         OR (p IN ('INSERT', 'UPDATE', 'REFERENCES') AND has_any_column_privilege($1, $2::regclass, p))`,
      [APP_ROLE, `erp.${table}`],
    );
    assert.deepEqual(may, expected, table);
  }
  const dangerous = await column(
    `SELECT c.relname::text FROM pg_class c
     WHERE c.relnamespace IN ('erp'::regnamespace, 'control'::regnamespace) AND c.relkind = 'r'
       AND has_table_privilege($1, c.oid, 'TRUNCATE, TRIGGER, REFERENCES')`,
    [APP_ROLE],
  );
  assert.deepEqual(dangerous, []);
});

const DEFINERS = `
  SELECT p.oid, p.oid::regprocedure::text AS name, p.proconfig, p.proacl, p.proowner FROM pg_proc p
  JOIN pg_namespace n ON n.oid = p.pronamespace
  WHERE p.prosecdef AND n.nspname NOT IN ('pg_catalog', 'information_schema')`;

test('a function that runs as its owner fixes its search path and is not for everybody', async () => {
  assert.ok((await column(`SELECT name FROM (${DEFINERS}) AS f`)).length >= 4);
  const loose = await column(`
    SELECT name FROM (${DEFINERS}) AS f
    WHERE NOT coalesce('search_path=pg_catalog, pg_temp' = ANY (proconfig), false)`);
  assert.deepEqual(loose, []);
  const forAll = await column(`
    SELECT DISTINCT name FROM (${DEFINERS}) AS f
    CROSS JOIN LATERAL aclexplode(coalesce(f.proacl, acldefault('f', f.proowner))) AS p WHERE p.grantee = 0`);
  assert.deepEqual(forAll, []);
});

test('the parts of the posting functions are for nobody but them', async () => {
  const may = await column(
    `SELECT p.proname::text FROM pg_proc p
     WHERE p.pronamespace = 'erp'::regnamespace AND p.provolatile = 'v' AND p.prorettype <> 'trigger'::regtype
       AND has_function_privilege($1, p.oid, 'EXECUTE') ORDER BY 1`,
    [APP_ROLE],
  );
  assert.deepEqual(may, [
    'analyze_books',
    'lock_books',
    'lock_events',
    'lock_open_items',
    'most_settled',
    'post',
    'refusals_of',
    'sequence_events',
    'settle_without_entry',
    'undo_settlement',
  ]);
});

test('schema.sql says what the migrations make: `npm run schema` writes it anew', async () => {
  const committed = await readFile(new URL('./schema.sql', import.meta.url), 'utf8');
  const client = new pg.Client({ connectionString: database.ownerUrl });
  await client.connect();
  try {
    assert.equal(committed, await describeSchema(client));
  } finally {
    await client.end();
  }
});
