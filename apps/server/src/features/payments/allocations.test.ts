import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import type { Document } from '@crypto-erp/contract/documents';
import type { OpenItem, Payment, PaymentInput } from '@crypto-erp/contract/payments';
import { assertRefused } from '../../testing/entries.ts';
import { type Trade, type Trader, testTrade } from '../../testing/trade.ts';

let trade: Trade;
before(async () => {
  trade = await testTrade();
});
afterEach(() => trade.verify());
after(() => trade?.close());

function received(trader: Trader, change: Partial<PaymentInput>): PaymentInput {
  return {
    side: 'sales',
    direction: 'in',
    contactId: trader.contactId,
    date: '2026-03-31',
    asset: 'EUR',
    amount: '100',
    accountId: null,
    reference: '',
    fee: null,
    rest: 'refuse',
    allocations: [],
    ...change,
  };
}

describe('a payment', () => {
  test('in a third currency pays two invoices, each at its own rate', async () => {
    const trader = await trade.trader();
    const { post, make, entryLines, get } = trader;
    const first = await post({ asset: 'USD' });
    const second = await post({ asset: 'USD' }, [{ unitPrice: '50' }]);
    // 100 pounds at 0.86833 are 115.16 euros; 100 and 50 dollars at 1.1698 were 85.48 and 42.74.
    const paid = await make<Payment>(
      'payments',
      received(trader, {
        asset: 'GBP',
        allocations: [
          { itemId: first.id, amount: '100', paid: '66' },
          { itemId: second.id, amount: '50', paid: '34' },
        ],
      }),
    );
    assert.deepEqual(await entryLines(paid.entryId), [
      'bank GBP 100 115.16',
      'receivable USD -100 -85.48',
      'receivable USD -50 -42.74',
      'exchange_loss EUR 13.06 13.06',
    ]);
    assert.deepEqual(
      paid.allocations.map(({ number, amount, paid: gave }) => [number, amount, gave]),
      [
        [first.number, '100.00', '66.00'],
        [second.number, '50.00', '34.00'],
      ],
    );
    assert.equal((await get<Document>(`invoices/${second.id}`)).status, 'paid');
  });

  test('loses its fee on the way in, and costs it besides on the way out', async () => {
    const trader = await trade.trader();
    const { post, bill, make, entryLines } = trader;
    const fee = { amount: '1.5', accountId: null };
    const invoice = await post();
    const came = await make<Payment>(
      'payments',
      received(trader, { fee, allocations: [{ itemId: invoice.id, amount: '100' }] }),
    );
    assert.deepEqual(await entryLines(came.entryId), [
      'bank EUR 98.5 98.5',
      'bank_fees EUR 1.5 1.5',
      'receivable EUR -100 -100',
    ]);
    const owed = await bill();
    const went = await make<Payment>(
      'payments',
      received(trader, {
        side: 'purchase',
        direction: 'out',
        fee,
        allocations: [{ itemId: owed.id, amount: '100' }],
      }),
    );
    assert.deepEqual(await entryLines(went.entryId), [
      'bank EUR -101.5 -101.5',
      'bank_fees EUR 1.5 1.5',
      'payable EUR 100 100',
    ]);
  });

  test('writes off what is not worth asking for, up to the limit of the company', async () => {
    const trader = await trade.trader({ writeOffLimit: '0.05' });
    const { post, make, call, entryLines, get } = trader;
    const invoice = await post();
    const pay = (writeOff: string, amount: string) =>
      received(trader, { amount, allocations: [{ itemId: invoice.id, amount: '100', writeOff }] });
    assertRefused(
      await call('POST', 'payments', pay('0.06', '99.94')),
      'write_off_over_limit',
      '/allocations',
    );
    assertRefused(
      await call('POST', 'payments', pay('101', '99')),
      'invalid_amount',
      '/allocations/0/writeOff',
    );
    const paid = await make<Payment>('payments', pay('0.05', '99.95'));
    assert.deepEqual(await entryLines(paid.entryId), [
      'bank EUR 99.95 99.95',
      'receivable EUR -100 -100',
      'write_off EUR 0.05 0.05',
    ]);
    assert.equal((await get<Document>(`invoices/${invoice.id}`)).status, 'paid');
  });

  test('above what is open is refused, or kept as credit on request, and the credit is used and given back', async () => {
    const trader = await trade.trader();
    const { post, make, call, get } = trader;
    const invoice = await post();
    const pay = (rest: 'refuse' | 'credit') =>
      received(trader, { amount: '150', rest, allocations: [{ itemId: invoice.id, amount: '100' }] });
    assertRefused(await call('POST', 'payments', pay('refuse')), 'payment_exceeds_open_amount', '/amount');
    assertRefused(await call('POST', 'payments', received(trader, {})), 'payment_not_allocated', '/amount');
    const paid = await make<Payment>('payments', pay('credit'));
    assert.deepEqual([paid.creditAmount, paid.openCredit], ['50.00', '50.00']);

    const next = await post({ issueDate: '2026-04-01' }, [{ unitPrice: '80' }]);
    const open = async () =>
      (await get<{ items: OpenItem[] }>(`open-items?contactId=${trader.contactId}`)).items.map(
        ({ kind, openAmount }) => `${kind} ${openAmount}`,
      );
    assert.deepEqual(await open(), ['payment -50.00', 'invoice 80.00']);
    const parts = [
      { itemId: next.id, amount: '50' },
      { itemId: paid.id, amount: '50' },
    ];
    const used = await make<{ id: string }>('settlements', { date: '2026-04-02', parts });
    assert.deepEqual(await open(), ['invoice 30.00']);
    const undo = { date: '2026-04-03', reason: 'A mistake' };
    assertRefused(await call('POST', `payments/${paid.id}/reverse`, undo), 'credit_in_use');
    assert.equal((await call('POST', `settlements/${used.id}/reverse`, undo)).status, 200);
    const { items } = await get<{ items: { action: string }[] }>(`audit-log?subjectId=${next.id}`);
    assert.deepEqual(
      items.map(({ action }) => action),
      ['invoice.reopened', 'invoice.settled', 'invoice.posted'],
    );
    assertRefused(await call('POST', `settlements/${used.id}/reverse`, undo), 'already_reversed');
    // On the second the credit was still in use: without the payment the customer would have had a credit of nothing.
    const early = { ...undo, date: '2026-04-02' };
    assertRefused(await call('POST', `payments/${paid.id}/reverse`, early), 'date_before_original', '/date');
    assert.equal((await call('POST', `payments/${paid.id}/reverse`, undo)).status, 200);
    assert.deepEqual(await open(), ['invoice 100.00', 'invoice 80.00']);
  });

  test('that is credit is paid back', async () => {
    const trader = await trade.trader();
    const { make, balance } = trader;
    const before = await make<Payment>('payments', received(trader, { rest: 'credit' }));
    const back = await make<Payment>(
      'payments',
      received(trader, { direction: 'out', allocations: [{ itemId: before.id, amount: '100' }] }),
    );
    assert.deepEqual(
      back.allocations.map(({ kind, number }) => [kind, number]),
      [['payment', before.number]],
    );
    assert.deepEqual(await balance('receivable'), { base: '0', EUR: '0' });
    assert.deepEqual(await balance('bank'), { base: '0', EUR: '0' });
  });

  test('is of one contact and one side, names each item once, and says what it gives for another asset', async () => {
    const trader = await trade.trader();
    const { post, draft, bill, contact, call } = trader;
    const stranger = await post({ contactId: (await contact({ name: 'Bob' })).id });
    const dollars = await post({ asset: 'USD' });
    const pay = (itemId: string, more: object[] = []) =>
      call(
        'POST',
        'payments',
        received(trader, { allocations: [{ itemId, amount: '10' }, ...more] as PaymentInput['allocations'] }),
      );
    const at = '/allocations/0/itemId';
    assertRefused(await pay(stranger.id), 'wrong_contact', at);
    assertRefused(await pay((await bill()).id), 'wrong_side', at);
    assertRefused(await pay((await draft()).id), 'not_posted');
    assertRefused(await pay(trader.contactId), 'not_found');
    assertRefused(await pay(dollars.id), 'paid_amount_missing', '/allocations/0/paid');
    const mine = await post();
    assertRefused(await pay(mine.id, [{ itemId: mine.id, amount: '1' }]), 'invalid_input');
    const unknown = received(trader, { contactId: mine.id, rest: 'credit' });
    assertRefused(await call('POST', 'payments', unknown), 'unknown_contact', '/contactId');
  });

  test('of two at once over the same invoice one is refused', async () => {
    const trader = await trade.trader();
    const invoice = await trader.post();
    const body = received(trader, { allocations: [{ itemId: invoice.id, amount: '100' }] });
    const answers = await Promise.all([1, 2, 3, 4].map(() => trader.call('POST', 'payments', body)));
    assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 422, 422, 422]);
  });
});
