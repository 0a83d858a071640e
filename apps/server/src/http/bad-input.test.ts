import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { CONTACT, PAYMENT } from '../testing/documents.ts';
import { type Expected, invalid, type Refusals, testRefusals } from '../testing/refusals.ts';

let given: Refusals;
let mine: Refusals['mine'];
let refused: Refusals['refused'];
let post: Refusals['post'];
let get: Refusals['get'];
let entry: Refusals['entry'];
let entryLine: Refusals['entryLine'];
let invoice: Refusals['invoice'];
let pay: Refusals['pay'];
before(async () => {
  given = await testRefusals();
  ({ mine, refused, post, get, entry, entryLine, invoice, pay } = given);
  for (const month of ['2026-01', '2026-02']) {
    const url = `${given.company.at}/periods/${month}/close`;
    const closed = await given.owner.call({ method: 'POST', url, payload: { ignoreDrafts: true } });
    assert.equal(closed.status, 200, JSON.stringify(closed.body));
  }
});
after(() => given.close());

describe('amounts', () => {
  const NO_AMOUNTS: unknown[] = [
    1,
    1.5,
    null,
    true,
    ['1'],
    { units: '1' },
    '',
    ' 1',
    '1 ',
    '+1',
    '01',
    '.5',
    '1.',
    '1,5',
    '1e3',
    '1E3',
    '0x10',
    'NaN',
    'Infinity',
    '-Infinity',
    '१',
    '1\n',
    '9'.repeat(39),
    `0.${'1'.repeat(19)}`,
    '1'.repeat(100_000),
  ];

  test('what is no decimal text is refused at its field, in entries, invoices and payments', async () => {
    for (const wrong of NO_AMOUNTS) {
      await refused(post('entries', entry({ quantity: wrong })), invalid('/lines/0/quantity'));
      await refused(post('entries', entry({ baseAmount: wrong })), invalid('/lines/0/baseAmount'));
      await refused(post('invoices', invoice({ quantity: wrong })), invalid('/lines/0/quantity'));
      await refused(post('invoices', invoice({ unitPrice: wrong })), invalid('/lines/0/unitPrice'));
      await refused(pay({ amount: wrong }), invalid('/amount'));
    }
  });

  test('negative amounts are refused where none may be, and zero where something must be', async () => {
    await refused(post('invoices', invoice({ quantity: '-1' })), invalid('/lines/0/quantity'));
    await refused(post('invoices', invoice({ unitPrice: '-0.01' })), invalid('/lines/0/unitPrice'));
    await refused(post('invoices', invoice({ discountPercent: '-1' })), invalid('/lines/0/discountPercent'));
    await refused(
      post('invoices', invoice({ discountPercent: '100.000001' })),
      invalid('/lines/0/discountPercent'),
    );
    await refused(pay({ amount: '-1' }), invalid('/amount'));
    await refused(pay({ amount: '0' }), { status: 422, code: 'amount_not_positive', path: '/amount' });
    await refused(post('invoices', invoice({ unitPrice: '0' })), {
      status: 422,
      code: 'amount_not_positive',
      path: '/lines',
    });
    await refused(post('entries', entry({ quantity: '0', baseAmount: '0' })), {
      status: 422,
      code: 'line_zero',
    });
  });

  test('more decimals than the asset has, or more digits than fit, are refused at the field', async () => {
    const many = (path: string): Expected => ({ status: 422, code: 'too_many_decimals', path });
    await refused(post('entries', entry({ quantity: '10.001' })), many('/lines/0/quantity'));
    await refused(post('entries', entry({ baseAmount: '10.001' })), many('/lines/0/baseAmount'));
    await refused(post('entries', entry({ asset: 'JPY', quantity: '1.5' })), many('/lines/0/quantity'));
    await refused(pay({ amount: '1.001' }), many('/amount'));
    const large = (path: string): Expected => ({ status: 422, code: 'amount_too_large', path });
    await refused(post('entries', entry({ quantity: '9'.repeat(38) })), large('/lines/0/quantity'));
    await refused(
      post('invoices', invoice({ quantity: '9'.repeat(20), unitPrice: '9'.repeat(20) })),
      large('/lines/0/unitPrice'),
    );
    await refused(pay({ amount: '9'.repeat(38) }), large('/amount'));
  });

  test('an entry out of balance, in the base asset, of one line, or of opposite signs is refused', async () => {
    const one = entryLine();
    await refused(post('entries', entry({ quantity: '9.99', baseAmount: '9.99' })), {
      status: 422,
      code: 'entry_unbalanced',
      path: '/lines',
    });
    await refused(post('entries', entry({}, { lines: [one] })), { status: 422, code: 'entry_too_few_lines' });
    await refused(post('entries', entry({}, { lines: [] })), { status: 422, code: 'entry_too_few_lines' });
    await refused(post('entries', entry({ quantity: '9' })), {
      status: 422,
      code: 'base_amount_mismatch',
      path: '/lines/0/baseAmount',
    });
    await refused(post('entries', entry({ asset: 'USD', quantity: '-1' })), {
      status: 422,
      code: 'base_amount_mismatch',
    });
  });
});

describe('assets and dates', () => {
  test('an unknown asset is refused at its field', async () => {
    const unknown = (path: string): Expected => ({ status: 422, code: 'unknown_asset', path });
    await refused(post('entries', entry({ asset: 'XXQ' })), unknown('/lines/0/asset'));
    await refused(post('entries', entry({ asset: 'XXQ' }, { status: 'draft' })), unknown('/lines/0/asset'));
    await refused(post('invoices', invoice({}, { asset: 'XXQ' })), unknown('/asset'));
    await refused(post('contacts', { ...CONTACT, defaultAsset: 'XXQ' }), unknown('/defaultAsset'));
    await refused(get('prices?asset=XXQ&quote=EUR&date=2026-03-02'), unknown('query/asset'));
    for (const asset of ['eur', '', 'E', 1, null]) {
      await refused(post('invoices', invoice({}, { asset })), invalid('/asset'));
    }
  });

  test('a day that does not exist, or is no day, is refused at its field', async () => {
    const days = ['2026-02-31', '2026-02-29', '2026-13-01', '2026-00-10', '2026-04-00', '0000-01-01'];
    const noDays = [
      ...days,
      '1899-12-31',
      '3000-01-01',
      '2026-3-2',
      '2026-03-02T00:00:00Z',
      '',
      20260302,
      null,
    ];
    for (const date of noDays) {
      await refused(post('entries', entry({}, { date })), invalid('/date'));
      await refused(post('invoices', invoice({}, { issueDate: date })), invalid('/issueDate'));
      await refused(pay({ date }), invalid('/date'));
    }
    for (const day of days) {
      await refused(get(`reports/balance-sheet?asOf=${day}`), invalid('query/asOf'));
      await refused(get(`reports/trial-balance?from=${day}&to=2026-12-31`), invalid('query/from'));
      await refused(get(`invoices?to=${day}`), invalid('query/to'));
      await refused(get(`prices?asset=EUR&quote=EUR&date=${day}`), invalid('query/date'));
    }
  });

  test('a date in a closed period is refused at its field', async () => {
    const closed = (path: string): Expected => ({ status: 409, code: 'period_closed', path });
    await refused(post('entries', entry({}, { date: '2026-02-28' })), closed('/date'));
    await refused(post('invoices', invoice({}, { issueDate: '2026-02-01' })), closed('/issueDate'));
    await refused(
      post(`invoices/${mine.january}/payments`, { ...PAYMENT, date: '2026-02-10' }),
      closed('/date'),
    );
    await refused(
      post(`entries/${mine.januaryEntry}/reverse`, { date: '2026-02-10', description: '' }),
      closed('/date'),
    );
    await refused(
      post(`invoices/${mine.january}/void`, { date: '2026-02-10', reason: 'x' }),
      closed('/date'),
    );
  });

  test('dates in the wrong order are refused', async () => {
    await refused(post('invoices', invoice({}, { dueDate: '2026-03-01' })), {
      status: 422,
      code: 'due_before_issue',
      path: '/dueDate',
    });
    await refused(pay({ date: '2026-03-01' }), { status: 422, code: 'payment_before_issue', path: '/date' });
    await refused(get('reports/profit-and-loss?from=2026-03-02&to=2026-03-01'), invalid('query/from'));
  });
});
