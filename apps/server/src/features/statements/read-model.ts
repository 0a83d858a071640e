import type { StatementAsset, StatementQuery } from '@crypto-erp/contract/statements';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';

/** The control accounts, and whose documents they follow. */
const CONTROLS = [
  { role: 'receivable', of: 'sales' },
  { role: 'payable', of: 'purchase' },
];

/**
 * What company and contact owe each other from `from` to `to`, per asset, in one statement: books that change meanwhile
 * are seen before or after. The lines are those of the control accounts, in the entries of the contact's documents,
 * payments and settlements; what is open at `to` counts the settlements that stood on that day.
 */
export async function statementAssets(
  trx: Trx,
  companyId: string,
  contactId: string,
  { from, to, side }: StatementQuery,
): Promise<StatementAsset[]> {
  const roles = CONTROLS.filter(({ of }) => side === undefined || of === side).map(({ role }) => role);
  const { rows } = await sql<StatementAsset>`
    WITH item AS (
      SELECT d.id, d.kind, d.side, d.number, coalesce(nullif(d.external_number, ''), d.reference) AS reference,
        d.issue_date AS date, d.due_date, d.asset, d.total AS amount,
        CASE WHEN (d.side = 'sales') = (d.kind <> 'credit-note') THEN 1 ELSE -1 END AS sign,
        d.entry_id, d.reversal_entry_id
      FROM erp.documents d
      WHERE d.company_id = ${companyId} AND d.contact_id = ${contactId} AND d.status <> 'draft'
      UNION ALL
      SELECT p.id, 'payment', p.side, e.number, p.reference, p.date, p.date, p.asset, p.credit_amount,
        CASE p.direction WHEN 'out' THEN 1 ELSE -1 END, p.entry_id, p.reversal_entry_id
      FROM erp.payments p JOIN erp.entries e ON e.company_id = p.company_id AND e.id = p.entry_id
      WHERE p.company_id = ${companyId} AND p.contact_id = ${contactId}
    ),
    part AS (
      SELECT coalesce(p.document_id, p.payment_id) AS item_id, p.amount, s.date, s.reversed_on, s.entry_id,
        s.reversal_entry_id
      FROM item i
      JOIN erp.settlement_parts p ON p.company_id = ${companyId} AND (p.document_id = i.id OR p.payment_id = i.id)
      JOIN erp.settlements s ON s.company_id = p.company_id AND s.id = p.settlement_id
    ),
    moved AS (
      SELECT e.id, e.date, e.sequence, e.number, e.source, e.description, l.asset, sum(l.quantity) AS amount
      FROM (
        SELECT entry_id AS id FROM item UNION SELECT reversal_entry_id FROM item
        UNION SELECT entry_id FROM part UNION SELECT reversal_entry_id FROM part
      ) AS x
      JOIN erp.entries e ON e.company_id = ${companyId} AND e.id = x.id AND e.date <= ${to}
      JOIN erp.entry_lines l ON l.company_id = e.company_id AND l.entry_id = e.id
      JOIN erp.accounts a ON a.company_id = l.company_id AND a.id = l.account_id AND a.role = ANY (${roles})
      GROUP BY e.id, e.date, e.sequence, e.number, e.source, e.description, l.asset
      HAVING sum(l.quantity) <> 0
    ),
    line AS (
      SELECT m.asset, m.date, m.sequence, coalesce(i.kind, CASE m.source WHEN 'reversal' THEN 'reversal' ELSE 'settlement' END) AS kind,
        coalesce(i.number, m.number) AS number, coalesce(i.reference, m.description) AS reference,
        CASE WHEN i.kind <> 'payment' THEN i.due_date END AS due_date, m.amount,
        sum(m.amount) OVER (PARTITION BY m.asset ORDER BY m.date, m.sequence) AS balance
      FROM moved m LEFT JOIN item i ON i.entry_id = m.id
    ),
    open AS (
      SELECT i.asset, i.kind, i.number, i.date, i.due_date, ${to}::date - i.due_date AS overdue,
        i.sign * (i.amount - coalesce(c.amount, 0)) AS open
      FROM item i
      LEFT JOIN erp.entries r ON r.company_id = ${companyId} AND r.id = i.reversal_entry_id
      LEFT JOIN LATERAL (
        SELECT sum(p.amount) AS amount FROM part p
        WHERE p.item_id = i.id AND p.date <= ${to} AND (p.reversed_on IS NULL OR p.reversed_on > ${to})
      ) AS c ON true
      WHERE i.date <= ${to} AND (r.date IS NULL OR r.date > ${to}) AND i.amount > coalesce(c.amount, 0)
        AND ${side === undefined ? sql`true` : sql`i.side = ${side}`}
    )
    SELECT a.asset, trim_scale(a.opening)::text AS opening, trim_scale(a.closing)::text AS closing,
      coalesce((
        SELECT jsonb_agg(jsonb_build_object('date', l.date, 'kind', l.kind, 'number', l.number, 'reference', l.reference,
          'dueDate', l.due_date, 'amount', trim_scale(l.amount)::text, 'balance', trim_scale(l.balance)::text)
          ORDER BY l.date, l.sequence)
        FROM line l WHERE l.asset = a.asset AND l.date >= ${from}), '[]') AS lines,
      coalesce((
        SELECT jsonb_agg(jsonb_build_object('kind', o.kind, 'number', o.number, 'date', o.date, 'dueDate', o.due_date,
          'open', trim_scale(o.open)::text) ORDER BY o.due_date, o.number)
        FROM open o WHERE o.asset = a.asset), '[]') AS open,
      (SELECT jsonb_build_object(
          'notDue', trim_scale(coalesce(sum(o.open) FILTER (WHERE o.overdue <= 0), 0))::text,
          'days30', trim_scale(coalesce(sum(o.open) FILTER (WHERE o.overdue BETWEEN 1 AND 30), 0))::text,
          'days60', trim_scale(coalesce(sum(o.open) FILTER (WHERE o.overdue BETWEEN 31 AND 60), 0))::text,
          'days90', trim_scale(coalesce(sum(o.open) FILTER (WHERE o.overdue BETWEEN 61 AND 90), 0))::text,
          'older', trim_scale(coalesce(sum(o.open) FILTER (WHERE o.overdue > 90), 0))::text)
        FROM open o WHERE o.asset = a.asset) AS aging
    FROM (
      SELECT l.asset, coalesce(sum(l.amount) FILTER (WHERE l.date < ${from}), 0) AS opening, sum(l.amount) AS closing
      FROM line l GROUP BY l.asset
      HAVING bool_or(l.date >= ${from}) OR sum(l.amount) <> 0
        OR EXISTS (SELECT FROM open o WHERE o.asset = l.asset)
    ) AS a
    ORDER BY a.asset`.execute(trx);
  return rows;
}
