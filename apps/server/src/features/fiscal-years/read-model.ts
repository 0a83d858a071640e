import type { FiscalYear } from '@crypto-erp/contract/periods';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';

/** How many years one list shows at most. */
const MOST_YEARS = 100;

/** The years from that of the first entry to the current one, and any other that is closed; newest first. */
export async function listFiscalYears(trx: Trx, companyId: string): Promise<{ items: FiscalYear[] }> {
  const { rows } = await sql<FiscalYear>`
    WITH company AS (
      SELECT c.fiscal_year_start_month AS start_month, (now() AT TIME ZONE c.time_zone)::date AS today,
        coalesce((SELECT min(e.date) FROM erp.entries e WHERE e.company_id = ${companyId}),
          (c.created_at AT TIME ZONE c.time_zone)::date) AS start
      FROM erp.companies c WHERE c.company_id = ${companyId}),
    closed AS (SELECT * FROM erp.year_closes WHERE company_id = ${companyId} AND reopened_at IS NULL),
    year AS (
      SELECT generate_series(erp.fiscal_year(least(start, today), start_month), erp.fiscal_year(today, start_month)) AS year
      FROM company
      UNION
      SELECT fiscal_year FROM closed)
    SELECT y.year, first.day::date::text AS from, (first.day + interval '1 year' - interval '1 day')::date::text AS to,
      c.id IS NOT NULL AS closed, c.closed_at AS "closedAt", c.entry_id AS "entryId"
    FROM year y
    CROSS JOIN company
    CROSS JOIN LATERAL (VALUES (make_date(y.year - (start_month > 1)::int, start_month, 1)::timestamp)) AS first (day)
    LEFT JOIN closed c ON c.fiscal_year = y.year
    ORDER BY y.year DESC LIMIT ${MOST_YEARS}`.execute(trx);
  return { items: rows };
}

export interface YearClose {
  id: string;
  year: number;
  entryId: string | null;
}

/** The closes that stand of `year` and of later years, by year. */
export async function closesFrom(trx: Trx, companyId: string, year: number): Promise<YearClose[]> {
  const { rows } = await sql<YearClose>`
    SELECT id, fiscal_year AS year, entry_id AS "entryId" FROM erp.year_closes
    WHERE company_id = ${companyId} AND reopened_at IS NULL AND fiscal_year >= ${year} ORDER BY fiscal_year`.execute(
    trx,
  );
  return rows;
}

/** What an income or expense account holds of an asset, in whole units as text, and its base amount. */
export interface ResultBalance {
  accountId: string;
  asset: string;
  quantity: string;
  base: string;
}

/** The balances of all income and expense accounts at the end of the month of `to`, those that are zero left out. */
export async function resultBalances(trx: Trx, companyId: string, to: string): Promise<ResultBalance[]> {
  const { rows } = await sql<ResultBalance>`
    SELECT m.account_id AS "accountId", m.asset, trim_scale(sum(m.quantity))::text AS quantity,
      trim_scale(sum(m.base_debit - m.base_credit))::text AS base
    FROM erp.month_balances m
    JOIN erp.accounts a ON a.company_id = m.company_id AND a.id = m.account_id AND a.type IN ('income', 'expense')
    WHERE m.company_id = ${companyId} AND m.month <= ${to}::date
    GROUP BY m.account_id, a.code, m.asset
    HAVING sum(m.quantity) <> 0 OR sum(m.base_debit - m.base_credit) <> 0
    ORDER BY a.code COLLATE "C", m.asset`.execute(trx);
  return rows;
}

/** The account with the role `retained_earnings`, or null. */
export async function retainedEarnings(trx: Trx, companyId: string): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM erp.accounts WHERE company_id = ${companyId} AND role = 'retained_earnings'`.execute(trx);
  return rows[0]?.id ?? null;
}
