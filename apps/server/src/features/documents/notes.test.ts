import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import type { Document } from '@crypto-erp/contract/documents';
import type { Settlement } from '@crypto-erp/contract/payments';
import { assertRefused } from '../../testing/entries.ts';
import { type Trade, testTrade } from '../../testing/trade.ts';

let trade: Trade;
before(async () => {
  trade = await testTrade();
});
afterEach(() => trade.verify());
after(() => trade?.close());

const ROLES = ['receivable', 'sales', 'tax_payable'] as const;

describe('a credit note', () => {
  test('takes back in two halves exactly what was posted, at the rate of the invoice', async () => {
    const { post, note, tax, make, entryLines, balance, get } = await trade.trader();
    const taxId = (await tax()).id;
    const invoice = await post({ asset: 'USD' }, [{ taxId }]);
    // 85.49 of sales and 17.95 of tax: halves that do not divide, and the rest after them.
    const half = { correctsId: invoice.id, asset: 'USD', issueDate: '2026-03-31' };
    const first = await note('credit-notes', half, [{ taxId, unitPrice: '50' }]);
    assert.deepEqual([first.number, first.rate, first.baseTotal], ['CN-2026-00001', invoice.rate, '51.72']);
    assert.deepEqual(await entryLines(first.entryId), [
      'receivable USD -60.5 -51.72',
      'sales USD 50 42.74',
      'tax_payable USD 10.5 8.98',
    ]);
    const second = await note('credit-notes', half, [{ taxId, unitPrice: '50' }]);
    assert.deepEqual(await entryLines(second.entryId), [
      'receivable USD -60.5 -51.72',
      'sales USD 50 42.75',
      'tax_payable USD 10.5 8.97',
    ]);
    for (const role of ROLES) assert.deepEqual(await balance(role), { base: '0', USD: '0' }, role);

    const settled = await make<Settlement>('settlements', {
      date: '2026-03-31',
      parts: [
        { itemId: invoice.id, amount: '121' },
        { itemId: first.id, amount: '60.5' },
        { itemId: second.id, amount: '60.5' },
      ],
    });
    assert.deepEqual([settled.kind, settled.entryId, settled.exchangeDifference], ['credit', null, '0.00']);
    const after = await get<Document>(`invoices/${invoice.id}`);
    assert.deepEqual([after.status, after.openAmount, after.creditedAmount], ['paid', '0.00', '121.00']);
  });

  test('of an invoice that was paid in part is refunded, and the gain of each step is realised', async () => {
    const { post, pay, note, make, call, balance, entryLines } = await trade.trader();
    // 100 dollars at 1.1698: 85.48 euros. 40 of them paid at 1.1478 are 34.85 and clear 34.19.
    const invoice = await post({ asset: 'USD' });
    assert.equal((await pay(invoice, '2026-03-16', '40')).exchangeDifference, '0.66');
    const credit = await note('credit-notes', {
      correctsId: invoice.id,
      asset: 'USD',
      issueDate: '2026-03-31',
    });
    await make('settlements', {
      date: '2026-03-31',
      parts: [
        { itemId: invoice.id, amount: '60' },
        { itemId: credit.id, amount: '60' },
      ],
    });
    // The 40 that are left were 34.19 and cost 34.16 at 1.1711.
    const payment = { date: '2026-04-10', amount: '40', accountId: null, reference: 'Refund' };
    const refund = await call<{ entryId: string }>('POST', `credit-notes/${credit.id}/payments`, payment);
    assert.deepEqual(await entryLines(refund.body.entryId), [
      'bank USD -40 -34.16',
      'receivable USD 40 34.19',
      'exchange_gain EUR -0.03 -0.03',
    ]);
    assert.deepEqual(await balance('receivable'), { base: '0', USD: '0' });
  });

  test('takes back no more than is left, whoever asks at once', async () => {
    const { post, content, call, get } = await trade.trader();
    const invoice = await post();
    const body = {
      ...content({}, [{ unitPrice: '60' }]),
      side: 'sales',
      correctsId: invoice.id,
      externalNumber: '',
      status: 'posted',
    };
    const answers = await Promise.all(Array.from({ length: 6 }, () => call('POST', 'credit-notes', body)));
    assert.equal(answers.filter(({ status }) => status === 201).length, 1);
    for (const answer of answers) {
      if (answer.status !== 201) assertRefused(answer, 'credit_exceeds_original', '/lines');
    }
    assert.equal((await get<Document>(`invoices/${invoice.id}`)).creditedAmount, '60.00');
    assertRefused(
      await call('POST', `invoices/${invoice.id}/void`, { date: '2026-03-31', reason: 'x' }),
      'credit_in_use',
    );
  });

  test('corrects a posted document of its contact, side and asset, on its day or later', async () => {
    const { post, draft, bill, contact, content, call } = await trade.trader();
    const invoice = await post();
    const note = (change: object) =>
      call('POST', 'credit-notes', {
        ...content(),
        side: 'sales',
        correctsId: invoice.id,
        externalNumber: '',
        status: 'posted',
        ...change,
      });
    const wrong = async (change: object) =>
      assertRefused(await note(change), 'wrong_original', '/correctsId');
    await wrong({ correctsId: invoice.contactId });
    await wrong({ correctsId: (await bill()).id });
    await wrong({ contactId: (await contact()).id });
    await wrong({ asset: 'USD' });
    await wrong({ side: 'purchase' });
    assertRefused(await note({ correctsId: (await draft()).id }), 'not_posted');
    assertRefused(await note({ issueDate: '2026-03-01' }), 'date_before_original', '/issueDate');
    const free = await note({ correctsId: null });
    assert.equal(free.status, 201);
    await wrong({ correctsId: (free.body as Document).id });
  });

  test('of a purchase takes the bill back on the other side', async () => {
    const { bill, note, tax, entryLines, balance } = await trade.trader();
    const taxId = (await tax()).id;
    const received = await bill({}, [{ taxId }]);
    const credit = await note(
      'credit-notes',
      { side: 'purchase', correctsId: received.id, externalNumber: 'C-1' },
      [{ taxId }],
    );
    assert.equal(credit.number, 'PCN-2026-00001');
    assert.deepEqual(await entryLines(credit.entryId), [
      'payable EUR 121 121',
      'expenses EUR -100 -100',
      'tax_receivable EUR -21 -21',
    ]);
    assert.deepEqual(await balance('payable'), { base: '0', EUR: '0' });
  });
});

describe('voiding', () => {
  test('settles a document against a note over all of it, and leaves no trace on any account', async () => {
    const { post, tax, call, get, balance } = await trade.trader();
    const taxId = (await tax()).id;
    const invoice = await post({ asset: 'JPY' }, [{ taxId, unitPrice: '333' }, { unitPrice: '77' }]);
    const answer = await call<Document>('POST', `invoices/${invoice.id}/void`, {
      date: '2026-04-10',
      reason: 'Wrong buyer',
    });
    assert.deepEqual([answer.body.status, answer.body.openAmount], ['void', '0']);
    const note = await get<Document>(`credit-notes/${answer.body.voidedById}`);
    assert.deepEqual(
      [note.status, note.correctsId, note.total, note.baseTotal, note.notes, note.reference],
      ['paid', invoice.id, invoice.total, invoice.baseTotal, 'Wrong buyer', invoice.number],
    );
    for (const role of ROLES) assert.deepEqual(await balance(role), { base: '0', JPY: '0' }, role);

    const again = { date: '2026-04-10', reason: 'x' };
    assertRefused(await call('POST', `invoices/${invoice.id}/void`, again), 'already_void');
    const { items } = await get<{ items: Settlement[] }>(`settlements?itemId=${invoice.id}`);
    assert.equal(items.length, 1);
    assertRefused(await call('POST', `settlements/${items[0]?.id}/reverse`, again), 'settlement_of_void');
  });

  test('of a credit note is a debit note, after which the invoice may be credited anew', async () => {
    const { post, note, call, get, balance } = await trade.trader();
    const invoice = await post();
    const credit = await note('credit-notes', { correctsId: invoice.id });
    const gone = await call<Document>('POST', `credit-notes/${credit.id}/void`, {
      date: '2026-03-31',
      reason: 'x',
    });
    assert.equal(gone.body.status, 'void', JSON.stringify(gone.body));
    const debit = await get<Document>(`debit-notes/${gone.body.voidedById}`);
    assert.deepEqual([debit.number, debit.correctsId], ['DN-2026-00001', credit.id]);
    assert.deepEqual(await balance('receivable'), { base: '100', EUR: '100' });
  });

  test('of two at once one wins', async () => {
    const { post, call } = await trade.trader();
    const invoice = await post();
    const body = { date: '2026-03-31', reason: 'x' };
    const answers = await Promise.all([1, 2, 3].map(() => call('POST', `invoices/${invoice.id}/void`, body)));
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409, 409]);
  });
});
