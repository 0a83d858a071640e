import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import type { Entry, EntryBatchResult } from '@crypto-erp/contract/entries';
import { newId } from '../../db/id.ts';
import { type TestApi, type TestCompany, type TestUser, testApi } from '../../testing/api.ts';
import { assertBooksHold, assertRefused, euros, saleEntry } from '../../testing/entries.ts';

let api: TestApi;
let user: TestUser;
before(async () => {
  api = await testApi();
  user = await api.signUp();
});
after(() => api.close());

const made: TestCompany[] = [];
async function newCompany(settings = {}): Promise<TestCompany> {
  const company = await user.createCompany(settings);
  made.push(company);
  return company;
}
afterEach(async () => {
  for (const company of made.splice(0)) await assertBooksHold(api, company.id);
});

const post = (company: TestCompany, body: object, key?: string) =>
  user.post<Entry>(`${company.at}/entries`, body, key);

const numbers = async (company: TestCompany): Promise<string[]> => {
  const rows = await api.asOwner<{ number: string }>(
    'SELECT number FROM erp.entries WHERE company_id = $1 ORDER BY fiscal_year, serial',
    [company.id],
  );
  return rows.map((row) => row.number);
};

test('a balanced entry is posted, numbered and read back as it was answered', async () => {
  const company = await newCompany();
  const posted = await post(company, saleEntry(company, '119.00'));
  assert.equal(posted.status, 201);
  assert.equal(posted.body.number, 'JE-2026-00001');
  assert.equal(posted.body.status, 'posted');
  assert.equal(posted.body.total, '119');
  assert.deepEqual(
    posted.body.lines.map((line) => line.baseAmount),
    ['119', '-119'],
  );
  const read = await user.get<Entry>(`${company.at}/entries/${posted.body.id}`);
  assert.deepEqual(read.body, posted.body);
});

test('a fiscal year that starts in April is numbered by the year in which it ends', async () => {
  const company = await newCompany({ fiscalYearStartMonth: 4 });
  for (const [date, number] of [
    ['2026-03-31', 'JE-2026-00001'],
    ['2026-04-01', 'JE-2027-00001'],
    ['2025-04-01', 'JE-2026-00002'],
    ['2027-03-31', 'JE-2027-00002'],
  ] as const) {
    assert.equal((await post(company, saleEntry(company, '1', { date }))).body.number, number, date);
  }
});

test('an entry that breaks a rule is refused at its field, and takes no number', async () => {
  const company = await newCompany();
  const [bank, sales] = [company.account('bank'), company.account('sales')];
  const lines = (...given: object[]) => saleEntry(company, '1', { lines: given });
  const heading = company.accounts.find((account) => !account.postable);
  assert.ok(heading);
  const control = euros(company.account('receivable'), '1');

  const cases: [code: string, path: string, body: object][] = [
    ['entry_unbalanced', '/lines', lines(euros(bank, '1'), euros(sales, '-1.01'))],
    ['entry_too_few_lines', '/lines', lines()],
    ['unknown_account', '/lines/1/accountId', lines(euros(bank, '1'), euros(newId(), '-1'))],
    ['unknown_asset', '/lines/0/asset', lines({ ...euros(bank, '1'), asset: 'NOPE' }, euros(sales, '-1'))],
    ['too_many_decimals', '/lines/0/quantity', lines(euros(bank, '1.001'), euros(sales, '-1.001'))],
    ['line_zero', '/lines/0', lines(euros(bank, '0'), euros(sales, '0'))],
    [
      'base_amount_mismatch',
      '/lines/0/baseAmount',
      lines({ ...euros(bank, '2'), baseAmount: '1' }, euros(sales, '-1')),
    ],
    ['account_not_postable', '/lines/0/accountId', lines(euros(heading.id, '1'), euros(sales, '-1'))],
    ['control_account', '/lines/0/accountId', lines(control, euros(sales, '-1'))],
  ];
  for (const [code, path, body] of cases) assertRefused(await post(company, body), code, path);
  assert.equal((await post(company, saleEntry(company, '1'))).body.number, 'JE-2026-00001');
});

test('an archived account takes no more lines', async () => {
  const company = await newCompany();
  const account = company.accounts.find((one) => one.postable && one.role === null);
  assert.ok(account);
  const body = saleEntry(company, '1', {
    lines: [euros(account.id, '1'), euros(company.account('sales'), '-1')],
  });
  assert.equal((await post(company, body)).status, 201);
  const { code, name, parentId, version } = account;
  const archived = await user.call({
    method: 'PATCH',
    url: `${company.at}/accounts/${account.id}`,
    payload: { code, name, parentId, version, archived: true },
  });
  assert.equal(archived.status, 200);
  assertRefused(await post(company, body), 'account_archived', '/lines/0/accountId');
});

test('20 equal commands at once make one entry and get one answer', async () => {
  const company = await newCompany();
  const key = newId();
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => post(company, saleEntry(company, '7'), key)),
  );
  for (const answer of answers) {
    assert.equal(answer.status, 201);
    assert.deepEqual(answer.body, answers[0]?.body);
  }
  assert.deepEqual(await numbers(company), ['JE-2026-00001']);

  assertRefused(await post(company, saleEntry(company, '8'), key), 'idempotency_key_reused');
  assert.deepEqual(await numbers(company), ['JE-2026-00001']);
});

test('20 commands at once that share a key but differ make one entry; the others are told', async () => {
  const company = await newCompany();
  const key = newId();
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, i) => post(company, saleEntry(company, String(i + 1)), key)),
  );
  assert.equal(answers.filter((answer) => answer.status === 201).length, 1);
  for (const answer of answers.filter((one) => one.status !== 201)) {
    assert.equal(answer.status, 409);
    assertRefused(answer, 'idempotency_key_reused');
  }
  assert.equal((await numbers(company)).length, 1);
});

test('a key gets its answer again after the period was closed', async () => {
  const company = await newCompany();
  const key = newId();
  const first = await post(company, saleEntry(company, '7'), key);
  assert.equal((await user.post(`${company.at}/periods/2026-03/close`, {})).status, 200);
  const again = await post(company, saleEntry(company, '7'), key);
  assert.equal(again.status, 201);
  assert.deepEqual(again.body, first.body);
  assertRefused(await post(company, saleEntry(company, '7')), 'period_closed', '/date');
});

test('the same key in another company is another command', async () => {
  const [one, two] = [await newCompany(), await newCompany()];
  const key = newId();
  const answers = [await post(one, saleEntry(one, '1'), key), await post(two, saleEntry(two, '2'), key)];
  assert.deepEqual(
    answers.map((answer) => answer.status),
    [201, 201],
  );
});

test('a batch answers each item by itself, and repeats its answers', async () => {
  const company = await newCompany();
  const item = (amount: string, changes = {}) => {
    const { status: _, ...content } = saleEntry(company, amount, changes);
    return content;
  };
  const lines = [euros(company.account('bank'), '1'), euros(company.account('sales'), '-2')];
  const body = { items: [item('1'), item('1', { lines }), item('2'), item('3', { date: '2026-04-01' })] };
  const key = newId();
  const reply = await user.post<EntryBatchResult>(`${company.at}/entries/batch`, body, key);
  assert.equal(reply.status, 200);
  assert.deepEqual(
    reply.body.results.map((result) => result.problem?.code ?? result.entry?.total),
    ['1', 'entry_unbalanced', '2', '3'],
  );
  assert.deepEqual(await numbers(company), ['JE-2026-00001', 'JE-2026-00002', 'JE-2026-00003']);

  const again = await user.post<EntryBatchResult>(`${company.at}/entries/batch`, body, key);
  assert.deepEqual(again.body, reply.body);
  assert.equal((await numbers(company)).length, 3);
  const other = await user.post<EntryBatchResult>(`${company.at}/entries/batch`, { items: [item('9')] }, key);
  assertRefused(other, 'idempotency_key_reused');
  assert.equal((await numbers(company)).length, 3);
});
