import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Budget, BudgetLine, BudgetReport } from '@crypto-erp/contract/budgets';
import { type TestApi, type TestCompany, type TestUser, testApi } from '../../testing/api.ts';
import { assertRefused, euros } from '../../testing/entries.ts';

let api: TestApi;
let user: TestUser;
/** Its fiscal year 2026 is April 2025 to March 2026. */
let company: TestCompany;
let rent: string;
let project: string;

before(async () => {
  api = await testApi();
  user = await api.signUp();
  company = await user.createCompany({ fiscalYearStartMonth: 4 });
  rent = company.accounts.find(({ code }) => code === '5310')?.id ?? assert.fail('no rent');
  const dimension = await user.post<{ id: string }>(`${company.at}/dimensions`, { name: 'Project' });
  const value = { dimensionId: dimension.body.id, code: 'P', name: 'P' };
  project = (await user.post<{ id: string }>(`${company.at}/dimension-values`, value)).body.id;
});
after(() => api.close());

const create = async (name: string) =>
  (await user.post<Budget>(`${company.at}/budgets`, { name, fiscalYear: 2026 })).body;
const put = (id: string, version: number, lines: object[]) =>
  user.call<Budget>({ method: 'PUT', url: `${company.at}/budgets/${id}/lines`, payload: { version, lines } });
const line = (change: Partial<BudgetLine> = {}): BudgetLine => ({
  accountId: rent,
  month: '2025-04',
  dimensionValueId: null,
  amount: '100',
  ...change,
});

test('lines replace those before them as a whole, each version once', async () => {
  const budget = await create('Replaced');
  const first = await put(budget.id, 1, [line(), line({ month: '2026-03', amount: '-1.50' })]);
  assert.equal(first.status, 200, JSON.stringify(first.body));
  assert.deepEqual(first.body.lines, [line(), line({ month: '2026-03', amount: '-1.5' })]);
  const second = await put(budget.id, 2, [line({ dimensionValueId: project, amount: '7' })]);
  assert.deepEqual(second.body, {
    ...budget,
    version: 3,
    lines: [line({ dimensionValueId: project, amount: '7' })],
  });
  assertRefused(await put(budget.id, 2, []), 'version_conflict', '/version');
  const again = await user.post(`${company.at}/budgets`, { name: 'Replaced', fiscalYear: 2026 });
  assertRefused(again, 'already_exists', '/name');
});

test('a line that fits no budget is refused where it stands, and nothing changes', async () => {
  const budget = await create('Refused');
  const bank = company.account('bank');
  const heading = company.accounts.find(({ code }) => code === '5300')?.id ?? '';
  for (const [change, code, field] of [
    [{ month: '2025-03' }, 'budget_month_outside', 'month'],
    [{ month: '2026-04' }, 'budget_month_outside', 'month'],
    [{ accountId: bank }, 'account_wrong_type', 'accountId'],
    [{ accountId: heading }, 'account_not_postable', 'accountId'],
    [{ amount: '0.001' }, 'too_many_decimals', 'amount'],
    [{}, 'budget_line_twice', 'month'],
  ] as const) {
    assertRefused(await put(budget.id, 1, [line(), line(change)]), code, `/lines/1/${field}`);
  }
  assert.deepEqual((await user.get<Budget>(`${company.at}/budgets/${budget.id}`)).body, budget);
  await assert.rejects(
    api.asOwner(
      `INSERT INTO erp.budget_lines (company_id, budget_id, position, account_id, month, amount)
       VALUES ($1, $2, 1, $3, '2026-04-01', 1)`,
      [company.id, budget.id, rent],
    ),
    { code: 'CE001' },
  );
});

test('a budget stands against what was posted, by period, with variance and percent', async () => {
  const budget = await create('Compared');
  const sales = company.account('sales');
  await put(budget.id, 1, [
    line(),
    line({ month: '2025-05', amount: '50' }),
    line({ dimensionValueId: project, amount: '10' }),
    line({ accountId: sales, amount: '300' }),
  ]);
  const post = async (date: string, amount: string, account: string, dimensionValueIds: string[] = []) => {
    const own = { ...euros(account, amount), dimensionValueIds };
    const other = euros(company.account('bank'), amount.startsWith('-') ? amount.slice(1) : `-${amount}`);
    const entry = { status: 'posted', date, description: '', lines: [own, other] };
    assert.equal((await user.post(`${company.at}/entries`, entry)).status, 201);
  };
  await post('2025-04-30', '80', rent);
  await post('2025-05-01', '60', rent, [project]);
  await post('2025-04-02', '-400', sales);
  await post('2025-03-31', '999', rent);

  const report = async (query: string) =>
    (
      await user.get<BudgetReport>(
        `${company.at}/reports/budget-against-actual?budgetId=${budget.id}${query}`,
      )
    ).body;
  const shown = ({ periods }: BudgetReport) =>
    periods.slice(0, 2).map(({ from, to, rows }) => [
      `${from} ${to}`,
      ...rows
        .filter(({ accountId, kind }) => (accountId !== null && kind === 'account') || kind === 'total')
        .filter(({ name }) => !name.startsWith('Total'))
        .map((row) => [row.name, row.budget, row.amount, row.variance, row.percent].join(' ')),
    ]);
  assert.deepEqual(shown(await report('&by=month')), [
    [
      '2025-04-01 2025-04-30',
      'Sales of goods and services 300.00 400.00 100.00 33.33',
      'Rent and utilities 110.00 80.00 -30.00 -27.27',
      'Profit 190.00 320.00 130.00 68.42',
    ],
    [
      '2025-05-01 2025-05-31',
      'Rent and utilities 50.00 60.00 10.00 20.00',
      'Profit -50.00 -60.00 -10.00 -20.00',
    ],
  ]);
  assert.equal((await report('&by=month')).periods.length, 12);
  assert.deepEqual(
    (await report('&by=quarter')).periods.map(({ from }) => from),
    ['2025-04-01', '2025-07-01', '2025-10-01', '2026-01-01'],
  );
  assert.deepEqual(shown(await report(`&dimensionValueId=${project}`)), [
    [
      '2025-04-01 2026-03-31',
      'Rent and utilities 10.00 60.00 50.00 500.00',
      'Profit -10.00 -60.00 -50.00 -500.00',
    ],
  ]);
});
