import type { Period } from '@crypto-erp/contract/periods';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';

/** Fifty years: what one list of months shows at most. */
const MOST_MONTHS = 600;

/**
 * The months from the first entry, or from the company's creation when there is none, to the current one in the
 * company's time zone, and any other that is closed; newest first.
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
    SELECT to_char(m.month, 'YYYY-MM') AS month, p.month IS NOT NULL AS closed, p.closed_at AS "closedAt"
    FROM month m LEFT JOIN erp.closed_periods p ON p.company_id = ${companyId} AND p.month = m.month
    ORDER BY m.month DESC LIMIT ${MOST_MONTHS}`.execute(trx);
  return { items: rows };
}
