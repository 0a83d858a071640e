import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { REPORT_FORMATS, REPORTS } from '@crypto-erp/contract/reports';
import { type TestApi, type TestCompany, type TestUser, testApi } from '../../testing/api.ts';
import { euros } from '../../testing/entries.ts';

let api: TestApi;
let user: TestUser;
let company: TestCompany;
let budgetId: string;
let accounts: Record<'bank' | 'sales' | 'rent' | 'equipment' | 'gain', string>;

before(async () => {
  api = await testApi();
  user = await api.signUp();
  company = await user.createCompany();
  const byCode = (code: string) =>
    company.accounts.find((one) => one.code === code)?.id ?? assert.fail(`no account ${code}`);
  accounts = {
    bank: company.account('bank'),
    sales: company.account('sales'),
    gain: company.account('exchange_gain'),
    rent: byCode('5310'),
    equipment: byCode('1510'),
  };
  await post('2026-01-05', 'Sale', [euros(accounts.bank, '1000'), euros(accounts.sales, '-1000')]);
  await post('2026-01-20', '=Rent, "and" power', [
    euros(accounts.rent, '300.5'),
    euros(accounts.bank, '-300.5'),
  ]);
  await post('2026-01-31', 'Rate', [
    { accountId: accounts.bank, asset: 'USD', quantity: '0', baseAmount: '7' },
    euros(accounts.gain, '-7'),
  ]);
  const created = await user.post<{ id: string }>(`${company.at}/budgets`, {
    name: 'Plan',
    fiscalYear: 2026,
  });
  budgetId = created.body.id;
  await made('periods/2026-01/close', {});
});
after(() => api.close());

async function made(url: string, body: object): Promise<void> {
  const answer = await user.post(`${company.at}/${url}`, body);
  assert.ok(answer.status < 300, JSON.stringify(answer.body));
}

const post = (date: string, description: string, lines: object[]) =>
  made('entries', { status: 'posted', date, description, lines });

const JANUARY = 'from=2026-01-01&to=2026-01-31';
/** How each report of the closed January is asked for, with everything beside it that has ended too. */
const ASKED: Record<(typeof REPORTS)[number], () => string> = {
  'trial-balance': () => `${JANUARY}&compare=previous-period&periods=2`,
  'general-ledger': () => `${JANUARY}&types=asset,income,expense`,
  journal: () => JANUARY,
  'profit-and-loss': () => `${JANUARY}&compare=previous-year`,
  'balance-sheet': () => 'asOf=2026-01-31&compare=previous-month&periods=3',
  'receivables-aging': () => 'asOf=2026-01-31&by=document',
  'payables-aging': () => 'asOf=2026-01-31',
  'tax-summary': () => `${JANUARY}&by=month`,
  'tax-documents': () => JANUARY,
  'cash-flow': () => `${JANUARY}&method=indirect`,
  'by-tag': () => `${JANUARY}&compare=previous-period`,
  holdings: () => 'asOf=2026-01-31',
  'realised-gains': () => JANUARY,
  'crypto-reconciliation': () => 'asOf=2026-01-31',
  'budget-against-actual': () => `budgetId=${budgetId}&by=month`,
};

async function bytesOf(report: string, query: string, format: string): Promise<Buffer> {
  const response = await api.app.inject({
    method: 'GET',
    url: `${company.at}/reports/${report}?${query}&format=${format}`,
    headers: { cookie: user.cookie },
  });
  assert.equal(response.statusCode, 200, `${report} as ${format}: ${response.body.slice(0, 500)}`);
  return response.rawPayload;
}

async function allOfJanuary(): Promise<Map<string, Buffer>> {
  const found = new Map<string, Buffer>();
  for (const report of REPORTS) {
    // The budget's year goes on after January, so its actual amounts do.
    if (report === 'budget-against-actual') continue;
    for (const format of REPORT_FORMATS) {
      found.set(`${report}.${format}`, await bytesOf(report, ASKED[report](), format));
    }
  }
  return found;
}

test('a report of a closed month has the same bytes in every format, whatever is posted after it', async () => {
  const first = await allOfJanuary();
  assert.equal(first.size, 4 * (REPORTS.length - 1));
  const again = await allOfJanuary();
  await post('2026-02-02', 'Laptop', [euros(accounts.equipment, '900'), euros(accounts.bank, '-900')]);
  const later = await allOfJanuary();
  for (const [name, bytes] of first) {
    assert.ok(bytes.equals(again.get(name) ?? Buffer.of()), `${name} is not the same when asked again`);
    assert.ok(bytes.equals(later.get(name) ?? Buffer.of()), `${name} changed with what was posted later`);
  }
});

test('every report is a file of its format', async () => {
  const starts: Record<string, string> = { csv: '', xlsx: 'PK', pdf: '%PDF-1.7' };
  for (const report of REPORTS) {
    for (const [format, start] of Object.entries(starts)) {
      const bytes = await bytesOf(report, ASKED[report](), format);
      assert.equal(bytes.subarray(0, start.length).toString('latin1'), start, `${report} as ${format}`);
    }
  }
});
