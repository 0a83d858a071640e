import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import type { Document } from '@crypto-erp/contract/documents';
import type { Payment } from '@crypto-erp/contract/payments';
import { formatDecimal, parseDecimal } from '@crypto-erp/ledger/decimal';
import fc from 'fast-check';
import { assertRefused } from '../../testing/entries.ts';
import { type Trade, type Trader, testTrade } from '../../testing/trade.ts';

let trade: Trade;
before(async () => {
  trade = await testTrade();
});
afterEach(() => trade.verify());
after(() => trade.close());

const difference = ({ amount, baseAmount, exchangeDifference }: Payment): string[] => [
  amount,
  baseAmount,
  exchangeDifference,
];

describe('a payment', () => {
  test('in three steps at three rates leaves exactly zero, with the gain and the loss of each', async () => {
    const { post, pay, get, entryLines, balance } = await trade.trader();
    // 903.86 dollars at 1.1698 are 772.66 euros: a third of it and a bit clears 256.45, 256.46 and 259.75.
    const invoice = await post({ asset: 'USD' }, [{ unitPrice: '903.86' }]);
    const read = () => get<Document>(`invoices/${invoice.id}`);

    const first = await pay(invoice, '2026-03-16', '300'); // 1.1478
    assert.deepEqual(difference(first), ['300.00', '261.37', '4.92']);
    assert.deepEqual(await entryLines(first.entryId), [
      'bank USD 300 261.37',
      'receivable USD -300 -256.45',
      'exchange_gain EUR -4.92 -4.92',
    ]);
    assert.deepEqual([(await read()).status, (await read()).openAmount], ['partly-paid', '603.86']);
    assert.deepEqual(await balance('receivable'), { base: '516.21', USD: '603.86' });

    const second = await pay(invoice, '2026-03-31', '300'); // 1.1498
    assert.deepEqual(difference(second), ['300.00', '260.91', '4.45']);
    const third = await pay(invoice, '2026-04-10', '303.86'); // 1.1711
    assert.deepEqual(difference(third), ['303.86', '259.47', '-0.28']);
    assert.deepEqual(await entryLines(third.entryId), [
      'bank USD 303.86 259.47',
      'receivable USD -303.86 -259.75',
      'exchange_loss EUR 0.28 0.28',
    ]);
    assert.deepEqual([(await read()).status, (await read()).openAmount], ['paid', '0.00']);
    assert.deepEqual(await balance('receivable'), { base: '0', USD: '0' });

    const { items } = await get<{ items: Payment[] }>(`payments?itemId=${invoice.id}`);
    assert.deepEqual(items, [third, second, first]);
    assert.deepEqual(await get(`payments/${first.id}`), first);
  });

  test('in the base asset has no difference, and takes a rounding to zero with it', async () => {
    const euro = await trade.trader();
    const own = await euro.post({}, [{ unitPrice: '0.05' }]);
    assert.deepEqual(difference(await euro.pay(own, '2026-03-02', '0.05')), ['0.05', '0.05', '0.00']);
    assert.deepEqual(await euro.balance('receivable'), { base: '0', EUR: '0' });
    // 3,393 yen at 183.39 are 18.50 euros, at 186.43 they are 18.20.
    const yen = await euro.post({ asset: 'JPY', issueDate: '2026-03-31' }, [{ unitPrice: '3393' }]);
    assert.deepEqual(difference(await euro.pay(yen, '2026-04-10', '3393')), ['3393', '18.20', '-0.30']);
    assert.deepEqual(await euro.balance('receivable'), { base: '0', EUR: '0', JPY: '0' });
  });

  test('posts its difference in yen and in dollars where the books are in them', async () => {
    const at = { issueDate: '2026-04-02' };
    const yen = await trade.trader({ baseAsset: 'JPY' });
    // 183.94/1.1525 yen a dollar on 2 April, 186.43/1.1711 on 10 April.
    const invoice = await yen.post({ ...at, asset: 'USD' });
    assert.deepEqual(difference(await yen.pay(invoice, '2026-04-10', '40')), ['40.00', '6368', '-16']);
    assert.deepEqual(difference(await yen.pay(invoice, '2026-04-10', '60')), ['60.00', '9552', '-24']);
    assert.deepEqual(await yen.balance('receivable'), { base: '0', USD: '0' });

    const dollar = await trade.trader({ baseAsset: 'USD' });
    const euros = await dollar.post({ ...at, asset: 'EUR' });
    assert.deepEqual(difference(await dollar.pay(euros, '2026-04-10', '100')), ['100.00', '117.11', '1.86']);
    const yens = await dollar.post({ ...at, asset: 'JPY' }, [{ unitPrice: '10001' }]);
    const parts: string[][] = [];
    for (const amount of ['3333', '3333', '3335']) {
      parts.push(difference(await dollar.pay(yens, '2026-04-10', amount)));
    }
    assert.deepEqual(parts, [
      ['3333', '20.94', '0.06'],
      ['3333', '20.94', '0.06'],
      ['3335', '20.95', '0.05'],
    ]);
    assert.deepEqual(await dollar.balance('receivable'), { base: '0', EUR: '0', JPY: '0' });
  });

  test('over what is open, before the issue, of a draft or without a rate is refused', async () => {
    const { post, draft, pay, call, balance, account } = await trade.trader();
    const invoice = await post();
    const attempt = (id: string, change: object) =>
      call('POST', `invoices/${id}/payments`, {
        date: '2026-03-03',
        amount: '1',
        accountId: null,
        reference: '',
        ...change,
      });
    assertRefused(await attempt(invoice.id, { amount: '100.01' }), 'payment_exceeds_open_amount', '/amount');
    assertRefused(await attempt(invoice.id, { date: '2026-03-01' }), 'payment_before_issue', '/date');
    assertRefused(await attempt((await draft()).id, {}), 'not_posted');
    for (const role of ['receivable', 'payable'] as const) {
      assertRefused(await attempt(invoice.id, { accountId: account(role) }), 'control_account', '/accountId');
    }
    for (const role of ['sales', 'tax_payable', 'retained_earnings', 'exchange_loss'] as const) {
      const wrong = await attempt(invoice.id, { accountId: account(role) });
      assertRefused(wrong, 'account_wrong_type', '/accountId');
      assert.equal(wrong.status, 422);
    }
    await pay(invoice, '2026-03-03', '99.99');
    assertRefused(await attempt(invoice.id, { amount: '0.02' }), 'payment_exceeds_open_amount', '/amount');
    await pay(invoice, '2026-03-03', '0.01');
    assertRefused(await attempt(invoice.id, { amount: '0.01' }), 'payment_exceeds_open_amount', '/amount');
    assert.deepEqual(await balance('receivable'), { base: '0', EUR: '0' });

    const rubles = await post({ asset: 'RUB', issueDate: '2022-03-08' });
    const { detail } = assertRefused(
      await attempt(rubles.id, { date: '2022-03-09' }),
      'rate_missing',
      '/date',
    );
    assert.match(detail, /RUB.*2022-03-09/);
  });

  test('of the whole, by ten at once, is taken once', async () => {
    const { post, call, balance } = await trade.trader();
    const { id } = await post();
    const body = { date: '2026-03-03', amount: '100', accountId: null, reference: '' };
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => call<{ code?: string }>('POST', `invoices/${id}/payments`, body)),
    );
    assert.equal(answers.filter((one) => one.status === 201).length, 1);
    assert.equal(answers.filter((one) => one.body.code === 'payment_exceeds_open_amount').length, 9);
    assert.deepEqual(await balance('receivable'), { base: '0', EUR: '0' });
  });
});

describe('a reversal', () => {
  test('of a payment opens the invoice again, once', async () => {
    const { post, pay, get, call, entryLines, balance } = await trade.trader();
    const invoice = await post({ asset: 'USD' }, [{ unitPrice: '903.86' }]);
    const first = await pay(invoice, '2026-03-16', '300');
    await pay(invoice, '2026-04-10', '603.86');
    const reverse = (date: string) =>
      call<Payment>('POST', `payments/${first.id}/reverse`, { date, reason: 'It bounced' });
    assertRefused(await reverse('2026-03-15'), 'date_before_original', '/date');
    assert.equal((await reverse('2026-04-10')).body.reversed, true);
    assertRefused(await reverse('2026-04-10'), 'already_reversed');
    const open = await get<Document>(`invoices/${invoice.id}`);
    assert.deepEqual([open.status, open.openAmount], ['partly-paid', '300.00']);
    assert.deepEqual(await balance('receivable'), { base: '256.45', USD: '300' });

    const again = await pay(invoice, '2026-04-10', '300');
    // 300 dollars at 1.1711 are 256.17 euros.
    assert.deepEqual(difference(again), ['300.00', '256.17', '-0.28']);
    assert.deepEqual(await entryLines(again.entryId), [
      'bank USD 300 256.17',
      'receivable USD -300 -256.45',
      'exchange_loss EUR 0.28 0.28',
    ]);
    assert.deepEqual(await balance('receivable'), { base: '0', USD: '0' });
  });

  test('leaves no day on which more is paid than was invoiced', async () => {
    const { post, pay, call, balance } = await trade.trader();
    const invoice = await post();
    const bounced = await pay(invoice, '2026-03-10', '60');
    await call('POST', `payments/${bounced.id}/reverse`, { date: '2026-03-20', reason: 'It bounced' });
    const attempt = (date: string, amount: string) =>
      call('POST', `invoices/${invoice.id}/payments`, { date, amount, accountId: null, reference: '' });
    for (const date of ['2026-03-05', '2026-03-10', '2026-03-19']) {
      assertRefused(await attempt(date, '40.01'), 'payment_exceeds_open_amount', '/date');
    }
    await pay(invoice, '2026-03-05', '40');
    assertRefused(await attempt('2026-03-20', '60.01'), 'payment_exceeds_open_amount', '/amount');
    await pay(invoice, '2026-03-20', '60');
    assert.deepEqual(await balance('receivable'), { base: '0', EUR: '0' });
  });

  test('of a payment is not for a clerk, who records it', async () => {
    const { id, at, post } = await trade.trader();
    const clerk = await trade.api.signUp();
    await trade.api.asOwner(
      `INSERT INTO control.memberships (company_id, user_id, role)
       SELECT $1, u.id, 'clerk' FROM control.users u WHERE u.email = $2`,
      [id, clerk.email],
    );
    const invoice = await post();
    const body = { date: '2026-03-03', amount: '1', accountId: null, reference: '' };
    const paid = await clerk.post<Payment>(`${at}/invoices/${invoice.id}/payments`, body);
    assert.equal(paid.status, 201);
    const reversal = { date: '2026-03-03', reason: 'x' };
    assertRefused(await clerk.post(`${at}/payments/${paid.body.id}/reverse`, reversal), 'not_permitted');
  });

  test("of an invoice waits for that of its payments, and is its document's, not its entry's", async () => {
    const { post, pay, get, call, entryLines, balance } = await trade.trader();
    const invoice = await post({ asset: 'USD' });
    const payment = await pay(invoice, '2026-03-16', '40');
    const reverse = (date: string) =>
      call<Document>('POST', `invoices/${invoice.id}/void`, { date, reason: 'A mistake' });
    assertRefused(await reverse('2026-03-31'), 'has_payments');
    for (const entryId of [invoice.entryId, payment.entryId]) {
      const body = { date: '2026-03-31', description: '' };
      assertRefused(await call('POST', `entries/${entryId}/reverse`, body), 'reverse_document_instead');
    }
    await call('POST', `payments/${payment.id}/reverse`, { date: '2026-03-31', reason: 'x' });
    assert.equal((await get<Document>(`invoices/${invoice.id}`)).status, 'posted');
    assertRefused(await reverse('2026-03-01'), 'date_before_original', '/date');
    // Until the 30th the payment stood: without the invoice the customer would have paid for nothing.
    assertRefused(await reverse('2026-03-30'), 'date_before_original', '/date');

    const { body } = await reverse('2026-03-31');
    assert.deepEqual([body.status, body.openAmount, body.overdue], ['void', '0.00', false]);
    // 100 dollars at 1.1698.
    const note = await get<Document>(`credit-notes/${body.voidedById}`);
    assert.deepEqual([note.correctsId, note.status, note.total], [invoice.id, 'paid', '100.00']);
    assert.deepEqual(await entryLines(note.entryId), ['receivable USD -100 -85.48', 'sales USD 100 85.48']);
    assert.deepEqual(await balance('receivable'), { base: '0', USD: '0' });
    assertRefused(await reverse('2026-03-31'), 'already_void');
    const late = { date: '2026-03-31', amount: '1', accountId: null, reference: '' };
    assertRefused(await call('POST', `invoices/${invoice.id}/payments`, late), 'already_void');
  });
});

describe('any sequence of invoices and payments', () => {
  const RUNS = 6;
  const cents = (max: number) => fc.integer({ min: 1, max }).map((units) => formatDecimal(BigInt(units), 2));
  const line = fc.record({
    quantity: cents(2_000),
    unitPrice: cents(100_000),
    discountPercent: fc.constantFrom('0', '0', '3.3', '50'),
    taxed: fc.boolean(),
  });
  const day = fc.constantFrom(
    '2026-03-02',
    '2026-03-07',
    '2026-03-16',
    '2026-03-31',
    '2026-04-06',
    '2026-04-13',
  );
  const plan = fc.record({
    asset: fc.constantFrom('EUR', 'USD', 'JPY'),
    issueDate: day,
    lines: fc.array(line, { minLength: 1, maxLength: 4 }),
    /** Parts in a thousand of what is open, and whether the payment is reversed at the end. */
    payments: fc.array(
      fc.record({ share: fc.integer({ min: 1, max: 1000 }), date: day, bounces: fc.boolean() }),
      {
        maxLength: 4,
      },
    ),
  });
  const company = fc.record({
    baseAsset: fc.constantFrom('EUR', 'USD', 'JPY'),
    rounding: fc.record({
      mode: fc.constantFrom('half-even' as const, 'half-up' as const),
      level: fc.constantFrom('line' as const, 'document' as const),
    }),
    inclusive: fc.boolean(),
  });

  test('keeps every invariant, and what is paid in full leaves nothing in either asset', async () => {
    const plans = fc.array(plan, { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(company, plans, async ({ baseAsset, rounding, inclusive }, invoices) => {
        const trader = await trade.trader({ baseAsset, rounding });
        const taxId = (await trader.tax({ inclusive })).id;
        for (const one of invoices) {
          const lines = one.lines.map(({ taxed, ...rest }) => ({ ...rest, taxId: taxed ? taxId : null }));
          const content = trader.content({ asset: one.asset, issueDate: one.issueDate }, lines);
          const posted = await trader.call<Document>('POST', 'invoices', { ...content, status: 'posted' });
          // So little that it rounds to nothing cannot be posted.
          if (posted.status === 201) await settle(trader, posted.body, one.payments);
          else assertRefused(posted, 'amount_not_positive', '/lines');
        }
        await trade.verify();
        for (const [asset, rest] of Object.entries(await trader.balance('receivable'))) {
          assert.equal(rest, '0', `${rest} ${asset} left`);
        }
      }),
      { numRuns: RUNS },
    );
  });

  /** Pays parts, has some of them bounce, and pays the rest. */
  async function settle(
    trader: Trader,
    invoice: Document,
    parts: { share: number; date: string; bounces: boolean }[],
  ): Promise<void> {
    const decimals = invoice.asset === 'JPY' ? 0 : 2;
    const open = async (): Promise<bigint> =>
      parseDecimal((await trader.get<Document>(`invoices/${invoice.id}`)).openAmount, decimals);
    const after = (date: string): string => (date < invoice.issueDate ? invoice.issueDate : date);
    const bounced: string[] = [];
    for (const { share, date, bounces } of parts) {
      const units = ((await open()) * BigInt(share)) / 1000n;
      if (units === 0n) continue;
      const payment = await trader.pay(invoice, after(date), formatDecimal(units, decimals));
      if (bounces) bounced.push(payment.id);
    }
    for (const id of bounced) {
      const answer = await trader.call('POST', `payments/${id}/reverse`, { date: '2026-04-13', reason: 'x' });
      assert.equal(answer.status, 200);
    }
    const rest = await open();
    if (rest > 0n) await trader.pay(invoice, '2026-04-13', formatDecimal(rest, decimals));
    assert.equal((await trader.get<Document>(`invoices/${invoice.id}`)).status, 'paid');
  }
});
