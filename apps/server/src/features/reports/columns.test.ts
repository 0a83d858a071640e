import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refused } from '../../testing/books.ts';
import { dayColumns, rangeColumns } from './columns.ts';

const days = (columns: ReturnType<typeof rangeColumns>) => columns.map(({ from, to }) => `${from} ${to}`);

test('the ranges before are of as many whole months, else of as many days', () => {
  const quarter = { from: '2026-01-01', to: '2026-03-31' };
  assert.deepEqual(days(rangeColumns(quarter, { compare: 'previous-period', periods: 2 })), [
    '2026-01-01 2026-03-31',
    '2025-10-01 2025-12-31',
    '2025-07-01 2025-09-30',
  ]);
  const february = { from: '2024-02-01', to: '2024-02-29' };
  assert.deepEqual(days(rangeColumns(february, { compare: 'previous-period' })).slice(1), [
    '2024-01-01 2024-01-31',
  ]);
  const tenDays = { from: '2026-03-05', to: '2026-03-14' };
  assert.deepEqual(days(rangeColumns(tenDays, { compare: 'previous-period' })).slice(1), [
    '2026-02-23 2026-03-04',
  ]);
});

test('earlier years have the same days, and a month that ends stays whole', () => {
  const february = { from: '2025-02-01', to: '2025-02-28' };
  assert.deepEqual(days(rangeColumns(february, { compare: 'previous-year' })).slice(1), [
    '2024-02-01 2024-02-29',
  ]);
  const leap = { from: '2024-02-10', to: '2024-02-29' };
  assert.deepEqual(days(rangeColumns(leap, { compare: 'previous-year' })).slice(1), [
    '2023-02-10 2023-02-28',
  ]);
});

test('a range is cut at the ends of its months and quarters, and the parts cover it', () => {
  const range = { from: '2026-01-15', to: '2026-05-02' };
  assert.deepEqual(days(rangeColumns(range, { compare: 'month' })).slice(1), [
    '2026-01-15 2026-01-31',
    '2026-02-01 2026-02-28',
    '2026-03-01 2026-03-31',
    '2026-04-01 2026-04-30',
    '2026-05-01 2026-05-02',
  ]);
  assert.deepEqual(days(rangeColumns(range, { compare: 'quarter' })).slice(1), [
    '2026-01-15 2026-03-31',
    '2026-04-01 2026-05-02',
  ]);
  const year = { from: '2026-01-01', to: '2026-12-31' };
  assert.equal(rangeColumns(year, { compare: 'month' }).length, 13);
});

test('days before are ends of months and quarters, or the same day', () => {
  const ends = (...args: Parameters<typeof dayColumns>) => dayColumns(...args).map(({ to }) => to);
  assert.deepEqual(ends('2026-03-15', { compare: 'previous-month', periods: 2 }), [
    '2026-03-15',
    '2026-02-28',
    '2026-01-31',
  ]);
  assert.deepEqual(ends('2026-03-31', { compare: 'previous-quarter', periods: 2 }).slice(1), [
    '2025-12-31',
    '2025-09-30',
  ]);
  assert.deepEqual(ends('2024-02-29', { compare: 'previous-year' }).slice(1), ['2023-02-28']);
});

test('too many columns and days before all dates are refused', () => {
  const long = { from: '2024-12-31', to: '2025-12-31' };
  assert.throws(() => rangeColumns(long, { compare: 'month' }), refused('too_many_columns', 'query/compare'));
  const first = { from: '1900-01-01', to: '1900-01-31' };
  assert.throws(() => rangeColumns(first, { compare: 'previous-period' }), refused('invalid_input'));
  assert.throws(() => dayColumns('1900-01-31', { compare: 'previous-month' }), refused('invalid_input'));
});
