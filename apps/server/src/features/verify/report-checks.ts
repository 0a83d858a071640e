import { sql } from 'kysely';
import { taxRows } from '../reports/tax-summary.ts';
import type { Check } from './check.ts';
import { controlLines } from './document-checks.ts';

/** 1 for an open item that is a debit on its control account, -1 for a credit. */
const SIGN = sql`(CASE WHEN (d.side = 'sales') = (d.kind <> 'credit-note') THEN 1 ELSE -1 END)`;
const PAYMENT_SIGN = sql`(CASE y.direction WHEN 'out' THEN 1 ELSE -1 END)`;

/**
 * Receivable and payable by age are, on any day, the control account's balance: documents, unused payments, what
 * settled them and what was taken back move as much on each day as the control account does, for each contact and asset.
 */
export const agingOnAnyDay: Check = {
  name: 'aging on any day',
  broken: (companyId) => sql`
    WITH moved AS (
      SELECT side, contact_id, asset, date, sum(quantity) AS quantity, sum(base) AS base
      FROM (
        SELECT d.side, d.contact_id, d.asset, m.date, m.sign * ${SIGN} * d.total AS quantity,
          m.sign * ${SIGN} * d.base_total AS base
        FROM erp.documents d
        LEFT JOIN erp.entries r ON r.company_id = d.company_id AND r.id = d.reversal_entry_id
        CROSS JOIN LATERAL (VALUES (d.issue_date, 1), (r.date, -1)) AS m (date, sign)
        WHERE d.company_id = ${companyId} AND d.status <> 'draft' AND m.date IS NOT NULL
        UNION ALL
        SELECT y.side, y.contact_id, y.asset, m.date, m.sign * ${PAYMENT_SIGN} * y.credit_amount,
          m.sign * ${PAYMENT_SIGN} * y.credit_base
        FROM erp.payments y
        LEFT JOIN erp.entries r ON r.company_id = y.company_id AND r.id = y.reversal_entry_id
        CROSS JOIN LATERAL (VALUES (y.date, 1), (r.date, -1)) AS m (date, sign)
        WHERE y.company_id = ${companyId} AND m.date IS NOT NULL
        UNION ALL
        SELECT coalesce(d.side, y.side), coalesce(d.contact_id, y.contact_id), coalesce(d.asset, y.asset), m.date,
          -m.sign * coalesce(${SIGN} * i.document, ${PAYMENT_SIGN} * i.payment) * p.amount,
          -m.sign * coalesce(${SIGN} * i.document, ${PAYMENT_SIGN} * i.payment) * p.base_amount
        FROM erp.settlements s
        JOIN erp.settlement_parts p ON p.company_id = s.company_id AND p.settlement_id = s.id
        LEFT JOIN erp.documents d ON d.company_id = p.company_id AND d.id = p.document_id
        LEFT JOIN erp.payments y ON y.company_id = p.company_id AND y.id = p.payment_id
        CROSS JOIN LATERAL (
          SELECT CASE WHEN d.id IS NOT NULL THEN 1 END AS document, CASE WHEN y.id IS NOT NULL THEN 1 END AS payment
        ) AS i
        CROSS JOIN LATERAL (VALUES (s.date, 1), (s.reversed_on, -1)) AS m (date, sign)
        WHERE s.company_id = ${companyId} AND m.date IS NOT NULL
      ) AS movement
      GROUP BY side, contact_id, asset, date
    ),
    posted AS (
      SELECT l.side, l.contact_id, l.asset, e.date, sum(l.quantity) AS quantity, sum(l.base_amount) AS base
      FROM ${controlLines(companyId)} AS l
      JOIN erp.entries e ON e.company_id = ${companyId} AND e.id = l.entry_id
      GROUP BY l.side, l.contact_id, l.asset, e.date
    )
    SELECT side, contact_id, asset, date, trim_scale(coalesce(p.quantity, 0))::text AS control,
      trim_scale(coalesce(m.quantity, 0))::text AS items, trim_scale(coalesce(p.base, 0))::text AS base_control,
      trim_scale(coalesce(m.base, 0))::text AS base_items
    FROM posted p FULL JOIN moved m USING (side, contact_id, asset, date)
    WHERE (coalesce(p.quantity, 0), coalesce(p.base, 0)) <> (coalesce(m.quantity, 0), coalesce(m.base, 0))
    ORDER BY date, side, asset`,
};

/**
 * On the accounts of a document's taxes its entry has what the tax summary says of the document, besides the lines that
 * were posted there themselves.
 */
export const taxAccountsEqualTaxSummary: Check = {
  name: 'tax accounts equal tax summary',
  broken: (companyId) => sql`
    WITH summary AS (
      SELECT t.document_id, a.account_id, sum(a.amount) AS amount
      FROM ${taxRows(companyId)} AS t
      JOIN erp.documents d ON d.company_id = ${companyId} AND d.id = t.document_id AND d.issue_date = t.date
      JOIN erp.taxes x ON x.company_id = ${companyId} AND x.id = t.tax_id
      CROSS JOIN LATERAL (VALUES (x.account_id, -t.output_tax), (x.input_account_id, t.input_tax)) AS a (account_id, amount)
      WHERE a.account_id IS NOT NULL AND d.reversal_entry_id IS NULL
      GROUP BY t.document_id, a.account_id
    ),
    posted AS (
      SELECT d.id AS document_id, l.account_id, sum(l.base_amount) AS amount
      FROM erp.documents d
      JOIN erp.entry_lines l ON l.company_id = d.company_id AND l.entry_id = d.entry_id
      WHERE d.company_id = ${companyId}
      GROUP BY d.id, l.account_id
    ),
    own AS (
      SELECT l.document_id, l.account_id, sum(-${SIGN} * l.base_net) AS amount
      FROM erp.document_lines l JOIN erp.documents d ON d.company_id = l.company_id AND d.id = l.document_id
      WHERE l.company_id = ${companyId} AND d.status <> 'draft'
      GROUP BY l.document_id, l.account_id
    )
    SELECT d.id AS document_id, d.number, a.code AS account, trim_scale(s.amount)::text AS summary,
      trim_scale(coalesce(p.amount, 0) - coalesce(o.amount, 0))::text AS posted
    FROM summary s
    JOIN erp.documents d ON d.company_id = ${companyId} AND d.id = s.document_id
    JOIN erp.accounts a ON a.company_id = ${companyId} AND a.id = s.account_id
    LEFT JOIN posted p ON p.document_id = s.document_id AND p.account_id = s.account_id
    LEFT JOIN own o ON o.document_id = s.document_id AND o.account_id = s.account_id
    WHERE s.amount <> coalesce(p.amount, 0) - coalesce(o.amount, 0)
    ORDER BY d.issue_date, d.id`,
};

/** What is repeated of a line beside its dimensions' values is the line's: reports by dimension read it. */
export const lineDimensions: Check = {
  name: 'dimensions of lines',
  broken: (companyId) => sql`
    SELECT v.entry_id, v.position, v.value_id, v.date, l.date AS line_date, v.account_id, l.account_id AS line_account_id
    FROM erp.entry_line_dimensions v
    LEFT JOIN erp.entry_lines l
      ON l.company_id = v.company_id AND l.entry_id = v.entry_id AND l.position = v.position
    LEFT JOIN erp.dimension_values w
      ON w.company_id = v.company_id AND w.id = v.value_id AND w.dimension_id = v.dimension_id
    WHERE v.company_id = ${companyId}
      AND ((v.account_id, v.date) IS DISTINCT FROM (l.account_id, l.date) OR w.id IS NULL)`,
};
