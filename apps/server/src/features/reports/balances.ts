import type { AccountType } from '@crypto-erp/contract/accounts';
import { type RawBuilder, sql } from 'kysely';

/** The first day the contract's dates allow: a range from here on holds everything before its end. */
export const FIRST_DATE = '1900-01-01';

interface Filter {
  asset?: string;
  /** The value of a dimension that the lines carry, in SQL; NULL for all lines. */
  value?: RawBuilder<unknown>;
}

/**
 * Base `debit` and `credit` of the account `a` of the query around it, over everything dated before `day` (a date
 * in SQL), in one `asset` and with one `value` of a dimension when given. Whole months come from their kept sums; only the
 * month of `day` itself is read line by line, so the cost does not grow with the books. Those sums know no dimension: the
 * lines that carry a value are read through the index of its lines.
 */
export function sumsBefore(
  companyId: string,
  day: RawBuilder<unknown>,
  { asset, value }: Filter = {},
): RawBuilder<unknown> {
  const month = sql`date_trunc('month', (${day})::timestamp)::date`;
  const inAsset = (table: string) =>
    asset === undefined ? sql`` : sql`AND ${sql.ref(table)}.asset = ${asset}`;
  const ofAll = value === undefined ? sql`` : sql`AND (${value})::uuid IS NULL`;
  const ofValue =
    value === undefined
      ? sql``
      : sql`
      UNION ALL
      SELECT greatest(l.base_amount, 0), greatest(-l.base_amount, 0)
      FROM erp.entry_line_dimensions v
      JOIN erp.entry_lines l
        ON l.company_id = v.company_id AND l.entry_id = v.entry_id AND l.position = v.position
      WHERE v.company_id = ${companyId} AND v.value_id = (${value})::uuid AND v.account_id = a.id AND v.date < ${day}
        ${inAsset('l')}`;
  return sql`(
    SELECT coalesce(sum(s.debit), 0) AS debit, coalesce(sum(s.credit), 0) AS credit
    FROM (
      SELECT m.base_debit AS debit, m.base_credit AS credit FROM erp.month_balances m
      WHERE m.company_id = ${companyId} AND m.account_id = a.id AND m.month < ${month} ${inAsset('m')} ${ofAll}
      UNION ALL
      SELECT greatest(l.base_amount, 0), greatest(-l.base_amount, 0) FROM erp.entry_lines l
      WHERE l.company_id = ${companyId} AND l.account_id = a.id AND l.date >= ${month} AND l.date < ${day}
        ${inAsset('l')} ${ofAll}
      ${ofValue}
    ) AS s)`;
}

/**
 * Base `debit` and `credit` that year-end closes, and their reversals when a year was reopened, moved on the account `a` of
 * the query around it before `day`. They are few: one entry a year.
 */
export function yearEndsBefore(companyId: string, day: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(
    SELECT coalesce(sum(greatest(l.base_amount, 0)), 0) AS debit, coalesce(sum(-least(l.base_amount, 0)), 0) AS credit
    FROM erp.year_closes y
    CROSS JOIN LATERAL unnest(ARRAY[y.entry_id, y.reopen_entry_id]) AS made (entry_id)
    JOIN erp.entry_lines l ON l.company_id = y.company_id AND l.entry_id = made.entry_id
    WHERE y.company_id = ${companyId} AND l.account_id = a.id AND l.date < ${day})`;
}

/** {@link sumsBefore} without what year-end closes moved, so that a closed year still shows its result. */
export function sumsWithoutYearEnds(
  companyId: string,
  day: RawBuilder<unknown>,
  filter: Filter = {},
): RawBuilder<unknown> {
  // Their lines carry no value of a dimension, and are in the base asset.
  const counts = filter.value === undefined ? sql`true` : sql`(${filter.value})::uuid IS NULL`;
  return sql`(
    SELECT s.debit - CASE WHEN ${counts} THEN y.debit ELSE 0 END AS debit,
      s.credit - CASE WHEN ${counts} THEN y.credit ELSE 0 END AS credit
    FROM ${sumsBefore(companyId, day, filter)} AS s CROSS JOIN ${yearEndsBefore(companyId, day)} AS y)`;
}

/** Whether the line `l` of the query around it carries the value; true for undefined. */
export function carries(dimensionValueId: string | undefined): RawBuilder<unknown> {
  if (dimensionValueId === undefined) return sql`true`;
  return sql`EXISTS (
    SELECT FROM erp.entry_line_dimensions v
    WHERE v.company_id = l.company_id AND v.entry_id = l.entry_id AND v.position = l.position
      AND v.value_id = ${dimensionValueId})`;
}

/** The day after a date, in SQL. */
export function dayAfter(date: string): RawBuilder<unknown> {
  return sql`(${date}::date + 1)`;
}

/**
 * An amount that SQL rounded to the base asset's decimals, in smallest units. Unlike an amount that comes in, a sum
 * may have more than 38 digits.
 */
export function unitsOf(amount: string): bigint {
  return BigInt(amount.replace('.', ''));
}

/** Whose lines make a figure: an account's or a heading's, or those of all accounts of some types. */
export type Whose = { accountId: string } | { types: readonly AccountType[] };

/** The days of a figure; `from` is null for all before, the value that its lines carry, and the tag that speaks of them. */
export interface Days {
  from: string | null;
  to: string;
  dimensionValueId?: string | null;
  tagId?: string;
}

/** The general ledger's query string that lists what makes a figure, the entries that close years among it or not. */
export function drill(
  whose: Whose,
  { from, to, dimensionValueId, tagId }: Days,
  yearEnds?: 'without',
): string {
  return new URLSearchParams({
    ...('accountId' in whose ? whose : { types: whose.types.join(',') }),
    from: from ?? FIRST_DATE,
    to,
    ...(dimensionValueId && { dimensionValueId }),
    ...(tagId && { tagId }),
    ...(yearEnds && { yearEnds }),
  }).toString();
}
