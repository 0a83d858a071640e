import {
  type DAY_COMPARISONS,
  MAX_COLUMNS,
  type RANGE_COMPARISONS,
  type ReportColumn,
} from '@crypto-erp/contract/reports';
import { addDays, addMonths, endOfMonth } from '@crypto-erp/ledger/dates';
import { fieldError } from '../../errors.ts';
import { FIRST_DATE } from './balances.ts';
import type { Range } from './range.ts';

/** A column of figures: the days it covers (`from` null: from the first on) and the value its lines carry. */
export interface Column extends ReportColumn {
  /** The tag that speaks of its lines. */
  tagId?: string;
  /** What the first column has beyond all others: the lines that carry none of their values. */
  rest?: true;
}

/** The columns beside a report's own, as it names them; nothing when there are none. */
export function reportColumns(columns: readonly Column[]): { columns?: ReportColumn[] } {
  return columns.length > 1
    ? { columns: columns.slice(1).map(({ rest: _, tagId: __, ...column }) => column) }
    : {};
}

type RangeComparison = { compare?: (typeof RANGE_COMPARISONS)[number]; periods?: number };
type DayComparison = { compare?: (typeof DAY_COMPARISONS)[number]; periods?: number };

/**
 * The columns of a report over a range: the range itself first, over the lines that carry `dimensionValueId` when given.
 * Throws `too_many_columns`.
 */
export function rangeColumns(
  range: Range,
  comparison: RangeComparison & { dimensionValueId?: string } = {},
): Column[] {
  const dimensionValueId = comparison.dimensionValueId ?? null;
  return comparedRanges(range, comparison).map((column) => ({ ...column, dimensionValueId }));
}

function comparedRanges(range: Range, { compare, periods = 1 }: RangeComparison): Column[] {
  const main = rangeColumn(range);
  switch (compare) {
    case undefined:
      return [main];
    case 'previous-year':
      return [main, ...steps(periods, (n) => rangeColumn(earlierYear(range, n)))];
    case 'previous-period':
      return [main, ...steps(periods, (n) => rangeColumn(earlierPeriod(range, n)))];
    case 'month':
      return [main, ...checkColumns(parts(range, 1))];
    case 'quarter':
      return [main, ...checkColumns(parts(range, 3))];
  }
}

/** The columns of a report as of a day: the day itself first. */
export function dayColumns(asOf: string, { compare, periods = 1 }: DayComparison = {}): Column[] {
  const main = dayColumn(asOf);
  switch (compare) {
    case undefined:
      return [main];
    case 'previous-year':
      return [main, ...steps(periods, (n) => dayColumn(addMonths(asOf, -12 * n)))];
    case 'previous-month':
      return [main, ...steps(periods, (n) => dayColumn(endOfMonth(addMonths(asOf, -n))))];
    case 'previous-quarter':
      return [main, ...steps(periods, (n) => dayColumn(endOfMonth(addMonths(asOf, -3 * n))))];
  }
}

function rangeColumn({ from, to }: Range): Column {
  return { name: `${from} to ${to}`, from, to, dimensionValueId: null };
}

function dayColumn(asOf: string): Column {
  return { name: asOf, from: null, to: asOf, dimensionValueId: null };
}

function steps(periods: number, column: (n: number) => Column): Column[] {
  return checkColumns(Array.from({ length: periods }, (_, i) => column(i + 1)));
}

function wholeMonths({ from, to }: Range): number | null {
  if (!from.endsWith('-01') || to !== endOfMonth(to)) return null;
  return monthsBetween(from, to) + 1;
}

function monthsBetween(from: string, to: string): number {
  const month = (date: string) => 12 * Number(date.slice(0, 4)) + Number(date.slice(5, 7));
  return month(to) - month(from);
}

/** The `n`th range before: as many whole months, or as many days. */
function earlierPeriod(range: Range, n: number): Range {
  const months = wholeMonths(range);
  if (months !== null) {
    const from = addMonths(range.from, -months * n);
    return { from, to: endOfMonth(addMonths(from, months - 1)) };
  }
  const days = (Date.parse(range.to) - Date.parse(range.from)) / 86_400_000 + 1;
  return { from: addDays(range.from, -days * n), to: addDays(range.to, -days * n) };
}

/** The same days `n` years earlier; a month's last day stays one, so that February ends in every year. */
function earlierYear({ from, to }: Range, n: number): Range {
  const last = addMonths(to, -12 * n);
  return { from: addMonths(from, -12 * n), to: to === endOfMonth(to) ? endOfMonth(last) : last };
}

/** The calendar months or quarters of a range, in order. Throws `too_many_columns` at `query/by`. */
export function rangeParts(range: Range, by: 'month' | 'quarter'): Range[] {
  return checkColumns(parts(range, by === 'month' ? 1 : 3), 'query/by').map(({ from, to }) => ({
    from: from ?? range.from,
    to,
  }));
}

/** The range cut at the ends of its calendar months or quarters, in order. */
function parts({ from, to }: Range, months: 1 | 3): Column[] {
  const columns: Column[] = [];
  for (let start = from; start <= to && columns.length <= MAX_COLUMNS; ) {
    const intoPart = (Number(start.slice(5, 7)) - 1) % months;
    const end = endOfMonth(addMonths(start, months - 1 - intoPart));
    columns.push(rangeColumn({ from: start, to: end < to ? end : to }));
    start = addDays(end, 1);
  }
  return columns;
}

/** The columns, when they are not too many and not before the first day of the contract's dates. */
export function checkColumns(columns: Column[], path = 'query/compare'): Column[] {
  const problem = (code: 'too_many_columns' | 'invalid_input', message: string) =>
    fieldError(code, path, message);
  if (columns.length > MAX_COLUMNS) {
    const message = `A report compares at most ${MAX_COLUMNS} columns: choose a shorter range or another comparison.`;
    throw problem('too_many_columns', message);
  }
  if (columns.some(({ from, to }) => (from ?? to) < FIRST_DATE)) {
    throw problem(
      'invalid_input',
      `There is nothing before ${FIRST_DATE} to compare with: ask for fewer periods.`,
    );
  }
  return columns;
}
