import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Kysely, PostgresDialect, sql } from 'kysely';
import { runVerify } from '../../cli/verify.ts';
import { openPool } from '../../db/pool.ts';
import { bankDamages } from './bank-damages.testing.ts';
import { bookDamages } from './book-damages.testing.ts';
import { CHECKS, type CheckResult, verifyCompany } from './checks.ts';
import { commandDamages } from './command-damages.testing.ts';
import type { Given } from './damage.testing.ts';
import { documentDamages } from './document-damages.testing.ts';
import { smallCompany } from './fixture.testing.ts';
import { lotDamages } from './lot-damages.testing.ts';

const given = {} as Given;
let owner: Kysely<unknown>;

before(async () => {
  given.company = await smallCompany();
  owner = new Kysely({
    dialect: new PostgresDialect({ pool: openPool({ connectionString: given.company.ownerUrl, max: 1 }) }),
  });
});
after(async () => {
  await owner.destroy();
  await given.company.close();
});

class Undo extends Error {}

/** What `verify` finds after the owner of the database ran `damage` with every trigger off. Nothing of it stays. */
async function verifyAfter(damage: string): Promise<CheckResult[]> {
  let results: CheckResult[] = [];
  await owner
    .transaction()
    .execute(async (trx) => {
      await sql`SET LOCAL session_replication_role = replica`.execute(trx);
      await sql.raw(damage).execute(trx);
      results = await verifyCompany(trx, given.company.companyId);
      throw new Undo();
    })
    .catch((error: unknown) => {
      if (!(error instanceof Undo)) throw error;
    });
  return results;
}

const brokenNames = (results: CheckResult[]) => results.filter(({ held }) => !held).map(({ name }) => name);

test('every invariant of books that the services kept is held, and the other company is not mixed in', async () => {
  for (const id of [given.company.companyId, given.company.other.companyId]) {
    const results = await given.company.db.inCompany(id, (trx) => verifyCompany(trx, id));
    assert.deepEqual(brokenNames(results), []);
    assert.equal(results.length, CHECKS.length);
  }
});

const DAMAGES = [
  ...bookDamages(given),
  ...documentDamages(given),
  ...bankDamages(given),
  ...lotDamages(given),
  ...commandDamages(given),
];

for (const damage of DAMAGES) {
  test(`${damage.broken[0]}: ${damage.what} behind the application's back is named`, async () => {
    const results = await verifyAfter(damage.sql());
    assert.deepEqual(brokenNames(results).sort(), [...damage.broken].sort());
    const found = results.find(({ name }) => name === damage.broken[0]);
    assert.ok(found && found.count >= 1 && found.count === found.rows.length);
    const expected = Object.entries(damage.row ?? {});
    const matches = found.rows.some((row) => expected.every(([field, value]) => row[field] === value));
    assert.ok(matches, JSON.stringify(found.rows));
  });
}

test('each check is broken by a damage of its own above', () => {
  const first = new Set(DAMAGES.map(({ broken }) => broken[0]));
  assert.deepEqual(
    CHECKS.map(({ name }) => name).filter((name) => !first.has(name)),
    [],
  );
});

test('at most 20 rows of a broken invariant are answered, with their count', async () => {
  const results = await verifyAfter(
    `INSERT INTO erp.idempotency_keys (company_id, key, request_hash) SELECT '${given.company.companyId}', 'k' || n, 'h' FROM generate_series(1, 25) n`,
  );
  const found = results.find(({ held }) => !held);
  assert.deepEqual([found?.count, found?.rows.length], [25, 20]);
});

test('the command prints each invariant and its rows, and answers whether all held', async () => {
  const lines: string[] = [];
  const run = (companyIds: string[]) =>
    runVerify({ db: given.company.db, companyIds, log: (line) => lines.push(line) });
  assert.equal(await run([given.company.companyId]), true);
  assert.deepEqual(lines, [
    `company ${given.company.companyId}`,
    ...CHECKS.map(({ name }) => `  held    ${name}`),
  ]);

  const { companyId } = given.company.other;
  await given.company.db.inCompany(companyId, (trx) =>
    sql`INSERT INTO erp.idempotency_keys (company_id, key, request_hash) VALUES (${companyId}, 'open', 'h')`.execute(
      trx,
    ),
  );
  lines.length = 0;
  assert.equal(await run([companyId, given.company.companyId]), false);
  assert.ok(lines.includes('  BROKEN  idempotency answers unique (1 row)'));
  assert.ok(
    lines.some((line) => /^ +\{"id":.*"key":"open"/.test(line)),
    lines.join('\n'),
  );
});
