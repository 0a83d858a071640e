import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import type { CompanyInput } from '@crypto-erp/contract/companies';
import type { Document } from '@crypto-erp/contract/documents';
import { todayIn } from '@crypto-erp/ledger/dates';
import { assertRefused } from '../../testing/entries.ts';
import { type Trade, testTrade } from '../../testing/trade.ts';

let trade: Trade;
before(async () => {
  trade = await testTrade();
});
afterEach(() => trade.verify());
after(() => trade.close());

const amounts = ({ net, tax, total }: Document): string[] => [net, tax, total];
const rounding = (mode: 'half-even' | 'half-up', level: 'line' | 'document'): Partial<CompanyInput> => ({
  rounding: { mode, level },
});

describe('the entry is at the rate of the issue date', () => {
  test('USD in a EUR company, with discount and tax', async () => {
    const { post, tax, entryLines, call } = await trade.trader();
    const taxId = (await tax()).id;
    // 3 × 199.99 - 10 % = 539.973; 21 % of 539.97 = 113.3937. On 2 March one euro was 1.1698 dollars.
    const invoice = await post({ asset: 'USD' }, [
      { quantity: '3', unitPrice: '199.99', discountPercent: '10', taxId },
      { unitPrice: '250.5' },
    ]);
    assert.deepEqual(amounts(invoice), ['790.47', '113.39', '903.86']);
    assert.deepEqual(
      [invoice.number, invoice.status, invoice.openAmount, invoice.version],
      ['INV-2026-00001', 'posted', '903.86', 1],
    );
    assert.deepEqual([invoice.rateDate, invoice.baseTotal], ['2026-03-02', '772.66']);
    assert.equal(invoice.rate, '0.85484698');
    assert.deepEqual(await entryLines(invoice.entryId), [
      'receivable USD 903.86 772.66',
      'sales USD -790.47 -675.73',
      'tax_payable USD -113.39 -96.93',
    ]);
    assert.deepEqual((await call('GET', `invoices/${invoice.id}`)).body, invoice);
    assertRefused(await call('GET', `invoices/${invoice.id}/pdf`), 'document_not_ready');
  });

  test('JPY, without decimals, in a EUR company', async () => {
    const { post, tax, entryLines } = await trade.trader();
    const taxId = (await tax({ rate: '10' })).id;
    // 2.5 × 1,234 = 3,085; 10 % = 308.5, to the even 308. One euro was 183.39 yen.
    const invoice = await post({ asset: 'JPY', issueDate: '2026-03-31' }, [
      { quantity: '2.5', unitPrice: '1234', taxId },
    ]);
    assert.deepEqual(amounts(invoice), ['3085', '308', '3393']);
    assert.deepEqual(await entryLines(invoice.entryId), [
      'receivable JPY 3393 18.5',
      'sales JPY -3085 -16.82',
      'tax_payable JPY -308 -1.68',
    ]);
  });

  test('EUR and USD in a JPY company, EUR and JPY in a USD company, and the base asset itself', async () => {
    const at = { issueDate: '2026-04-02' };
    const yen = await trade.trader({ baseAsset: 'JPY' });
    // 183.94 yen and 1.1525 dollars a euro.
    assert.equal((await yen.post({ ...at, asset: 'USD' })).baseTotal, '15960');
    assert.equal((await yen.post({ ...at, asset: 'EUR' })).baseTotal, '18394');
    assert.equal((await yen.post({ ...at, asset: 'JPY' })).baseTotal, '100');
    const dollar = await trade.trader({ baseAsset: 'USD' });
    assert.equal((await dollar.post({ ...at, asset: 'EUR' })).baseTotal, '115.25');
    assert.equal((await dollar.post({ ...at, asset: 'JPY' }, [{ unitPrice: '10001' }])).baseTotal, '62.66');
    const own = await dollar.post({ ...at, issueDate: '2999-12-31', asset: 'USD' });
    assert.deepEqual([own.rate, own.rateDate, own.baseTotal], ['1', '2999-12-31', '100.00']);
  });

  test("a weekend takes Friday's rate, seven days back is the most, and a missing rate names asset and date", async () => {
    const { post, content, call } = await trade.trader();
    for (const issueDate of ['2026-03-06', '2026-03-07', '2026-03-08']) {
      const { rateDate, baseTotal } = await post({ asset: 'USD', issueDate });
      assert.deepEqual([rateDate, baseTotal], ['2026-03-06', '86.50']);
    }
    // The ruble's last rate is of 1 March 2022: 117.201 a euro.
    const { rateDate, baseTotal } = await post({ asset: 'RUB', issueDate: '2022-03-08' });
    assert.deepEqual([rateDate, baseTotal], ['2022-03-01', '0.85']);
    const late = { ...content({ asset: 'RUB', issueDate: '2022-03-09' }), status: 'posted' };
    const { detail } = assertRefused(await call('POST', 'invoices', late), 'rate_missing', '/asset');
    assert.match(detail, /RUB.*2022-03-09/);
    assertRefused(await call('POST', 'invoices', { ...late, asset: 'ETH' }), 'rate_missing', '/asset');
  });
});

describe('tax', () => {
  test('is rounded once a document and code, or once a line, as the company says', async () => {
    const three = [{ unitPrice: '1.01' }, { unitPrice: '1.01' }, { unitPrice: '1.01' }];
    // 21 % of 3.03 is 0.6363; of 1.01 it is 0.2121.
    const whole = await trade.trader(rounding('half-even', 'document'));
    const wholeTax = (await whole.tax()).id;
    const once = await whole.post(
      {},
      three.map((line) => ({ ...line, taxId: wholeTax })),
    );
    assert.deepEqual(amounts(once), ['3.03', '0.64', '3.67']);
    assert.deepEqual(
      once.lines.map((line) => line.tax),
      ['0.22', '0.21', '0.21'],
    );
    const single = await trade.trader(rounding('half-even', 'line'));
    const singleTax = (await single.tax()).id;
    const each = await single.post(
      {},
      three.map((line) => ({ ...line, taxId: singleTax })),
    );
    assert.deepEqual(amounts(each), ['3.03', '0.63', '3.66']);
  });

  test('at a tie goes to the even cent or up, as the company says', async () => {
    // 21 % of 0.50 is 0.105.
    for (const [mode, tax] of [
      ['half-even', '0.10'],
      ['half-up', '0.11'],
    ] as const) {
      const company = await trade.trader(rounding(mode, 'document'));
      const taxId = (await company.tax()).id;
      assert.equal((await company.post({}, [{ unitPrice: '0.5', taxId }])).tax, tax);
    }
  });

  test('is taken out of an inclusive price, and is nothing when exempt or reversed', async () => {
    const { post, tax, draft } = await trade.trader();
    const inclusive = (await tax({ code: 'I21', inclusive: true })).id;
    // 9.99 × 21/121 = 1.7338.
    assert.deepEqual(amounts(await post({}, [{ unitPrice: '121', taxId: inclusive }])), [
      '100.00',
      '21.00',
      '121.00',
    ]);
    assert.deepEqual(amounts(await post({}, [{ unitPrice: '9.99', taxId: inclusive }])), [
      '8.26',
      '1.73',
      '9.99',
    ]);

    const exemptReason = 'Intra-Community supply, article 138';
    const exempt = (await tax({ code: 'EX', kind: 'exempt', rate: '0', exemptReason, accountId: null })).id;
    const reverse = (await tax({ code: 'RC', kind: 'reverse-charge' })).id;
    const invoice = await draft({}, [{ taxId: exempt }, { unitPrice: '50', taxId: reverse }]);
    assert.deepEqual(amounts(invoice), ['150.00', '0.00', '150.00']);
    assert.deepEqual(
      invoice.taxSummary.map((one) => [one.code, one.kind, one.base, one.tax, one.exemptReason]),
      [
        ['EX', 'exempt', '100.00', '0.00', exemptReason],
        ['RC', 'reverse-charge', '50.00', '0.00', null],
      ],
    );
  });
});

describe('the due date', () => {
  test("follows the terms, the contact's terms, or what was entered", async () => {
    const { draft, make, contact } = await trade.trader();
    const terms = (days: number, fromEndOfMonth: boolean) =>
      make<{ id: string }>('payment-terms', { name: `${days} ${fromEndOfMonth}`, days, fromEndOfMonth });
    const net30 = (await terms(30, false)).id;
    const endOfMonth = (await terms(30, true)).id;
    const due = async (change: object): Promise<string> => (await draft(change)).dueDate;
    assert.equal(await due({}), '2026-03-02');
    assert.equal(await due({ paymentTermsId: net30 }), '2026-04-01');
    assert.equal(await due({ paymentTermsId: endOfMonth }), '2026-04-30');
    assert.equal(await due({ issueDate: '2028-02-29', paymentTermsId: endOfMonth }), '2028-03-30');
    assert.equal(await due({ paymentTermsId: net30, dueDate: '2026-03-15' }), '2026-03-15');
    const contactId = (await contact({ paymentTermsId: endOfMonth })).id;
    assert.equal(await due({ contactId }), '2026-04-30');
  });

  test('follows no archived terms: those named are refused, and those of the contact left aside', async () => {
    const { draft, make, contact, content, call } = await trade.trader();
    const terms = await make<{ id: string }>('payment-terms', {
      name: 'Old',
      days: 30,
      fromEndOfMonth: false,
    });
    const contactId = (await contact({ paymentTermsId: terms.id })).id;
    await trade.api.asOwner('UPDATE erp.payment_terms SET archived = true WHERE id = $1', [terms.id]);
    const named = { ...content({ paymentTermsId: terms.id }), status: 'draft' };
    const answer = await call('POST', 'invoices', named);
    assertRefused(answer, 'payment_terms_archived', '/paymentTermsId');
    assert.equal(answer.status, 422);
    const own = await draft({ contactId });
    assert.deepEqual([own.paymentTermsId, own.dueDate], [null, '2026-03-02']);
  });

  test('is not after the last day of all dates', async () => {
    const { make, content, call, draft } = await trade.trader();
    const terms = await make<{ id: string }>('payment-terms', {
      name: 'Long',
      days: 31,
      fromEndOfMonth: false,
    });
    const late = { ...content({ issueDate: '2999-12-01', paymentTermsId: terms.id }), status: 'draft' };
    assertRefused(await call('POST', 'invoices', late), 'invalid_input', '/dueDate');
    assert.equal((await draft({ ...late, issueDate: '2999-11-30', status: 'draft' })).dueDate, '2999-12-31');
  });

  test("makes an invoice overdue by the calendar of the company's own time zone", async () => {
    // It is always a later day in Kiritimati (UTC+14) than in Pago Pago (UTC-11).
    const issueDate = todayIn('Pacific/Pago_Pago', new Date());
    for (const [timeZone, overdue] of [
      ['Pacific/Pago_Pago', false],
      ['Pacific/Kiritimati', true],
    ] as const) {
      const { post, get, pay } = await trade.trader({ timeZone });
      const invoice = await post({ issueDate });
      assert.equal(invoice.overdue, overdue);
      const read = () => get<Document>(`invoices/${invoice.id}`);
      const listed = async () => (await get<{ items: Document[] }>('invoices?status=overdue')).items.length;
      assert.deepEqual([(await read()).overdue, await listed()], [overdue, overdue ? 1 : 0]);
      await pay(invoice, issueDate, '100');
      assert.deepEqual([(await read()).overdue, await listed()], [false, 0]);
    }
  });
});

describe('a draft', () => {
  test('is changed with its version, posted once, and then stays as it is', async () => {
    const { draft, content, call, get } = await trade.trader();
    const { id, number, version, pdf } = await draft();
    assert.deepEqual([number, version, pdf], [null, 1, 'none']);
    const change = { ...content({ asset: 'USD' }, [{ unitPrice: '250' }, { quantity: '2' }]), version: 1 };
    const changed = await call<Document>('PUT', `invoices/${id}`, change);
    assert.deepEqual([changed.body.version, changed.body.total, changed.body.asset], [2, '450.00', 'USD']);
    assertRefused(await call('PUT', `invoices/${id}`, change), 'version_conflict', '/version');
    assertRefused(await call('POST', `invoices/${id}/post`, { version: 1 }), 'version_conflict', '/version');
    const posted = await call<Document>('POST', `invoices/${id}/post`, { version: 2 });
    assert.deepEqual(
      [posted.status, posted.body.number, posted.body.status, posted.body.total],
      [201, 'INV-2026-00001', 'posted', '450.00'],
    );
    assert.deepEqual(await get(`invoices/${id}`), posted.body);
    assertRefused(await call('POST', `invoices/${id}/post`, { version: 3 }), 'not_a_draft');
    assertRefused(await call('PUT', `invoices/${id}`, { ...change, version: 3 }), 'not_a_draft');
    assertRefused(await call('DELETE', `invoices/${id}`), 'not_a_draft');
  });

  test('is deleted, and takes no number with it', async () => {
    const { draft, call, post } = await trade.trader();
    const { id } = await draft();
    assert.equal((await call('DELETE', `invoices/${id}`)).status, 204);
    assert.equal((await call('GET', `invoices/${id}`)).status, 404);
    assertRefused(await call('DELETE', `invoices/${id}`), 'not_found');
    assert.equal((await post()).number, 'INV-2026-00001');
  });

  test('of an archived contact, tax or account is not posted', async () => {
    const { draft, tax, call, contact, account } = await trade.trader();
    const taxId = (await tax()).id;
    const contactId = (await contact({ name: 'Bea' })).id;
    const { id } = await draft({ contactId }, [{ taxId }]);
    const user = trade.api;
    for (const [change, code] of [
      ['archived = true', 'account_archived'],
      ['archived = false, postable = false', 'account_not_postable'],
    ] as const) {
      await user.asOwner(`UPDATE erp.accounts SET ${change} WHERE id = $1`, [account('tax_payable')]);
      assertRefused(await call('POST', `invoices/${id}/post`, { version: 1 }), code, '/lines/0/taxId');
    }
    await user.asOwner('UPDATE erp.accounts SET postable = true WHERE id = $1', [account('tax_payable')]);
    await user.asOwner('UPDATE erp.taxes SET archived = true WHERE id = $1', [taxId]);
    assertRefused(
      await call('POST', `invoices/${id}/post`, { version: 1 }),
      'tax_archived',
      '/lines/0/taxId',
    );
    await user.asOwner('UPDATE erp.contacts SET archived = true WHERE id = $1', [contactId]);
    assertRefused(
      await call('POST', `invoices/${id}/post`, { version: 1 }),
      'contact_archived',
      '/contactId',
    );
  });
});

test('a line is posted to an account of income', async () => {
  const { content, call, account } = await trade.trader();
  for (const [role, code] of [
    ['bank', 'account_wrong_type'],
    ['tax_payable', 'account_wrong_type'],
    ['exchange_loss', 'account_wrong_type'],
    ['receivable', 'control_account'],
  ] as const) {
    const invoice = { ...content({}, [{ accountId: account(role) }]), status: 'draft' };
    assertRefused(await call('POST', 'invoices', invoice), code, '/lines/0/accountId');
  }
});

test('a posted invoice keeps the name it was issued to; a draft follows the contact', async () => {
  const { post, draft, get, contact } = await trade.trader();
  const contactId = (await contact({ name: 'Ada Ltd' })).id;
  const posted = await post({ contactId });
  const { id } = await draft({ contactId });
  await trade.api.asOwner("UPDATE erp.contacts SET name = 'Bea Ltd' WHERE id = $1", [contactId]);
  const name = async (invoice: string) => (await get<Document>(`invoices/${invoice}`)).contactName;
  assert.deepEqual([await name(posted.id), await name(id)], ['Ada Ltd', 'Bea Ltd']);
  const { items } = await get<{ items: Document[] }>('invoices');
  assert.deepEqual(new Set(items.map((one) => one.contactName)), new Set(['Ada Ltd', 'Bea Ltd']));
});

describe('the list', () => {
  test('pages 250 invoices by 100, newest issue date first, without repeat while new ones come', async () => {
    const { post, get } = await trade.trader();
    const day = (n: number): string => `2026-03-${String((n % 28) + 1).padStart(2, '0')}`;
    const first = await Promise.all(Array.from({ length: 250 }, (_, n) => post({ issueDate: day(n * 11) })));
    const seen: Document[] = [];
    let cursor: string | null = null;
    const sizes: number[] = [];
    do {
      const after = cursor === null ? '' : `&cursor=${cursor}`;
      const page: { items: Document[]; nextCursor: string | null } = await get(`invoices?limit=100${after}`);
      seen.push(...page.items);
      sizes.push(page.items.length);
      cursor = page.nextCursor;
      await post({ issueDate: '2026-04-01' });
    } while (cursor !== null);
    assert.deepEqual(sizes, [100, 100, 50]);
    assert.deepEqual(new Set(seen.map((one) => one.id)), new Set(first.map((one) => one.id)));
    const dates = seen.map((one) => one.issueDate);
    assert.deepEqual(dates, dates.toSorted().reverse());
    const numbers = first.map((one) => Number(one.number?.slice(-5))).sort((a, b) => a - b);
    assert.deepEqual(
      numbers,
      Array.from({ length: 250 }, (_, n) => n + 1),
    );
  });

  test('filters by status, contact, dates, number and total', async () => {
    const { draft, post, pay, get, contact, call } = await trade.trader();
    const contactId = (await contact({ name: 'Bea' })).id;
    const price = (unitPrice: string) => [{ unitPrice }];
    const names = new Map<string, string>();
    const keep = (name: string, { id }: Document): void => void names.set(id, name);
    const paid = await post({ issueDate: '2026-03-01' }, price('99.99'));
    const partly = await post({ issueDate: '2026-03-02', contactId }, price('100'));
    const reversed = await post({ issueDate: '2026-03-03' }, price('1000'));
    keep('paid', paid);
    keep('partly', partly);
    keep('reversed', reversed);
    keep('draft', await draft({ issueDate: '2026-03-04' }, price('20')));
    keep('open', await post({ issueDate: '2026-03-05', dueDate: '2999-12-31' }, price('3')));
    await pay(paid, '2026-03-05', '99.99');
    await pay(partly, '2026-03-05', '0.01');
    await call('POST', `invoices/${reversed.id}/void`, { date: '2026-03-05', reason: 'x' });

    const found = async (query: string): Promise<(string | undefined)[]> =>
      (await get<{ items: Document[] }>(`invoices?${query}`)).items.map((one) => names.get(one.id));
    assert.deepEqual(await found(''), ['open', 'draft', 'reversed', 'partly', 'paid']);
    for (const [query, expected] of [
      ['status=draft', ['draft']],
      ['status=posted', ['open']],
      ['status=partly-paid', ['partly']],
      ['status=paid', ['paid']],
      ['status=void', ['reversed']],
      ['status=overdue', ['partly']],
      [`contactId=${contactId}`, ['partly']],
      ['from=2026-03-03&to=2026-03-04', ['draft', 'reversed']],
      [`number=${partly.number}`, ['partly']],
      ['number=INV-2026-99999', []],
      ['minTotal=100', ['reversed', 'partly']],
      ['maxTotal=99.99', ['open', 'draft', 'paid']],
      ['minTotal=20.00&maxTotal=99.999', ['draft', 'paid']],
      ['minTotal=20&status=paid&to=2026-03-01', ['paid']],
    ] as const) {
      assert.deepEqual(await found(query), expected, query);
    }
  });
});
