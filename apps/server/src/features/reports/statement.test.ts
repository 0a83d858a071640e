import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildSection, type StatementAccount } from './statement.ts';

type Short = [id: string, parentId: string | null, amount?: bigint];
const accounts = (...list: Short[]): StatementAccount[] =>
  list.map(([id, parentId, amount = null]) => ({
    id,
    parentId,
    code: id,
    name: `N${id}`,
    cells: [{ amount, drill: null }],
  }));
const inDecimals = (decimals: number) => ({ decimals, drills: [() => null] });

/** Rows as `depth kind code-or-name amount`. */
const shown = (...args: Parameters<typeof buildSection>): string[] =>
  buildSection(...args).rows.map(({ depth, kind, code, name, amount }) =>
    [depth, kind, code || name, amount ?? '-'].join(' '),
  );

test('the chart tree gives headings and their sums, and what has no figure is left out', () => {
  const chart = accounts(
    ['1', null],
    ['11', '1'],
    ['111', '11', 100n],
    ['112', '11', -30n],
    ['113', '11'],
    ['12', '1'],
    ['121', '12', 5n],
    ['13', '1'],
    ['131', '13'],
  );
  assert.deepEqual(shown('asset', chart, inDecimals(2)), [
    '0 section 1 -',
    '1 heading 11 -',
    '2 account 111 1.00',
    '2 account 112 -0.30',
    '1 total Total N11 0.70',
    '1 heading 12 -',
    '2 account 121 0.05',
    '0 total Total N1 0.75',
  ]);
});

test('a chart with several tops has a section of its own name, and derived lines stand last', () => {
  const chart = accounts(['A', null], ['A1', 'A', 1n], ['B', null], ['B1', 'B', 2n]);
  const derived = [
    { name: 'Result', cells: [{ amount: 3n, drill: null }] },
    { name: 'Nothing', cells: [{ amount: 0n, drill: null }] },
  ];
  assert.deepEqual(shown('equity', chart, inDecimals(0), derived), [
    '0 section Equity -',
    '1 heading A -',
    '2 account A1 1',
    '1 heading B -',
    '2 account B1 2',
    '1 account Result 3',
    '0 total Total Equity 6',
  ]);
});

test('an account under a heading of another type is a top, and one above others is shown with them', () => {
  const chart = accounts(['1', null, 4n], ['11', '1', 5n], ['9', 'elsewhere', 6n]);
  assert.deepEqual(shown('liability', chart, inDecimals(0)), [
    '0 section Liabilities -',
    '1 account 1 4',
    '2 account 11 5',
    '1 account 9 6',
    '0 total Total Liabilities 15',
  ]);
});

test('a section without a figure is its name and a total of zero', () => {
  assert.deepEqual(shown('income', [], inDecimals(2)), ['0 section Income -', '0 total Total Income 0.00']);
});
