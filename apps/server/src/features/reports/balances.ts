import { type RawBuilder, sql } from 'kysely';

/** The first day the contract's dates allow: a range from here on holds everything before its end. */
export const FIRST_DATE = '1900-01-01';

/**
 * Base `debit` and `credit` of the account `a` of the query around it, over everything dated before `day` (a date
 * in SQL), and in one `asset` when given. Whole months come from their kept sums; only the month of `day` itself
 * is read line by line, so the cost does not grow with the books.
 */
export function sumsBefore(companyId: string, day: RawBuilder<unknown>, asset?: string): RawBuilder<unknown> {
  const month = sql`date_trunc('month', (${day})::timestamp)::date`;
  const inAsset = (table: string) =>
    asset === undefined ? sql`` : sql`AND ${sql.ref(table)}.asset = ${asset}`;
  return sql`(
    SELECT coalesce(sum(s.debit), 0) AS debit, coalesce(sum(s.credit), 0) AS credit
    FROM (
      SELECT m.base_debit AS debit, m.base_credit AS credit FROM erp.month_balances m
      WHERE m.company_id = ${companyId} AND m.account_id = a.id AND m.month < ${month} ${inAsset('m')}
      UNION ALL
      SELECT greatest(l.base_amount, 0), greatest(-l.base_amount, 0) FROM erp.entry_lines l
      WHERE l.company_id = ${companyId} AND l.account_id = a.id AND l.date >= ${month} AND l.date < ${day}
        ${inAsset('l')}
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

/** The general ledger's query string that lists what makes an account's figure. */
export function drill(accountId: string, from: string, to: string): string {
  return new URLSearchParams({ accountId, from, to }).toString();
}
