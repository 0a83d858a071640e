import assert from 'node:assert/strict';
import type { EntryLineInput } from '@crypto-erp/contract/entries';
import type { Problem } from '@crypto-erp/contract/problem';
import pg from 'pg';
import { verifyCompany } from '../features/verify/checks.ts';
import type { Reply, TestApi, TestCompany } from './api.ts';
import { until } from './until.ts';

/** A line in euros: debit positive, credit negative. */
export function euros(accountId: string, amount: string): EntryLineInput {
  return { accountId, asset: 'EUR', quantity: amount, baseAmount: amount };
}

/** A balanced entry in euros, to be posted at once: bank to sales. `changes` replaces any of its fields. */
export function saleEntry(company: TestCompany, amount: string, changes: object = {}) {
  return {
    status: 'posted',
    date: '2026-03-15',
    description: `Sale of ${amount}`,
    lines: [euros(company.account('bank'), amount), euros(company.account('sales'), `-${amount}`)],
    ...changes,
  };
}

/** Asserts that every invariant of the books holds, and that the books were not empty. */
export async function assertBooksHold(api: TestApi, companyId: string): Promise<void> {
  const [entries] = await api.asOwner<{ count: string }>(
    'SELECT count(*) AS count FROM erp.entries WHERE company_id = $1',
    [companyId],
  );
  assert.notEqual(entries?.count, '0', 'Empty books hold whatever happens.');
  await assertChecksHold(api, companyId);
}

/** Asserts that every invariant of the books holds. */
export async function assertChecksHold(api: TestApi, companyId: string): Promise<void> {
  const results = await api.db.inCompany(companyId, (trx) => verifyCompany(trx, companyId));
  const broken = results.filter((result) => !result.held);
  assert.deepEqual(broken, []);
}

/** Asserts that the reply is a problem of this code with a 4xx status, at this field first when it is given. */
export function assertRefused(reply: Reply, code: string, path?: string): Problem {
  const problem = reply.body as Problem;
  assert.equal(problem.code, code, `${reply.status} ${JSON.stringify(reply.body)}`);
  assert.ok(reply.status >= 400 && reply.status < 500, `${code} came with ${reply.status}.`);
  if (path !== undefined) assert.equal(problem.errors?.[0]?.path, path, JSON.stringify(problem.errors));
  return problem;
}

/**
 * Holds the books' lock of a company while `work` runs, so that it decides the order of what wants it.
 * `untilWaiting` resolves when so many statements in this database wait for a lock.
 */
export async function withBooksHeld<T>(
  api: TestApi,
  companyId: string,
  work: (untilWaiting: (count: number) => Promise<void>) => Promise<T>,
): Promise<T> {
  const holder = new pg.Client({ connectionString: api.ownerUrl });
  await holder.connect();
  try {
    await holder.query('BEGIN');
    await holder.query('SELECT FROM erp.chain_heads WHERE company_id = $1 FOR UPDATE', [companyId]);
    return await work((count) =>
      until(async () => {
        const { rowCount } = await api.db.pool.query(
          "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
        );
        return rowCount === count;
      }),
    );
  } finally {
    await holder.query('ROLLBACK');
    await holder.end();
  }
}
