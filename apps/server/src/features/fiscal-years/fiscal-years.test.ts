import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Entry } from '@crypto-erp/contract/entries';
import type { FiscalYear, PeriodList } from '@crypto-erp/contract/periods';
import type { BalanceSheet, ProfitAndLoss } from '@crypto-erp/contract/reports';
import type { Static } from 'typebox';
import { type TestApi, type TestCompany, type TestUser, testApi } from '../../testing/api.ts';
import { assertChecksHold, assertRefused, euros, saleEntry, withBooksHeld } from '../../testing/entries.ts';

let api: TestApi;
let owner: TestUser;
before(async () => {
  api = await testApi();
  owner = await api.signUp();
});
after(() => api.close());

async function posted(company: TestCompany, body: object): Promise<Entry> {
  const answer = await owner.post<Entry>(`${company.at}/entries`, body);
  assert.equal(answer.status, 201, JSON.stringify(answer.body));
  return answer.body;
}

/** A company that sold 100 in 2024, and 30 and 8 USD in 2025, with costs of 12. */
async function trading(settings: object = {}): Promise<TestCompany> {
  const company = await owner.createCompany(settings);
  const [bank, sales, rounding] = (['bank', 'sales', 'rounding'] as const).map(company.account);
  assert.ok(bank && sales && rounding);
  await posted(company, saleEntry(company, '100', { date: '2024-05-10' }));
  await posted(company, saleEntry(company, '30', { date: '2025-01-10' }));
  await posted(
    company,
    saleEntry(company, '12', { date: '2025-12-31', lines: [euros(rounding, '12'), euros(bank, '-12')] }),
  );
  // In dollars the sales come to +1 at -9.2: two signs.
  const dollars = (accountId: string, quantity: string, baseAmount: string) => ({
    accountId,
    asset: 'USD',
    quantity,
    baseAmount,
  });
  await posted(
    company,
    saleEntry(company, '0', {
      date: '2025-03-10',
      lines: [dollars(sales, '-100', '-90'), dollars(bank, '100', '90')],
    }),
  );
  await posted(
    company,
    saleEntry(company, '0', {
      date: '2025-04-10',
      lines: [dollars(sales, '101', '80.8'), dollars(bank, '-101', '-80.8')],
    }),
  );
  return company;
}

const close = (company: TestCompany, year: number, body: object = {}) =>
  owner.post<FiscalYear>(`${company.at}/fiscal-years/${year}/close`, body);
const reopen = (company: TestCompany, year: number) =>
  owner.post<FiscalYear>(`${company.at}/fiscal-years/${year}/reopen`, { reason: 'A bill came late' });
const profit = async (company: TestCompany, from: string, to: string) =>
  (await owner.get<ProfitAndLoss>(`${company.at}/reports/profit-and-loss?from=${from}&to=${to}`)).body.profit;
const sheet = async (company: TestCompany, asOf: string) =>
  (await owner.get<BalanceSheet>(`${company.at}/reports/balance-sheet?asOf=${asOf}`)).body;

async function ok<T>(answer: Promise<{ status: number; body: T }>): Promise<T> {
  const { status, body } = await answer;
  assert.ok(status < 300, JSON.stringify(body));
  return body;
}

describe('a year-end close', () => {
  test('brings the result to the retained earnings, locks the months, and reports show the result still', async () => {
    const company = await trading();
    const before = await sheet(company, '2025-12-31');
    assert.equal(before.result, '127.20');
    const first = await ok(close(company, 2024));
    assert.deepEqual(
      [first.from, first.to, first.closed, first.entryId !== null],
      ['2024-01-01', '2024-12-31', true, true],
    );
    const second = await ok(close(company, 2025));
    const entry = await ok(owner.get<Entry>(`${company.at}/entries/${second.entryId}`));
    assert.deepEqual([entry.source, entry.date], ['year-end', '2025-12-31']);
    const lines = entry.lines.map((line) => {
      const role = company.accounts.find((one) => one.id === line.accountId)?.role;
      return `${role} ${line.asset} ${line.quantity} ${line.baseAmount}`;
    });
    assert.deepEqual(lines, [
      'sales EUR 30 30',
      'sales USD -1 0',
      'sales USD 0 9.2',
      'rounding EUR -12 -12',
      'retained_earnings EUR -27.2 -27.2',
    ]);

    assert.equal(await profit(company, '2024-01-01', '2024-12-31'), '100.00');
    assert.equal(await profit(company, '2025-01-01', '2025-12-31'), '27.20');
    assert.equal(await profit(company, '2025-12-01', '2025-12-31'), '-12.00');
    assert.equal(await profit(company, '2024-01-01', '2026-12-31'), '127.20');
    const after = await sheet(company, '2025-12-31');
    assert.deepEqual([after.equity, after.result], [before.equity, '0.00']);
    assert.equal((await sheet(company, '2025-12-30')).result, '39.20');

    const { items } = await ok(owner.get<Static<typeof PeriodList>>(`${company.at}/periods`));
    const locked = items.filter(({ month }) => month >= '2024-01' && month <= '2025-12');
    assert.ok(locked.length >= 20 && locked.every((one) => one.lock === 'hard'));
    assertRefused(
      await owner.post(`${company.at}/entries`, saleEntry(company, '1', { date: '2025-06-01' })),
      'period_closed',
      '/date',
    );
    await posted(company, saleEntry(company, '5', { date: '2026-01-01' }));
    assert.equal((await sheet(company, '2026-01-31')).result, '5.00');
    await assertChecksHold(api, company.id);
  });

  test('follows the company, whose year starts in April', async () => {
    const company = await trading({ fiscalYearStartMonth: 4 });
    await ok(close(company, 2025));
    const { items } = await ok(owner.get<{ items: FiscalYear[] }>(`${company.at}/fiscal-years`));
    assert.deepEqual(
      items.filter(({ closed }) => closed).map(({ year, from, to }) => [year, from, to]),
      [[2025, '2024-04-01', '2025-03-31']],
    );
    assert.equal((await sheet(company, '2025-03-31')).result, '0.00');
    assert.equal(await profit(company, '2024-04-01', '2025-03-31'), '220.00');
  });

  test('is refused twice, before an earlier year, under a later one, and with drafts inside', async () => {
    const company = await trading();
    assertRefused(await close(company, 2025), 'earlier_period_open');
    const draft = saleEntry(company, '7', { date: '2024-07-01', status: 'draft' });
    await ok(owner.post(`${company.at}/entries`, draft));
    assertRefused(await close(company, 2024), 'drafts_in_period');
    await ok(close(company, 2024, { ignoreDrafts: true }));
    assertRefused(await close(company, 2024), 'fiscal_year_closed');
    assertRefused(await close(company, 2023), 'later_year_closed');
    await ok(close(company, 2025));
    assertRefused(await reopen(company, 2024), 'later_year_closed');
  });

  test('of a year without a result makes no entry, and is reopened without one', async () => {
    const company = await owner.createCompany();
    const closed = await ok(close(company, 2024));
    assert.deepEqual([closed.closed, closed.entryId], [true, null]);
    assert.equal((await ok(reopen(company, 2024))).closed, false);
    assertRefused(await reopen(company, 2024), 'fiscal_year_not_closed');
  });

  test('names the role that the chart lacks', async () => {
    const company = await trading();
    const equity = company.accounts.find((one) => one.role === 'retained_earnings');
    assert.ok(equity);
    const { code, name, parentId, archived, version } = equity;
    const change = { code, name, parentId, archived, version, role: null };
    await ok(owner.call({ method: 'PATCH', url: `${company.at}/accounts/${equity.id}`, payload: change }));
    assertRefused(await close(company, 2024), 'missing_account_role');
  });
});

describe('a closed year', () => {
  test('is reopened by an owner with a reason: its entry is reversed, its last month open, and it closes again', async () => {
    const company = await trading();
    await ok(close(company, 2024));
    const closed = await ok(close(company, 2025));
    assertRefused(
      await owner.post(`${company.at}/periods/2025-12/open`, { reason: 'Late bill' }),
      'fiscal_year_closed',
    );
    const reverse = `${company.at}/entries/${closed.entryId}/reverse`;
    assertRefused(
      await owner.post(reverse, { date: '2026-01-01', description: '' }),
      'reverse_document_instead',
    );
    assertRefused(await owner.post(`${company.at}/fiscal-years/2025/reopen`, {}), 'invalid_input');
    const admin = await api.signUp();
    const invited = await ok(
      owner.post<{ token: string }>(`${company.at}/invitations`, { email: admin.email, role: 'admin' }),
    );
    await ok(admin.post('/v1/invitations/accept', { token: invited.token }));
    assertRefused(
      await admin.post(`${company.at}/fiscal-years/2025/reopen`, { reason: 'x' }),
      'not_permitted',
    );

    const open = await ok(reopen(company, 2025));
    assert.deepEqual([open.closed, open.entryId], [false, null]);
    assert.equal((await sheet(company, '2025-12-31')).result, '27.20');
    assert.equal(await profit(company, '2025-01-01', '2025-12-31'), '27.20');
    await posted(company, saleEntry(company, '3', { date: '2025-12-30' }));
    assertRefused(
      await owner.post(`${company.at}/entries`, saleEntry(company, '1', { date: '2025-11-30' })),
      'period_closed',
    );
    await ok(close(company, 2025));
    assert.equal((await sheet(company, '2025-12-31')).result, '0.00');
    assert.equal(await profit(company, '2025-01-01', '2025-12-31'), '30.20');
    await assertChecksHold(api, company.id);
  });

  test('keeps the locks of its months, whoever writes', async () => {
    const company = await trading();
    await ok(close(company, 2024));
    for (const text of ['DELETE FROM erp.closed_periods', "UPDATE erp.closed_periods SET lock = 'soft'"]) {
      await assert.rejects(
        api.asOwner(`${text} WHERE company_id = $1 AND month = '2024-03-01'`, [company.id]),
        { code: 'CE003' },
        text,
      );
    }
  });
});

describe('races', () => {
  test('of two closes one is refused; a posting lands before the close and is in it, or is refused', async () => {
    const company = await trading();
    await ok(close(company, 2024));
    const entry = saleEntry(company, '1000', { date: '2025-08-01' });
    const [answers, late] = await withBooksHeld(api, company.id, async (untilWaiting) => {
      const before = owner.post(`${company.at}/entries`, entry);
      await untilWaiting(1);
      const closes = [close(company, 2025)];
      await untilWaiting(2);
      closes.push(close(company, 2025));
      await untilWaiting(3);
      const after = owner.post(`${company.at}/entries`, entry);
      await untilWaiting(4);
      return [[before, ...closes], after] as const;
    });
    const statuses = (await Promise.all(answers)).map(({ status }) => status);
    assert.deepEqual(statuses, [201, 200, 409]);
    assertRefused(await late, 'period_closed');
    assert.equal((await sheet(company, '2025-12-31')).result, '0.00');
    assert.equal(await profit(company, '2025-01-01', '2025-12-31'), '1027.20');
    await assertChecksHold(api, company.id);
  });
});
