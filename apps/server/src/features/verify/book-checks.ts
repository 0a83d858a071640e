import { sql } from 'kysely';
import type { Check } from './check.ts';

/** Debits equal credits in the base asset; two lines or more, dated as their entry; none without an entry. */
export const entriesBalance: Check = {
  name: 'entries balance',
  broken: (companyId) => sql`
    SELECT coalesce(e.id, l.entry_id) AS entry_id, e.number, e.date, l.lines, trim_scale(l.difference)::text AS difference,
      l.unequal AS base_lines_unequal, e.date <> l.first_date OR e.date <> l.last_date AS misdated
    FROM (SELECT * FROM erp.entries WHERE company_id = ${companyId}) AS e
    FULL JOIN (
      SELECT l.entry_id, count(*) AS lines, sum(l.base_amount) AS difference, min(l.date) AS first_date,
        max(l.date) AS last_date, count(*) FILTER (WHERE l.asset = c.base_asset AND l.quantity <> l.base_amount) AS unequal
      FROM erp.entry_lines l JOIN erp.companies c ON c.company_id = l.company_id
      WHERE l.company_id = ${companyId} GROUP BY l.entry_id
    ) AS l ON l.entry_id = e.id
    WHERE e.id IS NULL OR l.entry_id IS NULL OR l.difference <> 0 OR l.lines < 2 OR l.unequal > 0
      OR l.first_date <> e.date OR l.last_date <> e.date
    ORDER BY e.sequence`,
};

/** The sums that reports read are the sums of the lines. */
export const monthBalances: Check = {
  name: 'month balances',
  broken: (companyId) => sql`
    SELECT account_id, (SELECT a.code FROM erp.accounts a WHERE a.company_id = ${companyId} AND a.id = account_id) AS code,
      asset, month, trim_scale(m.quantity)::text AS quantity, trim_scale(l.quantity)::text AS lines_quantity,
      trim_scale(m.base_debit)::text AS base_debit, trim_scale(l.base_debit)::text AS lines_base_debit,
      trim_scale(m.base_credit)::text AS base_credit, trim_scale(l.base_credit)::text AS lines_base_credit
    FROM (SELECT * FROM erp.month_balances WHERE company_id = ${companyId}) AS m
    FULL JOIN (
      SELECT account_id, asset, date_trunc('month', date::timestamp)::date AS month, sum(quantity) AS quantity,
        sum(greatest(base_amount, 0)) AS base_debit, sum(greatest(-base_amount, 0)) AS base_credit
      FROM erp.entry_lines WHERE company_id = ${companyId} GROUP BY 1, 2, 3
    ) AS l USING (account_id, asset, month)
    WHERE (m.quantity, m.base_debit, m.base_credit) IS DISTINCT FROM (l.quantity, l.base_debit, l.base_credit)
    ORDER BY month, code, asset`,
};

/** After its lock was set nothing was posted into a month, but by those whom a soft lock does not keep out. */
export const closedPeriods: Check = {
  name: 'closed periods',
  broken: (companyId) => sql`
    SELECT e.id AS entry_id, e.number, e.date, e.posted_at, p.closed_at, p.lock
    FROM erp.entries e
    JOIN erp.closed_periods p
      ON p.company_id = e.company_id AND p.month = date_trunc('month', e.date::timestamp)::date
    WHERE e.company_id = ${companyId} AND e.posted_at > p.closed_at
      AND (p.lock = 'hard' OR NOT e.may_post_in_soft)
    ORDER BY e.sequence`,
};

/** A closed year has left no result on any account, and each of its months has a hard lock. */
export const yearEnds: Check = {
  name: 'year ends',
  broken: (companyId) => sql`
    WITH closed AS (SELECT * FROM erp.year_closes WHERE company_id = ${companyId} AND reopened_at IS NULL)
    SELECT y.fiscal_year, 'still has a result' AS problem, a.code, l.asset, trim_scale(sum(l.quantity))::text AS quantity,
      trim_scale(sum(l.base_amount))::text AS base_amount
    FROM closed y
    JOIN erp.entry_lines l ON l.company_id = ${companyId} AND l.date <= y.last_day
    JOIN erp.accounts a ON a.company_id = ${companyId} AND a.id = l.account_id AND a.type IN ('income', 'expense')
    GROUP BY y.fiscal_year, a.code, l.asset
    HAVING sum(l.quantity) <> 0 OR sum(l.base_amount) <> 0
    UNION ALL
    SELECT y.fiscal_year, format('%s has no hard lock', to_char(m, 'YYYY-MM')), NULL, NULL, NULL, NULL
    FROM closed y
    CROSS JOIN generate_series(y.first_month::timestamp, y.last_day::timestamp, interval '1 month') AS m
    WHERE NOT EXISTS (
      SELECT FROM erp.closed_periods p WHERE p.company_id = ${companyId} AND p.month = m::date AND p.lock = 'hard')`,
};

/** A revaluation has its entry at the month's end and the reversal of exactly that on the day after. */
export const revaluations: Check = {
  name: 'revaluations',
  broken: (companyId) => sql`
    SELECT r.id AS revaluation_id, r.date, e.number, x.number AS reversal_number
    FROM erp.revaluations r
    LEFT JOIN erp.entries e ON e.company_id = r.company_id AND e.id = r.entry_id AND e.source_id = r.id AND e.date = r.date
    LEFT JOIN erp.entries x ON x.company_id = r.company_id AND x.id = r.reversal_entry_id AND x.source_id = r.id
      AND x.reverses_id = e.id AND x.date = r.date + 1
    WHERE r.company_id = ${companyId} AND (e.id IS NULL OR x.id IS NULL)
    ORDER BY r.date`,
};

/**
 * A reversal has its original's lines with the other sign and no earlier date, and the document of a reversed entry
 * names exactly that reversal.
 */
export const reversalsMirror: Check = {
  name: 'reversals mirror',
  broken: (companyId) => sql`
    WITH pair AS (
      SELECT r.id AS reversal_id, r.number, o.id AS original_id, o.number AS original_number, r.date < o.date AS earlier
      FROM erp.entries r JOIN erp.entries o ON o.company_id = r.company_id AND o.id = r.reverses_id
      WHERE r.company_id = ${companyId}
    ),
    document AS (
      SELECT kind, id, entry_id, reversal_entry_id FROM erp.documents WHERE company_id = ${companyId}
      UNION ALL
      SELECT 'payment', id, entry_id, reversal_entry_id FROM erp.payments WHERE company_id = ${companyId}
      UNION ALL
      SELECT 'settlement', id, entry_id, reversal_entry_id FROM erp.settlements
      WHERE company_id = ${companyId} AND kind <> 'payment' AND entry_id IS NOT NULL
    )
    SELECT p.number, p.original_number, 'not the lines of the original' AS problem, l.position, NULL::uuid AS document_id
    FROM pair p
    CROSS JOIN LATERAL (
      SELECT coalesce(r.position, o.position) AS position
      FROM (SELECT * FROM erp.entry_lines WHERE company_id = ${companyId} AND entry_id = p.reversal_id) AS r
      FULL JOIN (SELECT * FROM erp.entry_lines WHERE company_id = ${companyId} AND entry_id = p.original_id) AS o
        ON o.position = r.position
      WHERE (r.account_id, r.asset, r.quantity, r.base_amount)
        IS DISTINCT FROM (o.account_id, o.asset, -o.quantity, -o.base_amount)
    ) AS l
    UNION ALL
    SELECT p.number, p.original_number, 'earlier than the original', NULL, NULL FROM pair p WHERE p.earlier
    UNION ALL
    SELECT r.number, NULL, format('not the reversal that its %s names', d.kind), NULL, d.id
    FROM document d
    LEFT JOIN (SELECT * FROM erp.entries WHERE company_id = ${companyId}) AS r ON r.reverses_id = d.entry_id
    WHERE d.reversal_entry_id IS DISTINCT FROM r.id
    UNION ALL
    SELECT r.number, NULL, 'reverses nothing', NULL, NULL FROM erp.entries r
    WHERE r.company_id = ${companyId} AND (r.source = 'reversal') <> (r.reverses_id IS NOT NULL)`,
};
