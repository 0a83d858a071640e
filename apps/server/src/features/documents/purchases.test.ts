import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import type { Document } from '@crypto-erp/contract/documents';
import { assertRefused } from '../../testing/entries.ts';
import { type Trade, testTrade } from '../../testing/trade.ts';

let trade: Trade;
before(async () => {
  trade = await testTrade();
});
afterEach(() => trade.verify());
after(() => trade?.close());

test('a bill credits the payable, debits expenses and the tax to be deducted, and is paid by money that goes out', async () => {
  const { bill, tax, call, entryLines, balance, get } = await trade.trader();
  const taxId = (await tax()).id;
  const posted = await bill({ asset: 'USD', externalNumber: 'A-77' }, [{ taxId }]);
  assert.deepEqual(
    [posted.number, posted.kind, posted.side, posted.status, posted.pdf],
    ['BILL-2026-00001', 'bill', 'purchase', 'posted', 'none'],
  );
  // 121 dollars at 1.1698 are 103.44 euros: 85.49 and 17.95 of them by the largest remainder.
  assert.deepEqual(await entryLines(posted.entryId), [
    'payable USD -121 -103.44',
    'expenses USD 100 85.49',
    'tax_receivable USD 21 17.95',
  ]);
  // 121 dollars at 1.1478 are 105.42 euros: the debt cost 1.98 more than it was booked at.
  const payment = { date: '2026-03-16', amount: '121', accountId: null, reference: '' };
  const paid = await call<{ direction: string; exchangeDifference: string; entryId: string }>(
    'POST',
    `bills/${posted.id}/payments`,
    payment,
  );
  assert.deepEqual([paid.body.direction, paid.body.exchangeDifference], ['out', '-1.98']);
  assert.deepEqual(await entryLines(paid.body.entryId), [
    'bank USD -121 -105.42',
    'payable USD 121 103.44',
    'exchange_loss EUR 1.98 1.98',
  ]);
  assert.equal((await get<Document>(`bills/${posted.id}`)).status, 'paid');
  assert.deepEqual(await balance('payable'), { base: '0', USD: '0' });
});

test('a reverse charge is owed and deducted by the buyer, outside the total', async () => {
  const { bill, tax, entryLines, call, balance } = await trade.trader();
  const taxId = (await tax({ code: 'RC', kind: 'reverse-charge' })).id;
  const posted = await bill({ asset: 'USD' }, [{ taxId }]);
  assert.deepEqual(
    [posted.total, posted.tax, posted.taxSummary[0]?.selfAssessed],
    ['100.00', '0.00', '21.00'],
  );
  // 21 dollars at 1.1698 are 17.95 euros.
  assert.deepEqual(await entryLines(posted.entryId), [
    'payable USD -100 -85.48',
    'expenses USD 100 85.48',
    'tax_receivable USD 21 17.95',
    'tax_payable USD -21 -17.95',
  ]);
  const gone = await call('POST', `bills/${posted.id}/void`, { date: '2026-03-31', reason: 'Not ours' });
  assert.equal(gone.status, 200, JSON.stringify(gone.body));
  for (const role of ['payable', 'expenses', 'tax_receivable', 'tax_payable'] as const) {
    assert.deepEqual(await balance(role), { base: '0', USD: '0' }, role);
  }
});

test("a supplier's number is entered once, also by two clerks at once, and again after a void", async () => {
  const { content, call, bill, contact } = await trade.trader();
  const body = { ...content(), externalNumber: 'X-1', status: 'posted' };
  const answers = await Promise.all(Array.from({ length: 8 }, () => call<Document>('POST', 'bills', body)));
  const [posted, ...more] = answers.filter(({ status }) => status === 201);
  assert.ok(posted && more.length === 0);
  for (const answer of answers) if (answer !== posted) assertRefused(answer, 'already_exists');
  assertRefused(await call('POST', 'bills', body), 'already_exists', '/externalNumber');
  await bill({ externalNumber: 'X-1', contactId: (await contact({ name: 'Another' })).id });
  await call('POST', `bills/${posted.body.id}/void`, { date: '2026-03-31', reason: 'Twice' });
  assert.equal((await call('POST', 'bills', body)).status, 201);
});

test('a line of a purchase names an expense or an asset, and a tax that purchases have', async () => {
  const { content, call, account, tax } = await trade.trader();
  const bill = (line: object) =>
    call('POST', 'bills', { ...content({}, [line]), externalNumber: '', status: 'draft' });
  assertRefused(await bill({ accountId: account('sales') }), 'account_wrong_type', '/lines/0/accountId');
  assertRefused(await bill({ accountId: account('payable') }), 'control_account', '/lines/0/accountId');
  const salesOnly = (await tax({ code: 'S', inputAccountId: null })).id;
  assertRefused(await bill({ taxId: salesOnly }), 'tax_not_for_purchases', '/lines/0/taxId');
  assert.equal((await bill({ accountId: account('bank') })).status, 201);
});

test('an expense claim has a series of its own, lives as a draft, and is copied without its number', async () => {
  const { content, call, get } = await trade.trader();
  const body = { ...content(), externalNumber: 'Taxi 4', status: 'draft' };
  const draft = (await call<Document>('POST', 'expense-claims', body)).body;
  const { status: _, ...changed } = { ...body, notes: 'To the airport', version: draft.version };
  const second = await call<Document>('PUT', `expense-claims/${draft.id}`, changed);
  assert.deepEqual([second.body.notes, second.body.version], ['To the airport', 2]);
  assertRefused(await call('POST', `expense-claims/${draft.id}/post`, { version: 1 }), 'version_conflict');
  const posted = await call<Document>('POST', `expense-claims/${draft.id}/post`, { version: 2 });
  assert.deepEqual([posted.body.number, posted.body.status], ['EXP-2026-00001', 'posted']);
  const copy = await call<Document>('POST', `expense-claims/${draft.id}/duplicate`, {
    issueDate: '2026-04-01',
  });
  assert.deepEqual(
    [copy.body.status, copy.body.issueDate, copy.body.externalNumber, copy.body.total],
    ['draft', '2026-04-01', '', posted.body.total],
  );
  assert.equal((await call('DELETE', `expense-claims/${copy.body.id}`)).status, 204);
  assert.deepEqual((await get<{ items: Document[] }>('bills')).items, []);
  const found = await get<{ items: Document[] }>('expense-claims?externalNumber=Taxi%204&side=purchase');
  assert.deepEqual(
    found.items.map(({ id }) => id),
    [draft.id],
  );
  // A claim is no bill: its address has only claims.
  assertRefused(await call('GET', `bills/${draft.id}`), 'not_found');
});

test('a clerk writes bills and does not post them', async () => {
  const { at, content } = await trade.trader();
  const clerk = await trade.api.signUp();
  const { body } = await trade.user.post<{ token: string }>(`${at}/invitations`, {
    email: clerk.email,
    role: 'clerk',
  });
  await clerk.post('/v1/invitations/accept', { token: body.token });
  const bill = { ...content(), externalNumber: '' };
  assert.equal((await clerk.post(`${at}/bills`, { ...bill, status: 'draft' })).status, 201);
  assertRefused(await clerk.post(`${at}/bills`, { ...bill, status: 'posted' }), 'not_permitted');
});
