import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { StatementRow } from '@crypto-erp/contract/reports';
import { formatDecimal, parseDecimal } from '@crypto-erp/ledger/decimal';
import fc from 'fast-check';
import { newId } from '../../db/id.ts';
import { refused, type TestBooks, testBooks } from '../../testing/books.ts';
import { listAccounts } from '../accounts/read-model.ts';
import { createAssetCatalogue } from '../assets/catalogue.ts';
import { changeDimensionValue, createDimension, createDimensionValue } from '../dimensions/service.ts';
import { createPostQueue } from '../entries/post-queue.ts';
import { prepareEntry, reverseEntry } from '../entries/service.ts';
import { verifyCompany } from '../verify/checks.ts';
import { balanceSheet } from './balance-sheet.ts';
import { dayColumns, rangeColumns } from './columns.ts';
import { generalLedger } from './general-ledger.ts';
import { journal } from './journal.ts';
import { plColumns } from './pl-columns.ts';
import { profitAndLoss } from './profit-and-loss.ts';
import { trialBalance } from './trial-balance.ts';

const CODES = ['1110', '4110', '4190', '5310', '5320', '2410'];

let books: TestBooks;
let posts: ReturnType<typeof createPostQueue>;
let assets: ReturnType<typeof createAssetCatalogue>;
let ids: Map<string, string>;
let project: string;
let values: [string, string, string];
let centre: string;

interface Line {
  code: string;
  cents: bigint;
  /** Ids of dimensions' values. */
  carries: string[];
  date: string;
}
const posted: Line[] = [];

before(async () => {
  books = await testBooks();
  posts = createPostQueue(books.db);
  assets = createAssetCatalogue(books.db);
  await within(async (trx) => {
    const accounts = await listAccounts(trx, books.mine.companyId);
    ids = new Map(accounts.map(({ code, id }) => [code, id]));
    project = (await createDimension(trx, books.mine, { name: 'Project' })).id;
    const value = async (dimensionId: string, code: string) =>
      (await createDimensionValue(trx, books.mine, { dimensionId, code, name: `Value ${code}` })).id;
    values = [await value(project, 'A'), await value(project, 'B'), await value(project, 'C')];
    const costCentre = await createDimension(trx, books.mine, { name: 'Cost centre' });
    centre = await value(costCentre.id, 'A');
  });
});
after(() => books.close());

const within = <T>(work: Parameters<typeof books.db.inCompany<T>>[1]) =>
  books.db.inCompany(books.mine.companyId, work);
const idOf = (code: string) => ids.get(code) ?? assert.fail(`no account ${code}`);

async function post(date: string, lines: Omit<Line, 'date'>[]): Promise<string> {
  const content = {
    date,
    description: '',
    lines: lines.map(({ code, cents, carries }) => {
      const amount = formatDecimal(cents, 2);
      return {
        accountId: idOf(code),
        asset: 'EUR',
        quantity: amount,
        baseAmount: amount,
        dimensionValueIds: carries,
      };
    }),
  };
  const item = await within((trx) =>
    prepareEntry(trx, books.mine, assets, content, { key: newId(), hash: 'h' }),
  );
  posted.push(...lines.map((line) => ({ ...line, date })));
  return String((await posts.post(books.mine.companyId, item)).id);
}

const amountOf = (rows: readonly StatementRow[], column: number | null, name: string) => {
  const row = rows.find((one) => one.name === name) ?? assert.fail(`no row ${name}`);
  return column === null ? row.amount : (row.columns?.[column]?.amount ?? null);
};
const day = fc
  .integer({ min: 0, max: 70 })
  .map((n) => new Date(Date.UTC(2026, 0, 10 + n)).toISOString().slice(0, 10));
const entry = fc
  .record({
    date: day,
    parts: fc.array(
      fc.record({
        code: fc.constantFrom(...CODES),
        cents: fc.bigInt({ min: -9_999n, max: 9_999n }).filter((cents) => cents !== 0n),
        value: fc.integer({ min: 0, max: 3 }),
        inCentre: fc.boolean(),
      }),
      { minLength: 1, maxLength: 3 },
    ),
  })
  .filter(({ parts }) => parts.reduce((sum, { cents }) => sum + cents, 0n) !== 0n);

test('figures by dimension, and beside each other, are the sums of the lines', async () => {
  const sum = (keep: (line: Line) => boolean) =>
    posted.filter(keep).reduce((total, { cents }) => total + cents, 0n);
  const inResult = ({ code }: Line) => code.startsWith('4') || code.startsWith('5');
  await fc.assert(
    fc.asyncProperty(fc.array(entry, { minLength: 2, maxLength: 6 }), day, day, async (added, one, other) => {
      for (const { date, parts } of added) {
        const lines = parts.map(({ code, cents, value, inCentre }) => {
          const carried = values[value];
          return { code, cents, carries: [...(carried ? [carried] : []), ...(inCentre ? [centre] : [])] };
        });
        const rest = lines.reduce((total, { cents }) => total - cents, 0n);
        await post(date, [...lines, { code: '1110', cents: rest, carries: [] }]);
      }
      const [from, to] = one <= other ? [one, other] : [other, one];
      const inside = ({ date }: Line) => date >= from && date <= to;
      const profit = (keep: (line: Line) => boolean) =>
        formatDecimal(-sum((line) => inResult(line) && inside(line) && keep(line)), 2);
      const companyId = books.mine.companyId;

      const byValue = await within(async (trx) =>
        profitAndLoss(
          trx,
          companyId,
          { from, to },
          await plColumns(trx, companyId, { from, to, byDimensionId: project }),
        ),
      );
      assert.deepEqual(
        byValue.columns?.map(({ name }) => name),
        ['Value A', 'Value B', 'Value C', 'None'],
      );
      assert.equal(
        amountOf(byValue.rows, null, 'Profit'),
        profit(() => true),
      );
      for (const [i, value] of values.entries()) {
        assert.equal(
          amountOf(byValue.rows, i, 'Profit'),
          profit(({ carries }) => carries.includes(value)),
        );
      }
      const none = profit(({ carries }) => !values.some((value) => carries.includes(value)));
      assert.equal(amountOf(byValue.rows, 3, 'Profit'), none);

      const [value] = values;
      const filtered = await within((trx) =>
        profitAndLoss(trx, companyId, { from, to }, rangeColumns({ from, to }, { dimensionValueId: value })),
      );
      assert.equal(
        filtered.profit,
        profit(({ carries }) => carries.includes(value)),
      );

      const ledger = await within((trx) =>
        generalLedger(trx, companyId, {
          from,
          to,
          accountId: idOf('4110'),
          dimensionValueId: value,
          limit: 1000,
        }),
      );
      const ofAccount = (line: Line) => line.code === '4110' && line.carries.includes(value);
      assert.equal(ledger.items.length, posted.filter((line) => ofAccount(line) && inside(line)).length);
      if (ledger.items.length > 0) {
        assert.equal(
          ledger.items.at(-1)?.balance,
          formatDecimal(
            sum((line) => ofAccount(line) && line.date <= to),
            2,
          ),
        );
      }
      const entries = await within((trx) =>
        journal(trx, companyId, { from, to, dimensionValueId: value, limit: 1000 }),
      );
      assert.ok(
        entries.items.every(({ lines }) =>
          lines.some(({ dimensionValueIds }) => dimensionValueIds.includes(value)),
        ),
      );
      const linesWith = entries.items
        .flatMap(({ lines }) => lines)
        .filter(({ dimensionValueIds }) => dimensionValueIds.includes(value));
      assert.equal(
        linesWith.length,
        posted.filter((line) => line.carries.includes(value) && inside(line)).length,
      );

      await eachColumnIsAReportOfItsOwn(from, to);
    }),
    { numRuns: 6, endOnFailure: true },
  );
  const broken = await within((trx) => verifyCompany(trx, books.mine.companyId));
  assert.deepEqual(
    broken.filter(({ held }) => !held),
    [],
  );
});

async function eachColumnIsAReportOfItsOwn(from: string, to: string): Promise<void> {
  const { companyId } = books.mine;
  const accountRows = (rows: readonly StatementRow[], column: number | null) =>
    rows.flatMap((row) => {
      const cell = column === null ? row : row.columns?.[column];
      return row.accountId !== null && cell?.amount ? [`${row.code} ${cell.amount} ${cell.drill}`] : [];
    });
  const columns = rangeColumns({ from, to }, { compare: 'month' });
  const side = await within((trx) => profitAndLoss(trx, companyId, { from, to }, columns));
  const trial = await within((trx) => trialBalance(trx, companyId, { from, to }, columns));
  for (const [i, column] of columns.slice(1).entries()) {
    const range = { from: column.from ?? '', to: column.to };
    const alone = await within((trx) => profitAndLoss(trx, companyId, range));
    assert.deepEqual(accountRows(side.rows, i), accountRows(alone.rows, null));
    assert.equal(amountOf(side.rows, i, 'Profit'), alone.profit);
    const ownTrial = await within((trx) => trialBalance(trx, companyId, range));
    const { columns: _, ...totals } = ownTrial.totals;
    assert.deepEqual(trial.totals.columns?.[i], totals);
  }
  const days = dayColumns(to, { compare: 'previous-month', periods: 2 });
  const sheet = await within((trx) => balanceSheet(trx, companyId, to, days));
  for (const [i, { to: asOf }] of days.slice(1).entries()) {
    const alone = await within((trx) => balanceSheet(trx, companyId, asOf));
    assert.equal(amountOf(sheet.rows, i, 'Total liabilities and equity'), alone.assets);
    assert.deepEqual(accountRows(sheet.rows, i), accountRows(alone.rows, null));
  }
}

test('a total and the result not yet closed lead to the lines they sum', async () => {
  const { companyId } = books.mine;
  const asOf = '2026-12-31';
  const sheet = await within((trx) => balanceSheet(trx, companyId, asOf));
  const profit = await within((trx) => profitAndLoss(trx, companyId, { from: '2026-01-01', to: asOf }));
  const rows = [...sheet.rows, ...profit.rows].filter(({ amount }) => amount !== null);
  assert.ok(
    rows.some(({ kind, depth }) => kind === 'total' && depth > 0),
    'no heading has a total',
  );
  for (const { name, amount, drill } of rows) {
    const { from = '', to = '', accountId, types } = Object.fromEntries(new URLSearchParams(drill ?? ''));
    const { items } = await within((trx) =>
      generalLedger(trx, companyId, { from, to, accountId, types, limit: 1000 }),
    );
    const total = items.reduce((sum, { baseAmount }) => sum + parseDecimal(baseAmount, 2), 0n);
    const expected = parseDecimal(amount ?? '', 2);
    assert.ok(total === expected || total === -expected, `${name} ${amount}: ${formatDecimal(total, 2)}`);
  }
});

test('a reversal carries the values of its original, archived ones too; nothing else may', async () => {
  const [first, second] = values;
  const id = await post('2026-04-01', [
    { code: '5310', cents: 100n, carries: [first, centre] },
    { code: '1110', cents: -100n, carries: [second] },
  ]);
  await within((trx) =>
    changeDimensionValue(trx, books.mine, first, { code: 'A', name: 'Value A', archived: true, version: 1 }),
  );
  await assert.rejects(
    post('2026-04-02', [
      { code: '5310', cents: 1n, carries: [first] },
      { code: '1110', cents: -1n, carries: [] },
    ]),
    refused('dimension_archived', '/lines/0/dimensionValueIds/0'),
  );
  const reversal = await within((trx) =>
    reverseEntry(trx, books.mine, id, { date: '2026-04-03', description: '' }),
  );
  assert.deepEqual(
    reversal.lines.map(({ dimensionValueIds }) => dimensionValueIds),
    [[first, centre].sort(), [second]],
  );
  const results = await within((trx) => verifyCompany(trx, books.mine.companyId));
  assert.deepEqual(
    results.filter(({ held }) => !held),
    [],
  );
});

test('two values of a dimension, and a value that is not there, are refused where they stand', async () => {
  const [, second, third] = values;
  const balanced = (carries: string[]) => [
    { code: '5310', cents: 1n, carries: [] },
    { code: '1110', cents: -1n, carries },
  ];
  const twice = refused('dimension_twice', '/lines/1/dimensionValueIds/1');
  await assert.rejects(post('2026-04-02', balanced([second, third])), twice);
  await assert.rejects(post('2026-04-02', balanced([second, second])), twice);
  const unknown = refused('unknown_dimension', '/lines/1/dimensionValueIds/0');
  await assert.rejects(post('2026-04-02', balanced([newId()])), unknown);
});

test('too many values for columns, and two ways to compare at once, are refused', async () => {
  const { companyId } = books.mine;
  const asked = { from: '2026-01-01', to: '2026-01-31', byDimensionId: project };
  await assert.rejects(
    within((trx) => plColumns(trx, companyId, { ...asked, compare: 'month' })),
    refused('invalid_input', 'query/byDimensionId'),
  );
  await within(async (trx) => {
    for (let n = 0; n < 12; n++) {
      await createDimensionValue(trx, books.mine, { dimensionId: project, code: `N${n}`, name: 'x' });
    }
  });
  await assert.rejects(
    within((trx) => plColumns(trx, companyId, asked)),
    refused('too_many_columns', 'query/compare'),
  );
});
