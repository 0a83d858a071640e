import { type RawBuilder, sql } from 'kysely';
import type { Check } from './check.ts';

/** What each entry posted to the receivable: quantity per asset, and base amount. */
function receivableLines(companyId: string): RawBuilder<unknown> {
  return sql`(
    SELECT l.entry_id, l.asset, sum(l.quantity) AS quantity, sum(l.base_amount) AS base_amount
    FROM erp.entry_lines l
    JOIN erp.accounts a ON a.company_id = l.company_id AND a.id = l.account_id AND a.role = 'receivable'
    WHERE l.company_id = ${companyId} GROUP BY l.entry_id, l.asset)`;
}

/** An invoice's net and tax are the sums of its lines and of its tax summary; its entry has its total as receivable. */
export const invoicesEqualLines: Check = {
  name: 'invoices equal lines and tax',
  broken: (companyId) => sql`
    SELECT i.id AS invoice_id, i.number, i.asset, trim_scale(i.net)::text AS net, trim_scale(l.net)::text AS lines_net,
      trim_scale(i.tax)::text AS tax, trim_scale(l.tax)::text AS lines_tax, trim_scale(t.tax)::text AS summary_tax,
      trim_scale(i.total)::text AS total, trim_scale(r.quantity)::text AS receivable,
      trim_scale(i.base_total)::text AS base_total, trim_scale(r.base_amount)::text AS base_receivable
    FROM erp.invoices i
    LEFT JOIN (
      SELECT invoice_id, sum(net) AS net, sum(tax) AS tax FROM erp.invoice_lines
      WHERE company_id = ${companyId} GROUP BY invoice_id
    ) AS l ON l.invoice_id = i.id
    LEFT JOIN (
      SELECT invoice_id, sum(tax) AS tax FROM erp.invoice_taxes WHERE company_id = ${companyId} GROUP BY invoice_id
    ) AS t ON t.invoice_id = i.id
    LEFT JOIN ${receivableLines(companyId)} AS r ON r.entry_id = i.entry_id AND r.asset = i.asset
    WHERE i.company_id = ${companyId} AND (
      i.net IS DISTINCT FROM l.net OR i.tax IS DISTINCT FROM l.tax OR i.tax <> coalesce(t.tax, 0)
      OR i.total <> i.net + i.tax
      OR (i.status <> 'draft' AND (i.total, i.base_total) IS DISTINCT FROM (r.quantity, r.base_amount)))
    ORDER BY i.issue_date, i.id`,
};

/** The receivable account holds what the open invoices still ask for, per asset and in the base asset. */
export const receivableEqualsOpenInvoices: Check = {
  name: 'receivable equals open invoices',
  broken: (companyId) => sql`
    SELECT asset, trim_scale(coalesce(r.quantity, 0))::text AS receivable, trim_scale(coalesce(i.quantity, 0))::text AS open_invoices,
      trim_scale(coalesce(r.base, 0))::text AS base_receivable, trim_scale(coalesce(i.base, 0))::text AS base_open_invoices
    FROM (
      SELECT asset, sum(quantity) AS quantity, sum(base_amount) AS base
      FROM ${receivableLines(companyId)} AS l GROUP BY asset
    ) AS r
    FULL JOIN (
      SELECT asset, sum(total - paid_amount) AS quantity, sum(base_total - cleared_base) AS base FROM erp.invoices
      WHERE company_id = ${companyId} AND status IN ('posted', 'partly-paid') GROUP BY asset
    ) AS i USING (asset)
    WHERE (coalesce(r.quantity, 0), coalesce(r.base, 0)) <> (coalesce(i.quantity, 0), coalesce(i.base, 0))
    ORDER BY asset`,
};

/**
 * What an invoice counts as paid is the sum of its payments that stand, its state follows from that, and each
 * payment's entry takes from the receivable what the payment says.
 */
export const payments: Check = {
  name: 'payments',
  broken: (companyId) => sql`
    SELECT i.number, i.status, NULL::uuid AS payment_id, trim_scale(i.total)::text AS total,
      trim_scale(i.paid_amount)::text AS amount, trim_scale(coalesce(p.amount, 0))::text AS expected_amount,
      trim_scale(i.cleared_base)::text AS cleared_base, trim_scale(coalesce(p.cleared_base, 0))::text AS expected_cleared_base
    FROM erp.invoices i
    LEFT JOIN (
      SELECT invoice_id, sum(amount) AS amount, sum(cleared_base) AS cleared_base FROM erp.payments
      WHERE company_id = ${companyId} AND reversal_entry_id IS NULL GROUP BY invoice_id
    ) AS p ON p.invoice_id = i.id
    WHERE i.company_id = ${companyId} AND (
      (i.paid_amount, i.cleared_base) <> (coalesce(p.amount, 0), coalesce(p.cleared_base, 0))
      OR NOT CASE i.status
        WHEN 'partly-paid' THEN i.paid_amount > 0 AND i.paid_amount < i.total
        WHEN 'paid' THEN i.paid_amount = i.total AND i.cleared_base = i.base_total
        WHEN 'posted' THEN i.paid_amount = 0 AND i.reversal_entry_id IS NULL
        WHEN 'reversed' THEN i.paid_amount = 0 AND i.reversal_entry_id IS NOT NULL
        ELSE i.paid_amount = 0 AND i.entry_id IS NULL END)
    UNION ALL
    SELECT i.number, i.status, p.id, NULL, trim_scale(p.amount)::text, trim_scale(-r.quantity)::text,
      trim_scale(p.cleared_base)::text, trim_scale(-r.base_amount)::text
    FROM erp.payments p
    LEFT JOIN erp.invoices i ON i.company_id = p.company_id AND i.id = p.invoice_id
    LEFT JOIN ${receivableLines(companyId)} AS r ON r.entry_id = p.entry_id AND r.asset = p.asset
    WHERE p.company_id = ${companyId} AND (
      p.asset IS DISTINCT FROM i.asset OR (p.amount, p.cleared_base) IS DISTINCT FROM (-r.quantity, -r.base_amount))`,
};
