import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { AccountRole } from '@crypto-erp/contract/accounts';
import type { Entry } from '@crypto-erp/contract/entries';
import { type TestApi, type TestCompany, type TestUser, testApi } from '../../testing/api.ts';
import { assertBooksHold, assertRefused, euros } from '../../testing/entries.ts';

let api: TestApi;
let owner: TestUser;
before(async () => {
  api = await testApi();
  owner = await api.signUp();
});
after(() => api.close());

const post = (company: TestCompany, lines: object[], change: object = {}) =>
  owner.post<Entry>(`${company.at}/opening-balances`, {
    date: '2025-12-31',
    description: 'From the books before',
    equityAccountId: null,
    lines,
    ...change,
  });

/** The entry's lines as `account asset quantity base`, by the account's role. */
const shown = (company: TestCompany, entry: Entry) =>
  entry.lines.map(({ accountId, asset, quantity, baseAmount }) => {
    const role = company.accounts.find((one) => one.id === accountId)?.role;
    return `${role} ${asset} ${quantity} ${baseAmount}`;
  });

test('are one entry, whose difference goes to equity; another only when it is reversed', async () => {
  const company = await owner.createCompany();
  const dollars = { accountId: company.account('bank'), asset: 'USD', quantity: '100', baseAmount: '91.5' };
  const bank = euros(company.account('bank'), '1000');
  const { status, body } = await post(company, [bank, dollars]);
  assert.equal(status, 201, JSON.stringify(body));
  assert.deepEqual([body.source, body.status, body.total], ['opening-balance', 'posted', '1091.5']);
  assert.deepEqual(shown(company, body), [
    'bank EUR 1000 1000',
    'bank USD 100 91.5',
    'opening_balance EUR -1091.5 -1091.5',
  ]);
  assertRefused(await post(company, [bank]), 'opening_balances_exist');

  const undone = { date: '2025-12-31', description: 'Wrong' };
  assert.equal((await owner.post(`${company.at}/entries/${body.id}/reverse`, undone)).status, 201);
  const balanced = [bank, euros(company.account('retained_earnings'), '-1000')];
  assert.equal((await post(company, balanced)).body.lines.length, 2);
  await assertBooksHold(api, company.id);
});

test('go to the equity account that is named', async () => {
  const company = await owner.createCompany();
  const accountId = company.account('retained_earnings');
  const lines = [euros(company.account('bank'), '10')];
  assertRefused(
    await post(company, lines, { equityAccountId: company.account('sales') }),
    'account_wrong_type',
    '/equityAccountId',
  );
  const { body } = await post(company, lines, { equityAccountId: accountId });
  assert.deepEqual(shown(company, body), ['bank EUR 10 10', 'retained_earnings EUR -10 -10']);
});

test('touch neither the receivable nor the payable, and are checked as every entry is', async () => {
  const company = await owner.createCompany();
  const line = (role: AccountRole, change: object = {}) => ({
    ...euros(company.account(role), '10'),
    ...change,
  });
  for (const role of ['receivable', 'payable'] as const) {
    assertRefused(await post(company, [line('bank'), line(role)]), 'control_account', '/lines/1/accountId');
  }
  assertRefused(await post(company, [line('bank', { asset: 'XXXX' })]), 'unknown_asset', '/lines/0/asset');
  assertRefused(
    await post(company, [line('bank', { baseAmount: '1.001' })]),
    'too_many_decimals',
    '/lines/0/baseAmount',
  );
  assertRefused(
    await post(company, [line('bank', { quantity: '9' })]),
    'base_amount_mismatch',
    '/lines/0/baseAmount',
  );
  await owner.post(`${company.at}/periods/2025-12/close`, {});
  assertRefused(await post(company, [line('bank')]), 'period_closed', '/date');
});

test('of two that come at once one is refused, and the database refuses a second whoever posts it', async () => {
  const company = await owner.createCompany();
  const lines = [euros(company.account('bank'), '10')];
  const answers = await Promise.all([post(company, lines), post(company, lines)]);
  assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 409]);
  await assert.rejects(
    api.asOwner(
      `INSERT INTO erp.entries (company_id, id, sequence, series, fiscal_year, serial, number, date, description, source,
         actor_kind, previous_hash, hash)
       SELECT company_id, gen_random_uuid(), 99, series, fiscal_year, 99, 'x', date, '', source, actor_kind, '', ''
       FROM erp.entries WHERE company_id = $1`,
      [company.id],
    ),
    { code: 'CE023' },
  );
});
