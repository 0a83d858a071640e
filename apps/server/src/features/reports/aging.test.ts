import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Aging } from '@crypto-erp/contract/aging';
import type { TaxDocuments, TaxSummary } from '@crypto-erp/contract/tax-summary';
import { type Trade, type Trader, testTrade } from '../../testing/trade.ts';

let trade: Trade;
let trader: Trader;
let taxes: Record<'standard' | 'reverse', string>;

before(async () => {
  trade = await testTrade();
  trader = await trade.trader();
  const inputAccountId = trader.account('tax_receivable');
  taxes = {
    standard: (await trader.tax({ inputAccountId })).id,
    reverse: (
      await trader.tax({ code: 'RC', kind: 'reverse-charge', exemptReason: 'Article 196', inputAccountId })
    ).id,
  };
  // Three invoices, due after 0, 10 and 30 days; a payment that bounces; a credit note; two bills.
  const first = await trader.post({ issueDate: '2026-01-05' }, [{ taxId: taxes.standard }]);
  await trader.post({ issueDate: '2026-01-10', dueDate: '2026-01-20', asset: 'USD' });
  const third = await trader.post({ issueDate: '2026-02-01', dueDate: '2026-03-03' }, [
    { unitPrice: '40', taxId: taxes.standard },
  ]);
  const payment = await trader.pay(first, '2026-01-15', '21');
  const bounced = { date: '2026-02-10', reason: 'Bounced' };
  assert.equal((await trader.call('POST', `payments/${payment.id}/reverse`, bounced)).status, 200);
  await trader.pay(third, '2026-03-01', '48.40');
  await trader.note('credit-notes', { issueDate: '2026-03-05', correctsId: first.id }, [
    { unitPrice: '10', taxId: taxes.standard },
  ]);
  const billed = { dueDate: '2026-02-28', externalNumber: 'A-1' };
  await trader.bill({ ...billed, issueDate: '2026-02-15' }, [{ unitPrice: '50', taxId: taxes.standard }]);
  await trader.bill({ ...billed, externalNumber: 'A-2', issueDate: '2026-02-16' }, [
    { unitPrice: '200', taxId: taxes.reverse },
  ]);
});
after(() => trade.close());

const receivables = (asOf: string, by = 'contact') =>
  trader.get<Aging>(`reports/receivables-aging?asOf=${asOf}&by=${by}`);
const filled = ({ total: _, ...buckets }: Aging['totals']) =>
  Object.fromEntries(Object.entries(buckets).filter(([, amount]) => amount !== '0.00'));

test('what was open on a past day is what was open then, whatever happened since', async () => {
  const days = [
    '2026-01-04',
    '2026-01-05',
    '2026-01-16',
    '2026-02-10',
    '2026-03-02',
    '2026-03-31',
    '2026-05-01',
  ];
  const rows = await Promise.all(
    days.map(async (asOf) => {
      const { rows } = await receivables(asOf);
      return rows.map(({ asset, open }) => `${asset} ${JSON.stringify(filled(open))}`);
    }),
  );
  assert.deepEqual(rows, [
    [],
    ['EUR {"current":"121.00"}'],
    ['EUR {"days30":"100.00"}', 'USD {"current":"100.00"}'],
    ['EUR {"current":"48.40","days60":"121.00"}', 'USD {"days30":"100.00"}'],
    ['EUR {"days60":"121.00"}', 'USD {"days60":"100.00"}'],
    // The credit note stands by its own due date until it is used.
    ['EUR {"days30":"-12.10","days90":"121.00"}', 'USD {"days90":"100.00"}'],
    ['EUR {"days60":"-12.10","older":"121.00"}', 'USD {"older":"100.00"}'],
  ]);
});

test('the total is the balance of the control account, and documents sum to their contact', async () => {
  for (const asOf of ['2026-01-16', '2026-02-28', '2026-12-31']) {
    for (const side of ['receivables', 'payables']) {
      const byContact = await trader.get<Aging>(`reports/${side}-aging?asOf=${asOf}`);
      const byDocument = await trader.get<Aging>(`reports/${side}-aging?asOf=${asOf}&by=document`);
      assert.equal(byContact.totals.total, byContact.balance, `${side} ${asOf}`);
      assert.deepEqual(byDocument.totals, byContact.totals);
      assert.equal(byContact.revaluation, '0.00');
    }
  }
  const { rows, balance } = await trader.get<Aging>('reports/payables-aging?asOf=2026-03-31&by=document');
  assert.deepEqual(
    rows.map(({ kind, dueDate, base }) => [kind, dueDate, base.days60, base.total]),
    [
      ['bill', '2026-02-28', '60.50', '60.50'],
      ['bill', '2026-02-28', '200.00', '200.00'],
    ],
  );
  assert.equal(balance, '260.50');
});

test('the tax summary: credit notes subtract, reverse charge is owed and deducted', async () => {
  const summary = await trader.get<TaxSummary>('reports/tax-summary?from=2026-01-01&to=2026-03-31&by=month');
  assert.deepEqual(
    summary.periods.map(({ from, rows, due }) => [
      from,
      ...rows.map((row) =>
        [row.side, row.code, row.documents, row.base, row.outputTax, row.inputTax].join(' '),
      ),
      due,
    ]),
    [
      ['2026-01-01', 'sales V21 1 100.00 21.00 0.00', '21.00'],
      [
        '2026-02-01',
        'sales V21 1 40.00 8.40 0.00',
        'purchase RC 1 200.00 42.00 42.00',
        'purchase V21 1 50.00 0.00 10.50',
        '-2.10',
      ],
      ['2026-03-01', 'sales V21 1 -10.00 -2.10 0.00', '-2.10'],
    ],
  );
});

test('a row leads to its documents, page by page', async () => {
  const { periods } = await trader.get<TaxSummary>('reports/tax-summary?from=2026-01-01&to=2026-12-31');
  const [row] = periods[0]?.rows ?? [];
  assert.equal(row?.documents, 3);
  const found: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page: TaxDocuments = await trader.get<TaxDocuments>(
      `reports/tax-documents?${row?.drill}&limit=2${cursor && `&cursor=${cursor}`}`,
    );
    found.push(...page.items.map(({ number, base }) => `${number} ${base}`));
    cursor = page.nextCursor;
  }
  assert.deepEqual(found, ['INV-2026-00001 100.00', 'INV-2026-00003 40.00', 'CN-2026-00001 -10.00']);
});

test('every invariant holds', () => trade.verify());
