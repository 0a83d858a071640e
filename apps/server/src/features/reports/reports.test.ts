import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { GeneralLedger, StatementRow } from '@crypto-erp/contract/reports';
import { formatDecimal, parseDecimal } from '@crypto-erp/ledger/decimal';
import fc from 'fast-check';
import { newId } from '../../db/id.ts';
import { refused, type TestBooks, testBooks } from '../../testing/books.ts';
import { listAccounts } from '../accounts/read-model.ts';
import { createAssetCatalogue } from '../assets/catalogue.ts';
import { createPostQueue } from '../entries/post-queue.ts';
import { prepareEntry } from '../entries/service.ts';
import { balanceSheet } from './balance-sheet.ts';
import { generalLedger, type LedgerQuery } from './general-ledger.ts';
import { profitAndLoss } from './profit-and-loss.ts';
import { trialBalance } from './trial-balance.ts';

/** What a report must say, computed from every line ever posted here, in cents. */
interface Line {
  date: string;
  /** Order of posting. */
  entry: number;
  code: string;
  type: string;
  asset: string;
  cents: bigint;
}

const CODES = ['1110', '1120', '1410', '2310', '3100', '4110', '4310', '5110', '5210'];
const ASSETS = ['EUR', 'USD', 'BTC'];

let books: TestBooks;
let ids: Map<string, { id: string; type: string }>;
let posts: ReturnType<typeof createPostQueue>;
let assets: ReturnType<typeof createAssetCatalogue>;
const posted: Line[] = [];
let entries = 0;

before(async () => {
  books = await testBooks();
  posts = createPostQueue(books.db);
  assets = createAssetCatalogue(books.db);
  const accounts = await books.db.inCompany(books.mine.companyId, (trx) =>
    listAccounts(trx, books.mine.companyId),
  );
  ids = new Map(accounts.filter((a) => a.postable).map(({ code, id, type }) => [code, { id, type }]));
});
after(() => books.close());

const companyId = () => books.mine.companyId;
const idOf = (code: string) => ids.get(code)?.id ?? assert.fail(`no account ${code}`);
const within = <T>(work: Parameters<typeof books.db.inCompany<T>>[1]) =>
  books.db.inCompany(companyId(), work);

interface RandomEntry {
  date: string;
  parts: { code: string; asset: string; cents: bigint }[];
}

async function post({ date, parts }: RandomEntry): Promise<void> {
  const lines = parts.map(({ code, asset, cents }) => {
    const baseAmount = formatDecimal(cents, 2);
    return { accountId: idOf(code), asset, quantity: baseAmount, baseAmount };
  });
  const content = { date, description: `Entry of ${date}`, lines };
  const command = { key: newId(), hash: 'h' };
  const item = await within((trx) => prepareEntry(trx, books.mine, assets, content, command));
  await posts.post(companyId(), item);
  entries += 1;
  for (const part of parts) {
    posted.push({ ...part, date, entry: entries, type: ids.get(part.code)?.type ?? '' });
  }
}

const date = fc
  .integer({ min: 0, max: 130 })
  .map((days) => new Date(Date.UTC(2025, 10, 20 + days)).toISOString().slice(0, 10));
const range = fc.tuple(date, date).map(([a, b]) => (a <= b ? { from: a, to: b } : { from: b, to: a }));
const part = fc.record({
  code: fc.constantFrom(...CODES),
  asset: fc.constantFrom(...ASSETS),
  cents: fc.bigInt({ min: -1_000_000_000n, max: 1_000_000_000n }).filter((cents) => cents !== 0n),
});
/** Two to four lines, the last of which makes them balance. */
const entry: fc.Arbitrary<RandomEntry> = fc
  .record({ date, parts: fc.array(part, { minLength: 1, maxLength: 3 }), code: fc.constantFrom(...CODES) })
  .map(({ code, parts, ...rest }) => {
    const difference = parts.reduce((sum, { cents }) => sum - cents, 0n);
    return { ...rest, parts: [...parts, { code, asset: 'EUR', cents: difference }] };
  })
  .filter(({ parts }) => parts.at(-1)?.cents !== 0n);

const sum = (lines: readonly Line[]): bigint => lines.reduce((total, { cents }) => total + cents, 0n);
const amount = (cents: bigint): string => formatDecimal(cents, 2);
const cents = (text: string): bigint => parseDecimal(text, 2);
const byCode = (code: string) => posted.filter((line) => line.code === code);

async function checkTrialBalance(from: string, to: string): Promise<void> {
  const report = await within((trx) => trialBalance(trx, companyId(), { from, to }));
  const expected = CODES.map((code) => {
    const lines = byCode(code);
    const inside = lines.filter((line) => line.date >= from && line.date <= to);
    const opening = sum(lines.filter((line) => line.date < from));
    const debit = sum(inside.filter((line) => line.cents > 0n));
    const credit = -sum(inside.filter((line) => line.cents < 0n));
    return { code, opening, debit, credit, closing: opening + debit - credit };
  })
    .filter(({ opening, debit, credit }) => opening !== 0n || debit !== 0n || credit !== 0n)
    .map(({ code, ...amounts }) => ({
      code,
      ...Object.fromEntries(Object.entries(amounts).map(([name, value]) => [name, amount(value)])),
    }));
  const found = report.rows.map(({ code, opening, debit, credit, closing }) => ({
    code,
    opening,
    debit,
    credit,
    closing,
  }));
  assert.deepEqual(found, expected);
  assert.equal(report.totals.opening, '0.00');
  assert.equal(report.totals.closing, '0.00');
  assert.equal(report.totals.debit, report.totals.credit);
}

async function checkStatements(from: string, to: string): Promise<void> {
  const ofType = (...types: string[]) => posted.filter(({ type }) => types.includes(type));
  const moved = (lines: Line[]) => sum(lines.filter((line) => line.date >= from && line.date <= to));
  const held = (lines: Line[]) => sum(lines.filter((line) => line.date <= to));

  const result = await within((trx) => profitAndLoss(trx, companyId(), { from, to }));
  assert.equal(result.income, amount(-moved(ofType('income'))));
  assert.equal(result.expense, amount(moved(ofType('expense'))));
  assert.equal(result.profit, amount(-moved(ofType('income', 'expense'))));
  checkRows(result.rows);

  const sheet = await within((trx) => balanceSheet(trx, companyId(), to));
  assert.equal(sheet.assets, amount(held(ofType('asset'))));
  assert.equal(sheet.liabilities, amount(-held(ofType('liability'))));
  assert.equal(sheet.result, amount(-held(ofType('income', 'expense'))));
  assert.equal(sheet.equity, amount(-held(ofType('equity', 'income', 'expense'))));
  assert.equal(cents(sheet.assets), cents(sheet.liabilities) + cents(sheet.equity));
  checkRows(sheet.rows);
}

/** Every total is the sum of the accounts above it since its heading or section, and no heading is empty. */
function checkRows(rows: readonly StatementRow[]): void {
  for (const [i, row] of rows.entries()) {
    if (row.kind === 'heading') assert.ok((rows[i + 1]?.depth ?? 0) > row.depth, `${row.name} is empty`);
    if (row.kind !== 'total' || !row.name.startsWith('Total ') || row.name === 'Total liabilities and equity')
      continue;
    const start = rows.findLastIndex(
      (r, j) => j < i && r.depth === row.depth && `Total ${r.name}` === row.name,
    );
    const accounts = rows.slice(start, i).filter(({ kind }) => kind === 'account');
    assert.equal(
      cents(row.amount ?? ''),
      accounts.reduce((total, { amount: own }) => total + cents(own ?? ''), 0n),
    );
  }
}

/** All pages of a general ledger. */
async function allPages(query: Omit<LedgerQuery, 'cursor'>): Promise<GeneralLedger['items']> {
  const items: GeneralLedger['items'] = [];
  let cursor: string | undefined;
  do {
    const page = await within((trx) => generalLedger(trx, companyId(), { ...query, cursor }));
    assert.ok(page.items.length <= query.limit);
    assert.ok(items.length <= posted.length, 'the pages do not end');
    items.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return items;
}

async function checkLedger(
  from: string,
  to: string,
  code?: string,
  asset?: string,
  limit = 7,
): Promise<void> {
  const accountId = code === undefined ? undefined : idOf(code);
  const found = await allPages({ from, to, accountId, asset, limit });
  const expected = CODES.filter((one) => code === undefined || one === code).flatMap((one) => {
    let balance = 0n;
    // Sorting is stable, and lines were kept in the order of posting.
    return byCode(one)
      .filter((line) => (asset === undefined || line.asset === asset) && line.date <= to)
      .sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : a.entry - b.entry))
      .map((line) => {
        balance += line.cents;
        return {
          code: one,
          date: line.date,
          asset: line.asset,
          baseAmount: amount(line.cents),
          balance: amount(balance),
        };
      })
      .filter((line) => line.date >= from);
  });
  assert.deepEqual(
    found.map((item) => ({
      code: item.code,
      date: item.date,
      asset: item.asset,
      baseAmount: item.baseAmount,
      balance: item.balance,
    })),
    expected,
  );
}

test('a company without entries has reports without rows, and none that exists not', async () => {
  const query = { from: '2026-01-01', to: '2026-12-31' };
  const empty = await within((trx) => trialBalance(trx, companyId(), query));
  assert.deepEqual([empty.baseAsset, empty.rows, empty.totals.debit], ['EUR', [], '0.00']);
  const ledger = await within((trx) => generalLedger(trx, companyId(), { ...query, limit: 10 }));
  assert.deepEqual([ledger.baseAsset, ledger.items, ledger.nextCursor], ['EUR', [], null]);
  const sheet = await within((trx) => balanceSheet(trx, companyId(), '2026-12-31'));
  assert.deepEqual([sheet.assets, sheet.result], ['0.00', '0.00']);
  assert.deepEqual(new Set(sheet.rows.map(({ kind }) => kind)), new Set(['section', 'total']));
  const none = newId();
  await assert.rejects(
    books.db.inCompany(none, (trx) => trialBalance(trx, none, query)),
    refused('not_found'),
  );
});

test('every report equals the sums over random entries, over any range', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(entry, { minLength: 3, maxLength: 12 }),
      range,
      fc.constantFrom(...CODES),
      fc.constantFrom(...ASSETS),
      fc.integer({ min: 1, max: 9 }),
      async (added, { from, to }, code, asset, limit) => {
        for (const one of added) await post(one);
        for (const [first, last] of [
          [from, to],
          [from, from],
          ['2025-12-01', '2026-01-31'],
          ['1900-01-01', to],
          [from, '2999-12-31'],
        ] as const) {
          await checkTrialBalance(first, last);
          await checkStatements(first, last);
        }
        await checkLedger(from, to, undefined, undefined, limit);
        await checkLedger(from, to, code, undefined, limit);
        await checkLedger('1900-01-01', to, code, asset, limit);
      },
    ),
    // Each run adds to the books of the runs before it, so a smaller example would not be the same one.
    { numRuns: 8, endOnFailure: true },
  );
});

test('a figure leads to the lines that explain it', async () => {
  const { from, to } = { from: '2025-12-10', to: '2026-02-20' };
  const drilled = async (drill: string | null) => {
    const asked = Object.fromEntries(new URLSearchParams(drill ?? assert.fail('no drill')));
    return allPages({ from: asked.from ?? '', to: asked.to ?? '', accountId: asked.accountId, limit: 1000 });
  };
  const total = (items: GeneralLedger['items']) =>
    items.reduce((all, item) => all + cents(item.baseAmount), 0n);
  const trial = await within((trx) => trialBalance(trx, companyId(), { from, to }));
  for (const row of trial.rows) {
    const items = await drilled(row.drill);
    assert.equal(total(items), cents(row.debit) - cents(row.credit));
    if (items.length > 0) assert.equal(items.at(-1)?.balance, row.closing);
  }
  const sheet = await within((trx) => balanceSheet(trx, companyId(), to));
  for (const row of sheet.rows.filter(({ accountId, kind }) => kind === 'account' && accountId !== null)) {
    const items = await drilled(row.drill);
    const sign = items[0]?.code.startsWith('1') ? 1n : -1n;
    assert.equal(sign * total(items), cents(row.amount ?? ''));
  }
});

test('a cursor survives entries that are posted before it, and the balances count them', async () => {
  const query = { from: '2025-11-01', to: '2026-12-31', accountId: idOf('1110'), limit: 3 };
  const first = await within((trx) => generalLedger(trx, companyId(), query));
  await post({
    date: '2025-11-01',
    parts: [
      { code: '1110', asset: 'EUR', cents: 12_34n },
      { code: '3100', asset: 'EUR', cents: -12_34n },
    ],
  });
  const cursor = first.nextCursor ?? assert.fail('one page only');
  const second = await within((trx) => generalLedger(trx, companyId(), { ...query, cursor }));
  const [last, next] = [first.items.at(-1), second.items[0]];
  assert.ok(last && next);
  assert.equal(cents(next.balance), cents(last.balance) + cents(next.baseAmount) + 12_34n);
});

test('another company sees nothing of it', async () => {
  const other = books.other.companyId;
  const query = { from: '1900-01-01', to: '2999-12-31' };
  const trial = await books.db.inCompany(other, (trx) => trialBalance(trx, other, query));
  assert.deepEqual(trial.rows, []);
  const hidden = { ...query, limit: 10, accountId: idOf('1110') };
  const ledger = await books.db.inCompany(other, (trx) => generalLedger(trx, other, hidden));
  assert.deepEqual(ledger.items, []);
});
