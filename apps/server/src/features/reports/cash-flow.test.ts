import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { CashFlow } from '@crypto-erp/contract/cash-flow';
import { formatDecimal, parseDecimal } from '@crypto-erp/ledger/decimal';
import fc from 'fast-check';
import { newId } from '../../db/id.ts';
import { type TestBooks, testBooks } from '../../testing/books.ts';
import { listAccounts } from '../accounts/read-model.ts';
import { changeAccount } from '../accounts/service.ts';
import { createAssetCatalogue } from '../assets/catalogue.ts';
import type { Context } from '../audit-log/context.ts';
import { createPostQueue } from '../entries/post-queue.ts';
import { prepareEntry, reverseEntry } from '../entries/service.ts';
import { cashFlow } from './cash-flow.ts';
import { categoryOf } from './cash-flow-figures.ts';
import { profitAndLoss } from './profit-and-loss.ts';

interface Part {
  code: string;
  asset?: string;
  /** Left out: as much as the base amount. */
  quantity?: string;
  cents: bigint;
}

/** Of every kind: cash, working capital, investing, financing, and income and expense of operating and financing. */
const CODES = [
  '1110',
  '1120',
  '1250',
  '2120',
  '1510',
  '1590',
  '2410',
  '3100',
  '4110',
  '5310',
  '5410',
  '5620',
  '4340',
];
const CASH = ['1110', '1120'];

let books: TestBooks;
let posts: ReturnType<typeof createPostQueue>;
let assets: ReturnType<typeof createAssetCatalogue>;

before(async () => {
  books = await testBooks();
  posts = createPostQueue(books.db);
  assets = createAssetCatalogue(books.db);
});
after(() => books.close());

/** A company whose interest expense is a financing flow, and how a test posts there. */
async function cashCompany() {
  const mine: Context = await books.company();
  const { companyId } = mine;
  const within = <T>(work: Parameters<typeof books.db.inCompany<T>>[1]) =>
    books.db.inCompany(companyId, work);
  const accounts = await within((trx) => listAccounts(trx, companyId));
  const byCode = new Map(accounts.map((account) => [account.code, account]));
  const account = (code: string) => byCode.get(code) ?? assert.fail(`no account ${code}`);
  const interest = account('5620');
  await within((trx) => changeAccount(trx, mine, interest.id, { ...interest, cashFlow: 'financing' }));
  const post = async (date: string, parts: readonly Part[]): Promise<string> => {
    const lines = parts.map(({ code, asset = 'EUR', cents, quantity }) => {
      const baseAmount = formatDecimal(cents, 2);
      return { accountId: account(code).id, asset, quantity: quantity ?? baseAmount, baseAmount };
    });
    const content = { date, description: '', lines };
    const item = await within((trx) => prepareEntry(trx, mine, assets, content, { key: newId(), hash: 'h' }));
    return String((await posts.post(companyId, item)).id);
  };
  const report = (from: string, to: string, method: CashFlow['method']) =>
    within((trx) => cashFlow(trx, companyId, { from, to }, method));
  return { mine, within, post, report };
}

const named = ({ rows }: CashFlow) =>
  rows
    .filter(({ kind }) => kind !== 'section' && kind !== 'heading')
    .map(({ name, amount }) => `${name} ${amount}`);
const YEAR = ['2026-01-01', '2026-12-31'] as const;

test('a small year, direct and indirect', async () => {
  const { post, report } = await cashCompany();
  await post('2025-12-31', [
    { code: '1110', cents: 5_00n },
    { code: '3100', cents: -5_00n },
  ]);
  await post('2026-01-02', [
    { code: '1110', cents: 1000_00n },
    { code: '2410', cents: -1000_00n },
  ]);
  await post('2026-01-03', [
    { code: '1510', cents: 400_00n },
    { code: '1110', cents: -400_00n },
  ]);
  await post('2026-01-04', [
    { code: '1250', cents: 300_00n },
    { code: '4110', cents: -300_00n },
  ]);
  await post('2026-01-05', [
    { code: '1110', cents: 200_00n },
    { code: '1250', cents: -200_00n },
  ]);
  await post('2026-01-06', [
    { code: '5310', cents: 50_00n },
    { code: '1110', cents: -50_00n },
  ]);
  await post('2026-01-07', [
    { code: '5620', cents: 10_00n },
    { code: '1110', cents: -10_00n },
  ]);
  await post('2026-12-31', [
    { code: '5410', cents: 80_00n },
    { code: '1590', cents: -80_00n },
  ]);
  await post('2026-12-31', [
    { code: '1110', asset: 'USD', quantity: '0', cents: 7_00n },
    { code: '4310', cents: -7_00n },
  ]);
  await post('2026-12-31', [
    { code: '1120', cents: 30_00n },
    { code: '1110', cents: -30_00n },
  ]);

  assert.deepEqual(named(await report(...YEAR, 'direct')), [
    'Other receivables 200.00',
    'Total Received 200.00',
    'Rent and utilities -50.00',
    'Total Paid -50.00',
    'Net cash from operating activities 150.00',
    'Computer equipment -400.00',
    'Total Paid -400.00',
    'Net cash from investing activities -400.00',
    'Bank loans, current 1000.00',
    'Total Received 1000.00',
    'Interest expense -10.00',
    'Total Paid -10.00',
    'Net cash from financing activities 990.00',
    'Effect of exchange rates on cash 7.00',
    'Change in cash 747.00',
    'Cash at the beginning 5.00',
    'Cash at the end 752.00',
  ]);
  assert.deepEqual(named(await report(...YEAR, 'indirect')).slice(0, 10), [
    'Profit 167.00',
    'Total Result 167.00',
    'Accumulated depreciation 80.00',
    'Interest expense 10.00',
    'Exchange differences on cash -7.00',
    'Total Adjustments 83.00',
    'Other receivables -100.00',
    'Total Changes in working capital -100.00',
    'Net cash from operating activities 150.00',
    'Computer equipment -400.00',
  ]);
});

test('a reversal takes back what was received and is no payment', async () => {
  const { mine, within, post, report } = await cashCompany();
  const id = await post('2026-02-01', [
    { code: '1110', cents: 9_00n },
    { code: '4110', cents: -9_00n },
  ]);
  await post('2026-02-01', [
    { code: '1110', cents: 1_00n },
    { code: '4110', cents: -1_00n },
  ]);
  await within((trx) => reverseEntry(trx, mine, id, { date: '2026-02-02', description: '' }));
  assert.deepEqual(named(await report(...YEAR, 'direct')).slice(0, 3), [
    'Sales of goods and services 1.00',
    'Total Received 1.00',
    'Net cash from operating activities 1.00',
  ]);
});

test('both methods come to the change of the cash accounts, whatever was posted', async () => {
  const { mine, within, post, report } = await cashCompany();
  const posted: { date: string; parts: Part[] }[] = [];
  const day = fc
    .integer({ min: 0, max: 80 })
    .map((n) => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10));
  const part = fc.record({
    code: fc.constantFrom(...CODES),
    cents: fc.bigInt({ min: -10_000n, max: 10_000n }).filter((cents) => cents !== 0n),
    revalued: fc.boolean(),
  });
  const entry = fc
    .record({
      date: day,
      parts: fc.array(part, { minLength: 1, maxLength: 4 }),
      code: fc.constantFrom(...CODES),
    })
    .map(({ date, parts, code }) => {
      const rest = parts.reduce((sum, { cents }) => sum - cents, 0n);
      const lines = parts.map(
        ({ revalued, ...line }): Part =>
          revalued && CASH.includes(line.code) ? { ...line, asset: 'USD', quantity: '0' } : line,
      );
      return { date, parts: [...lines, { code, cents: rest }] };
    })
    .filter(({ parts }) => parts.at(-1)?.cents !== 0n);
  const cents = (text: string) => parseDecimal(text, 2);
  await fc.assert(
    fc.asyncProperty(fc.array(entry, { minLength: 2, maxLength: 8 }), day, day, async (added, one, other) => {
      for (const { date, parts } of added) await post(date, parts);
      posted.push(...added);
      const [from, to] = one <= other ? [one, other] : [other, one];
      const cashWhere = (inside: (date: string) => boolean) =>
        posted
          .filter(({ date }) => inside(date))
          .flatMap(({ parts }) => parts)
          .reduce((sum, { code, cents: amount }) => (CASH.includes(code) ? sum + amount : sum), 0n);
      const [direct, indirect] = [await report(from, to, 'direct'), await report(from, to, 'indirect')];
      for (const found of [direct, indirect]) {
        assert.equal(
          cents(found.opening),
          cashWhere((date) => date < from),
        );
        assert.equal(
          cents(found.change),
          cashWhere((date) => date >= from && date <= to),
        );
        assert.equal(
          cents(found.closing),
          cashWhere((date) => date <= to),
        );
        const parts = [
          found.operating,
          found.investing,
          found.financing,
          found.exchangeEffect,
          found.broughtIn,
        ];
        assert.equal(
          parts.reduce((sum, amount) => sum + cents(amount), 0n),
          cents(found.change),
        );
      }
      assert.deepEqual(
        [direct.operating, direct.investing, direct.financing, direct.exchangeEffect],
        [indirect.operating, indirect.investing, indirect.financing, indirect.exchangeEffect],
      );
      const { profit } = await within((trx) => profitAndLoss(trx, mine.companyId, { from, to }));
      assert.equal(indirect.rows.find(({ name }) => name === 'Profit')?.amount, profit);
    }),
    { numRuns: 12, endOnFailure: true },
  );
});

test('an account is in its own category, else its heading, else cash for the bank, else by its type', () => {
  const base = { parentId: null, role: null, cashFlow: null } as const;
  const heading = { ...base, id: 'h', type: 'asset', cashFlow: 'investing' } as const;
  const middle = { ...base, id: 'm', type: 'asset', parentId: 'h' } as const;
  const chart = new Map([heading, middle].map((one) => [one.id, one]));
  const of = (account: object) => categoryOf({ ...base, id: 'x', type: 'asset', ...account }, chart);
  assert.equal(of({ parentId: 'm' }), 'investing');
  assert.equal(of({ parentId: 'm', cashFlow: 'cash' }), 'cash');
  assert.equal(of({ parentId: 'm', role: 'bank' }), 'investing');
  assert.equal(of({ role: 'bank' }), 'cash');
  assert.equal(of({ type: 'equity' }), 'financing');
  assert.equal(of({ type: 'expense' }), 'operating');
});
