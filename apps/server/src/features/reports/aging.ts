import type { AgeBuckets, Aging, AgingRow } from '@crypto-erp/contract/aging';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';
import { notFound } from '../../errors.ts';
import { dayAfter, sumsBefore } from './balances.ts';
import { checkSize, MOST_ROWS } from './render/limits.ts';

type Row = Omit<AgingRow, 'open' | 'base'> & {
  baseAsset: string;
  open: AgeBuckets;
  base: AgeBuckets;
  totals: AgeBuckets;
  balance: string;
  revaluation: string;
};

const CONTROL = { sales: 'receivable', purchase: 'payable' } as const;

/** A JSON object of the buckets of `value`, rounded to `decimals`, over the items `o`. */
const buckets = (value: string, decimals: string) => {
  const sum = (condition: string) =>
    `round(coalesce(sum(${value}) FILTER (WHERE ${condition}), 0), ${decimals})::text`;
  return sql.raw(`jsonb_build_object(
    'current', ${sum('o.days <= 0')}, 'days30', ${sum('o.days BETWEEN 1 AND 30')},
    'days60', ${sum('o.days BETWEEN 31 AND 60')}, 'days90', ${sum('o.days BETWEEN 61 AND 90')},
    'older', ${sum('o.days > 90')}, 'total', ${sum('true')})`);
};

/**
 * What was open on the receivable or the payable at the end of `asOf`: documents and unused payments dated until then,
 * less the settlements dated until then, those among them that were reversed only later. By how far it was past due, an
 * item without a due date of its own by its date; in its asset and, at the rate it was posted with, in the base asset. Throws
 * `not_found` for a company without books, `report_too_large`.
 */
export async function aging(
  trx: Trx,
  companyId: string,
  side: Aging['side'],
  asOf: string,
  by: 'contact' | 'document' = 'contact',
): Promise<Aging> {
  const shown = side === 'sales' ? sql`1` : sql`-1`;
  // What tells items apart; a contact's row has none of it.
  const item = by === 'document' ? sql`, o.id, o.kind, o.number, o.date, o.due_date` : sql``;
  const itemColumns =
    by === 'document'
      ? sql`o.id AS "itemId", o.kind, o.number, o.date, o.due_date AS "dueDate"`
      : sql`NULL::uuid AS "itemId", NULL AS kind, NULL AS number, NULL::date AS date, NULL::date AS "dueDate"`;
  const { rows } = await sql<Row>`
    WITH settled AS (
      SELECT coalesce(p.document_id, p.payment_id) AS id, sum(p.amount) AS amount, sum(p.base_amount) AS base
      FROM erp.settlements s
      JOIN erp.settlement_parts p ON p.company_id = s.company_id AND p.settlement_id = s.id
      WHERE s.company_id = ${companyId} AND s.date <= ${asOf} AND (s.reversed_on IS NULL OR s.reversed_on > ${asOf})
      GROUP BY 1
    ),
    item AS (
      SELECT d.id, d.kind, d.number, d.contact_id, d.issue_date AS date, d.due_date, d.asset,
        CASE WHEN (d.side = 'sales') = (d.kind <> 'credit-note') THEN 1 ELSE -1 END AS sign, d.total AS amount,
        d.base_total AS base, d.reversal_entry_id
      FROM erp.documents d
      WHERE d.company_id = ${companyId} AND d.side = ${side} AND d.status <> 'draft' AND d.issue_date <= ${asOf}
      UNION ALL
      SELECT p.id, 'payment', e.number, p.contact_id, p.date, p.date, p.asset, CASE p.direction WHEN 'out' THEN 1 ELSE -1 END,
        p.credit_amount, p.credit_base, p.reversal_entry_id
      FROM erp.payments p JOIN erp.entries e ON e.company_id = p.company_id AND e.id = p.entry_id
      WHERE p.company_id = ${companyId} AND p.side = ${side} AND p.credit_amount > 0 AND p.date <= ${asOf}
    ),
    open AS (
      SELECT i.id, i.kind, i.number, i.contact_id, i.date, i.due_date, i.asset, ${asOf}::date - i.due_date AS days,
        ${shown} * i.sign * (i.amount - coalesce(s.amount, 0)) AS amount,
        ${shown} * i.sign * (i.base - coalesce(s.base, 0)) AS base
      FROM item i
      LEFT JOIN settled s ON s.id = i.id
      LEFT JOIN erp.entries r ON r.company_id = ${companyId} AND r.id = i.reversal_entry_id
      WHERE (r.date IS NULL OR r.date > ${asOf})
        AND (i.amount <> coalesce(s.amount, 0) OR i.base <> coalesce(s.base, 0))
    ),
    line AS (
      SELECT o.contact_id AS "contactId", c.name AS "contactName", o.asset,
        ${itemColumns},
        ${buckets('o.amount', 'a.decimals')} AS open, ${buckets('o.base', 'b.decimals')} AS base
      FROM open o
      JOIN erp.contacts c ON c.company_id = ${companyId} AND c.id = o.contact_id
      JOIN erp.assets a ON a.code = o.asset
      CROSS JOIN (SELECT b.decimals FROM erp.companies y JOIN erp.assets b ON b.code = y.base_asset
                  WHERE y.company_id = ${companyId}) AS b
      GROUP BY o.contact_id, c.name, o.asset, a.decimals, b.decimals${item}
      ORDER BY c.name, o.contact_id, o.asset${item}
      LIMIT ${MOST_ROWS.csv + 1}
    )
    SELECT y.base_asset AS "baseAsset", t.totals, round(${shown} * v.balance, b.decimals)::text AS balance,
      round(${shown} * v.revaluation, b.decimals)::text AS revaluation, l.*
    FROM erp.companies y
    JOIN erp.assets b ON b.code = y.base_asset
    CROSS JOIN LATERAL (SELECT ${buckets('o.base', 'b.decimals')} AS totals FROM open o) AS t
    CROSS JOIN LATERAL (
      SELECT coalesce(sum(s.debit - s.credit), 0) AS balance, coalesce(sum(x.revaluation), 0) AS revaluation
      FROM erp.accounts a
      CROSS JOIN LATERAL ${sumsBefore(companyId, dayAfter(asOf))} AS s
      CROSS JOIN LATERAL (
        SELECT sum(l.base_amount) AS revaluation
        FROM erp.entries e
        LEFT JOIN erp.entries r ON r.company_id = e.company_id AND r.id = e.reverses_id
        JOIN erp.entry_lines l ON l.company_id = e.company_id AND l.entry_id = e.id AND l.account_id = a.id
        WHERE e.company_id = ${companyId} AND e.date <= ${asOf} AND e.source IN ('revaluation', 'reversal')
          AND coalesce(r.source, e.source) = 'revaluation'
      ) AS x
      WHERE a.company_id = ${companyId} AND a.role = ${CONTROL[side]}
    ) AS v
    LEFT JOIN line l ON true
    WHERE y.company_id = ${companyId}
    ORDER BY l."contactName", l."contactId", l.asset, l.date, l.number, l."itemId"`.execute(trx);

  const [first] = rows;
  if (first === undefined) throw notFound('company');
  checkSize('csv', rows.length);
  return {
    asOf,
    side,
    baseAsset: first.baseAsset,
    rows: rows
      .filter(({ contactId }) => contactId !== null)
      .map(({ baseAsset: _, totals: __, balance: ___, revaluation: ____, ...row }) => row),
    totals: first.totals,
    revaluation: first.revaluation,
    balance: first.balance,
  };
}
