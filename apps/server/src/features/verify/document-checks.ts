import { type RawBuilder, sql } from 'kysely';
import type { Check } from './check.ts';

/**
 * What each entry posted to the receivable and the payable, by contact and asset. A revaluation and its reversal move
 * base amounts there for a day, and no document with them.
 */
export function controlLines(companyId: string): RawBuilder<unknown> {
  return sql`(
    SELECT l.entry_id, CASE a.role WHEN 'receivable' THEN 'sales' ELSE 'purchase' END AS side, l.contact_id, l.asset,
      sum(l.quantity) AS quantity, sum(l.base_amount) AS base_amount
    FROM erp.entry_lines l
    JOIN erp.accounts a
      ON a.company_id = l.company_id AND a.id = l.account_id AND a.role IN ('receivable', 'payable')
    JOIN erp.entries e ON e.company_id = l.company_id AND e.id = l.entry_id
    LEFT JOIN erp.entries r ON r.company_id = e.company_id AND r.id = e.reverses_id
    WHERE l.company_id = ${companyId} AND coalesce(r.source, e.source) <> 'revaluation'
    GROUP BY l.entry_id, a.role, l.contact_id, l.asset)`;
}

/** 1 for a document that is a debit on its control account, -1 for a credit. */
const SIGN = sql`(CASE WHEN (d.side = 'sales') = (d.kind <> 'credit-note') THEN 1 ELSE -1 END)`;

/**
 * A document's amounts are the sums of its lines and of its tax summary, in its asset and in the base asset, and its
 * entry has its total on the control account.
 */
export const documentsEqualLines: Check = {
  name: 'documents equal lines and tax',
  broken: (companyId) => sql`
    SELECT d.id AS document_id, d.number, d.asset, trim_scale(d.net)::text AS net, trim_scale(l.net)::text AS lines_net,
      trim_scale(d.tax)::text AS tax, trim_scale(l.tax)::text AS lines_tax, trim_scale(t.tax)::text AS summary_tax,
      trim_scale(d.total)::text AS total, trim_scale(c.quantity)::text AS control,
      trim_scale(d.base_total)::text AS base_total, trim_scale(c.base_amount)::text AS base_control,
      trim_scale(l.base_net + coalesce(t.base_tax, 0))::text AS base_parts
    FROM erp.documents d
    LEFT JOIN (
      SELECT document_id, sum(net) AS net, sum(tax) AS tax, sum(base_net) AS base_net FROM erp.document_lines
      WHERE company_id = ${companyId} GROUP BY document_id
    ) AS l ON l.document_id = d.id
    LEFT JOIN (
      SELECT document_id, sum(tax) AS tax, sum(base_tax) AS base_tax FROM erp.document_taxes
      WHERE company_id = ${companyId} GROUP BY document_id
    ) AS t ON t.document_id = d.id
    LEFT JOIN ${controlLines(companyId)} AS c
      ON c.entry_id = d.entry_id AND c.asset = d.asset AND c.side = d.side AND c.contact_id = d.contact_id
    WHERE d.company_id = ${companyId} AND (
      d.net IS DISTINCT FROM l.net OR d.tax IS DISTINCT FROM l.tax OR d.tax <> coalesce(t.tax, 0)
      OR d.total <> d.net + d.tax
      OR (d.status <> 'draft' AND (
        (d.total, d.base_total) IS DISTINCT FROM (${SIGN} * c.quantity, ${SIGN} * c.base_amount)
        OR d.base_total <> l.base_net + coalesce(t.base_tax, 0))))
    ORDER BY d.issue_date, d.id`,
};

/**
 * Receivable and payable hold what the open documents and unused credits say, for each contact and asset and in the
 * base asset.
 */
export const controlEqualsOpenItems: Check = {
  name: 'receivable and payable equal open items',
  broken: (companyId) => sql`
    SELECT side, contact_id, asset, trim_scale(coalesce(c.quantity, 0))::text AS control,
      trim_scale(coalesce(o.quantity, 0))::text AS open_items, trim_scale(coalesce(c.base, 0))::text AS base_control,
      trim_scale(coalesce(o.base, 0))::text AS base_open_items
    FROM (
      SELECT side, contact_id, asset, sum(quantity) AS quantity, sum(base_amount) AS base
      FROM ${controlLines(companyId)} AS l GROUP BY side, contact_id, asset
    ) AS c
    FULL JOIN (
      SELECT side, contact_id, asset, sum(sign * (amount - settled_amount)) AS quantity,
        sum(sign * (base_amount - settled_base)) AS base
      FROM erp.open_items WHERE company_id = ${companyId} GROUP BY side, contact_id, asset
    ) AS o USING (side, contact_id, asset)
    WHERE (coalesce(c.quantity, 0), coalesce(c.base, 0)) <> (coalesce(o.quantity, 0), coalesce(o.base, 0))
    ORDER BY side, asset`,
};

/**
 * What a document or a payment's credit counts as settled is the sum of the settlements that stand, a document's state
 * follows from that, and what a document counts as credited is the sum of the notes that took back.
 */
export const settledAmounts: Check = {
  name: 'settled amounts',
  broken: (companyId) => sql`
    WITH standing AS (
      SELECT coalesce(p.document_id, p.payment_id) AS id, sum(p.amount) AS amount, sum(p.base_amount) AS base
      FROM erp.settlement_parts p
      JOIN erp.settlements s ON s.company_id = p.company_id AND s.id = p.settlement_id AND s.reversed_on IS NULL
      WHERE p.company_id = ${companyId} GROUP BY 1
    )
    SELECT d.id, d.number, d.status, trim_scale(d.total)::text AS total, trim_scale(d.settled_amount)::text AS amount,
      trim_scale(coalesce(s.amount, 0))::text AS expected_amount, trim_scale(d.settled_base)::text AS base,
      trim_scale(coalesce(s.base, 0))::text AS expected_base, trim_scale(d.credited_amount)::text AS credited
    FROM erp.documents d
    LEFT JOIN standing s ON s.id = d.id
    LEFT JOIN (
      SELECT n.corrects_id AS id, sum(n.total) AS total
      FROM erp.documents n JOIN erp.documents o ON o.company_id = n.company_id AND o.id = n.corrects_id
      WHERE n.company_id = ${companyId} AND n.status <> 'draft' AND (n.kind = 'credit-note') <> (o.kind = 'credit-note')
      GROUP BY n.corrects_id
    ) AS n ON n.id = d.id
    WHERE d.company_id = ${companyId} AND (
      (d.settled_amount, d.settled_base) <> (coalesce(s.amount, 0), coalesce(s.base, 0))
      OR d.credited_amount <> coalesce(n.total, 0)
      OR NOT CASE d.status
        WHEN 'partly-paid' THEN d.settled_amount > 0 AND d.settled_amount < d.total
        WHEN 'paid' THEN d.settled_amount = d.total AND d.settled_base = d.base_total
        WHEN 'posted' THEN d.settled_amount = 0
        WHEN 'void' THEN d.voided_by_id IS NULL OR (d.settled_amount = d.total AND d.credited_amount = d.total)
        ELSE d.settled_amount = 0 AND d.entry_id IS NULL END)
    UNION ALL
    SELECT p.id, NULL, 'payment', trim_scale(p.credit_amount)::text, trim_scale(p.settled_amount)::text,
      trim_scale(coalesce(s.amount, 0))::text, trim_scale(p.settled_base)::text, trim_scale(coalesce(s.base, 0))::text, NULL
    FROM erp.payments p LEFT JOIN standing s ON s.id = p.id
    WHERE p.company_id = ${companyId}
      AND (p.settled_amount, p.settled_base) <> (coalesce(s.amount, 0), coalesce(s.base, 0))`,
};

/**
 * A settlement's entry takes from each control account what its parts clear, and brings what is left of its payment; one
 * without an entry clears as much on one side as on the other. Each payment has one, and both are reversed together.
 */
export const settlements: Check = {
  name: 'settlements',
  broken: (companyId) => sql`
    WITH moved AS (
      SELECT settlement_id, side, asset, sum(quantity) AS quantity, sum(base) AS base
      FROM (
        SELECT p.settlement_id, d.side, d.asset, -${SIGN} * p.amount AS quantity, -${SIGN} * p.base_amount AS base
        FROM erp.settlement_parts p JOIN erp.documents d ON d.company_id = p.company_id AND d.id = p.document_id
        WHERE p.company_id = ${companyId}
        UNION ALL
        SELECT p.settlement_id, y.side, y.asset, s.sign * p.amount, s.sign * p.base_amount
        FROM erp.settlement_parts p JOIN erp.payments y ON y.company_id = p.company_id AND y.id = p.payment_id
        CROSS JOIN LATERAL (SELECT CASE y.direction WHEN 'in' THEN 1 ELSE -1 END AS sign) AS s
        WHERE p.company_id = ${companyId}
        UNION ALL
        SELECT t.id, y.side, y.asset, s.sign * y.credit_amount, s.sign * y.credit_base
        FROM erp.settlements t JOIN erp.payments y ON y.company_id = t.company_id AND y.id = t.payment_id
        CROSS JOIN LATERAL (SELECT CASE y.direction WHEN 'out' THEN 1 ELSE -1 END AS sign) AS s
        WHERE t.company_id = ${companyId}
      ) AS part
      GROUP BY settlement_id, side, asset
    ),
    posted AS (
      SELECT s.id AS settlement_id, c.side, c.asset, sum(c.quantity) AS quantity, sum(c.base_amount) AS base
      FROM erp.settlements s JOIN ${controlLines(companyId)} AS c ON c.entry_id = s.entry_id
      WHERE s.company_id = ${companyId} GROUP BY s.id, c.side, c.asset
    )
    SELECT settlement_id, side, asset, trim_scale(coalesce(m.quantity, 0))::text AS cleared,
      trim_scale(coalesce(p.quantity, 0))::text AS posted, trim_scale(coalesce(m.base, 0))::text AS base_cleared,
      trim_scale(coalesce(p.base, 0))::text AS base_posted
    FROM moved m FULL JOIN posted p USING (settlement_id, side, asset)
    WHERE (coalesce(m.quantity, 0), coalesce(m.base, 0)) <> (coalesce(p.quantity, 0), coalesce(p.base, 0))
    UNION ALL
    SELECT coalesce(s.id, y.id), y.side, y.asset, 'a payment and its settlement differ', NULL, NULL, NULL
    FROM (SELECT * FROM erp.payments WHERE company_id = ${companyId}) AS y
    FULL JOIN (SELECT * FROM erp.settlements WHERE company_id = ${companyId} AND kind = 'payment') AS s
      ON s.payment_id = y.id
    WHERE (y.entry_id, y.date) IS DISTINCT FROM (s.entry_id, s.date)
      OR y.reversal_entry_id IS DISTINCT FROM s.reversal_entry_id`,
};
