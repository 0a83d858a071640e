import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import type { Document } from '@crypto-erp/contract/documents';
import type { Payment, Settlement } from '@crypto-erp/contract/payments';
import { assertRefused } from '../../testing/entries.ts';
import { type Trade, testTrade } from '../../testing/trade.ts';

let trade: Trade;
before(async () => {
  trade = await testTrade();
});
afterEach(() => trade.verify());
after(() => trade?.close());

test('a credit of another day is used at its own rate: the difference is realised', async () => {
  const { post, make, contactId, entryLines, balance, call, get } = await trade.trader();
  // 100 dollars in advance at 1.1478 are 87.12 euros; 100 invoiced at 1.1498 are 86.97.
  const advance = await make<Payment>('payments', {
    side: 'sales',
    direction: 'in',
    contactId,
    date: '2026-03-16',
    asset: 'USD',
    amount: '100',
    accountId: null,
    reference: '',
    fee: null,
    rest: 'credit',
    allocations: [],
  });
  const invoice = await post({ asset: 'USD', issueDate: '2026-03-31' });
  const parts = [
    { itemId: invoice.id, amount: '100' },
    { itemId: advance.id, amount: '100' },
  ];
  assertRefused(
    await call('POST', 'settlements', { date: '2026-03-30', parts }),
    'payment_before_issue',
    '/date',
  );
  const settled = await make<Settlement>('settlements', { date: '2026-04-01', parts });
  assert.deepEqual([settled.kind, settled.exchangeDifference], ['credit', '0.15']);
  assert.deepEqual(await entryLines(settled.entryId), [
    'receivable USD -100 -86.97',
    'receivable USD 100 87.12',
    'exchange_gain EUR -0.15 -0.15',
  ]);
  assert.deepEqual(await balance('receivable'), { base: '0', USD: '0' });
  assert.deepEqual(await get(`settlements/${settled.id}`), settled);

  const undone = await call<Settlement>('POST', `settlements/${settled.id}/reverse`, {
    date: '2026-04-02',
    reason: 'x',
  });
  assert.equal(undone.body.reversedOn, '2026-04-02');
  assert.equal((await get<Document>(`invoices/${invoice.id}`)).openAmount, '100.00');
});

test('what a contact owes and is owed is cleared by a contra entry', async () => {
  const { post, bill, make, entryLines, get } = await trade.trader();
  const invoice = await post({}, [{ unitPrice: '30' }]);
  const owed = await bill({}, [{ unitPrice: '50' }]);
  const settled = await make<Settlement>('settlements', {
    date: '2026-03-31',
    parts: [
      { itemId: invoice.id, amount: '30' },
      { itemId: owed.id, amount: '30' },
    ],
  });
  assert.equal(settled.kind, 'contra');
  assert.deepEqual(await entryLines(settled.entryId), ['receivable EUR -30 -30', 'payable EUR 30 30']);
  assert.equal((await get<Document>(`bills/${owed.id}`)).openAmount, '20.00');
});

test('both sides are equal, of one contact and asset, and open', async () => {
  const { post, note, contact, call } = await trade.trader();
  const invoice = await post();
  const credit = await note('credit-notes');
  const settle = (amounts: [string, string][]) =>
    call('POST', 'settlements', {
      date: '2026-03-31',
      parts: amounts.map(([itemId, amount]) => ({ itemId, amount })),
    });
  const refused = async (
    amounts: [string, string][],
    code: Parameters<typeof assertRefused>[1],
    path: string,
  ) => assertRefused(await settle(amounts), code, path);
  await refused(
    [
      [invoice.id, '60'],
      [credit.id, '50'],
    ],
    'settlement_unbalanced',
    '/parts',
  );
  await refused(
    [
      [invoice.id, '101'],
      [credit.id, '101'],
    ],
    'payment_exceeds_open_amount',
    '/parts/0/amount',
  );
  await refused(
    [
      [invoice.id, '0'],
      [credit.id, '0'],
    ],
    'amount_not_positive',
    '/parts/0/amount',
  );
  const stranger = await note('credit-notes', { contactId: (await contact({ name: 'Bob' })).id });
  await refused(
    [
      [invoice.id, '1'],
      [stranger.id, '1'],
    ],
    'wrong_contact',
    '/parts/1/itemId',
  );
  const dollars = await note('credit-notes', { asset: 'USD' });
  await refused(
    [
      [invoice.id, '1'],
      [dollars.id, '1'],
    ],
    'wrong_asset',
    '/parts/1/itemId',
  );
});
