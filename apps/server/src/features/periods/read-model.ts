import type { Period, PeriodDraft } from '@crypto-erp/contract/periods';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';

/** Fifty years: what one list of months shows at most. */
const MOST_MONTHS = 600;

/** How many drafts a checklist names. */
const MOST_DRAFTS = 50;

const LOCK = sql`coalesce(p.lock = 'hard', false) AS closed, p.lock, p.closed_at AS "closedAt"`;

/**
 * The months from the first entry, or from the company's creation when there is none, to the current one in the
 * company's time zone, and any other that has a lock; newest first.
 */
export async function listPeriods(trx: Trx, companyId: string): Promise<{ items: Period[] }> {
  const { rows } = await sql<Period>`
    WITH span AS (
      SELECT (now() AT TIME ZONE c.time_zone)::date AS today,
        coalesce((SELECT min(e.date) FROM erp.entries e WHERE e.company_id = ${companyId}),
          (c.created_at AT TIME ZONE c.time_zone)::date) AS start
      FROM erp.companies c WHERE c.company_id = ${companyId}),
    month AS (
      SELECT m::date AS month FROM span,
        generate_series(date_trunc('month', least(start, today)::timestamp), today::timestamp, interval '1 month') AS m
      UNION
      SELECT p.month FROM erp.closed_periods p WHERE p.company_id = ${companyId})
    SELECT to_char(m.month, 'YYYY-MM') AS month, ${LOCK}
    FROM month m LEFT JOIN erp.closed_periods p ON p.company_id = ${companyId} AND p.month = m.month
    ORDER BY m.month DESC LIMIT ${MOST_MONTHS}`.execute(trx);
  return { items: rows };
}

/** A month (`YYYY-MM`) as it is now. */
export async function findPeriod(trx: Trx, companyId: string, month: string): Promise<Period> {
  const { rows } = await sql<Period>`
    SELECT ${month}::text AS month, ${LOCK}
    FROM (VALUES (${`${month}-01`}::date)) AS m (month)
    LEFT JOIN erp.closed_periods p ON p.company_id = ${companyId} AND p.month = m.month`.execute(trx);
  const [period] = rows;
  if (period === undefined) throw new Error('A month is a row of its own.');
  return period;
}

/** How many drafts are dated from `from` to `to`, and the first of them by date. */
export async function draftsDated(
  trx: Trx,
  companyId: string,
  { from, to }: { from: string; to: string },
): Promise<{ draftCount: number; drafts: PeriodDraft[] }> {
  const { rows } = await sql<PeriodDraft & { count: number }>`
    SELECT d.*, count(*) OVER ()::int AS count
    FROM (
      SELECT 'entry' AS kind, id, date, description FROM erp.entry_drafts
      WHERE company_id = ${companyId} AND date BETWEEN ${from}::date AND ${to}::date
      UNION ALL
      SELECT kind, id, issue_date, reference FROM erp.documents
      WHERE company_id = ${companyId} AND status = 'draft' AND issue_date BETWEEN ${from}::date AND ${to}::date
    ) AS d ORDER BY d.date, d.id LIMIT ${MOST_DRAFTS}`.execute(trx);
  return { draftCount: rows[0]?.count ?? 0, drafts: rows.map(({ count: _, ...draft }) => draft) };
}

/** The first month (`YYYY-MM`) before `month` that has entries and no hard lock, or null. */
export async function earlierOpenMonth(trx: Trx, companyId: string, month: string): Promise<string | null> {
  const { rows } = await sql<{ month: string | null }>`
    SELECT to_char(min(m.month), 'YYYY-MM') AS month FROM erp.month_balances m
    WHERE m.company_id = ${companyId} AND m.month < ${`${month}-01`}::date AND NOT EXISTS (
      SELECT FROM erp.closed_periods p WHERE p.company_id = ${companyId} AND p.month = m.month AND p.lock = 'hard')`.execute(
    trx,
  );
  return rows[0]?.month ?? null;
}

/** The foreign currencies held at the end of `month` (`YYYY-MM`) that no revaluation of its last day covers. */
export async function notRevalued(trx: Trx, companyId: string, month: string): Promise<string[]> {
  const { rows } = await sql<{ asset: string }>`
    SELECT DISTINCT m.asset FROM erp.month_balances m
    JOIN erp.accounts a ON a.company_id = m.company_id AND a.id = m.account_id AND a.role IN ('bank', 'receivable', 'payable')
    JOIN erp.companies c ON c.company_id = m.company_id AND c.base_asset <> m.asset
    JOIN erp.assets s ON s.code = m.asset AND s.kind = 'fiat'
    WHERE m.company_id = ${companyId} AND m.month <= ${`${month}-01`}::date
      AND NOT EXISTS (
        SELECT FROM erp.revaluations r
        WHERE r.company_id = ${companyId} AND date_trunc('month', r.date)::date = ${`${month}-01`}::date
          AND r.lines @> jsonb_build_array(jsonb_build_object('asset', m.asset)))
    GROUP BY m.account_id, m.asset HAVING sum(m.quantity) <> 0
    ORDER BY m.asset`.execute(trx);
  return rows.map(({ asset }) => asset);
}

/** The closed fiscal year that holds `month` (`YYYY-MM`), or null. */
export async function closedYearOf(trx: Trx, companyId: string, month: string): Promise<number | null> {
  const { rows } = await sql<{ year: number }>`
    SELECT fiscal_year AS year FROM erp.year_closes
    WHERE company_id = ${companyId} AND reopened_at IS NULL
      AND ${`${month}-01`}::date BETWEEN first_month AND last_day`.execute(trx);
  return rows[0]?.year ?? null;
}
