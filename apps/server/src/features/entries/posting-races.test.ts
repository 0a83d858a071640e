import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Entry } from '@crypto-erp/contract/entries';
import { newId } from '../../db/id.ts';
import { type Reply, type TestApi, type TestCompany, type TestUser, testApi } from '../../testing/api.ts';
import { assertBooksHold, assertRefused, euros, saleEntry, withBooksHeld } from '../../testing/entries.ts';

let api: TestApi;
let user: TestUser;
before(async () => {
  api = await testApi();
  user = await api.signUp();
});
after(() => api.close());

const post = (company: TestCompany, body: object) => user.post<Entry>(`${company.at}/entries`, body);
const close = (company: TestCompany, month: string) => user.post(`${company.at}/periods/${month}/close`, {});
const numbered = (serial: number) => `JE-2026-${String(serial).padStart(5, '0')}`;

/** The numbers answered, in their order. */
const numbersOf = (replies: Reply<Entry>[]) => replies.map((reply) => String(reply.body.number)).sort();

const oneTo = (count: number) => Array.from({ length: count }, (_, i) => numbered(i + 1));

test('200 posts at once, half of them bad: the good ones are numbered 1 to 100, the bad ones say why', async () => {
  const company = await user.createCompany();
  await close(company, '2026-01');
  const [bank, sales] = [company.account('bank'), company.account('sales')];
  const bad: [code: string, changes: object][] = [
    ['entry_unbalanced', { lines: [euros(bank, '1'), euros(sales, '-2')] }],
    ['unknown_account', { lines: [euros(bank, '1'), euros(newId(), '-1')] }],
    ['period_closed', { date: '2026-01-31' }],
    ['unknown_asset', { lines: [{ ...euros(bank, '1'), asset: 'NOPE' }, euros(sales, '-1')] }],
  ];
  const tries = Array.from({ length: 200 }, (_, i) => {
    const [code, changes] = i % 2 === 0 ? ['', {}] : (bad[((i - 1) / 2) % bad.length] as [string, object]);
    return { code, body: saleEntry(company, String(i + 1), changes) };
  });
  const replies = await Promise.all(tries.map(({ body }) => post(company, body)));

  for (const [i, reply] of replies.entries()) {
    const code = tries[i]?.code ?? '';
    if (code === '') assert.equal(reply.status, 201, JSON.stringify(reply.body));
    else assertRefused(reply, code);
  }
  const good = replies.filter((_, i) => i % 2 === 0);
  assert.deepEqual(numbersOf(good), oneTo(100));
  const kept = await api.asOwner<{ number: string; id: string }>(
    'SELECT number, id FROM erp.entries WHERE company_id = $1 ORDER BY sequence',
    [company.id],
  );
  assert.deepEqual(
    kept.map((row) => row.number),
    oneTo(100),
  );
  assert.deepEqual(
    new Map(kept.map((row) => [row.id, row.number])),
    new Map(good.map(({ body }) => [body.id, String(body.number)]).sort() as [string, string][]),
  );
  await assertBooksHold(api, company.id);
});

test('posts of five companies at once are numbered in each by itself', async () => {
  const companies = await Promise.all(Array.from({ length: 5 }, () => user.createCompany()));
  const replies = await Promise.all(
    Array.from({ length: 150 }, async (_, i) => {
      const company = companies[i % 5] as TestCompany;
      return { company, reply: await post(company, saleEntry(company, String(i + 1))) };
    }),
  );
  for (const company of companies) {
    const own = replies.filter((one) => one.company === company).map((one) => one.reply);
    assert.deepEqual(numbersOf(own), oneTo(30));
    await assertBooksHold(api, company.id);
  }
});

test('posts that race the close of their month are in before it or refused, again and again', async () => {
  const company = await user.createCompany();
  let posted = 0;
  for (let month = 1; month <= 12; month += 1) {
    const name = `2026-${String(month).padStart(2, '0')}`;
    const body = saleEntry(company, '1', { date: `${name}-28` });
    const early = Array.from({ length: 4 }, () => post(company, body));
    const closing = close(company, name);
    const late = Array.from({ length: 4 }, () => post(company, body));
    const replies = await Promise.all([...early, ...late]);
    assert.equal((await closing).status, 200);
    for (const reply of replies) if (reply.status !== 201) assertRefused(reply, 'period_closed', '/date');
    posted += replies.filter((reply) => reply.status === 201).length;
    assertRefused(await post(company, body), 'period_closed', '/date');
  }
  const january = saleEntry(company, '1', { date: '2027-01-01' });
  assert.equal((await post(company, january)).status, 201);
  const rows = await api.asOwner('SELECT FROM erp.entries WHERE company_id = $1', [company.id]);
  assert.equal(rows.length, posted + 1);
  await assertBooksHold(api, company.id);
});

test('a post that began before the close but got the books after it is refused', async () => {
  const company = await user.createCompany();
  await post(company, saleEntry(company, '1'));
  const { closing, posting } = await withBooksHeld(api, company.id, async (untilWaiting) => {
    const closing = close(company, '2026-03');
    await untilWaiting(1);
    const posting = post(company, saleEntry(company, '2'));
    await untilWaiting(2);
    return { closing, posting };
  });
  assert.equal((await closing).status, 200);
  assertRefused(await posting, 'period_closed', '/date');
  await assertBooksHold(api, company.id);
});

test('a close waits for the post before it, which stands', async () => {
  const company = await user.createCompany();
  const { closing, posting } = await withBooksHeld(api, company.id, async (untilWaiting) => {
    const posting = post(company, saleEntry(company, '2'));
    await untilWaiting(1);
    const closing = close(company, '2026-03');
    await untilWaiting(2);
    return { closing, posting };
  });
  assert.equal((await posting).status, 201);
  assert.equal((await closing).status, 200);
  await assertBooksHold(api, company.id);
});
