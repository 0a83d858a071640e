import type { Invoice, InvoiceQuery, InvoiceSummary } from '@crypto-erp/contract/invoices';
import { type RawBuilder, sql } from 'kysely';
import { DATE, decodeCursor, pageOf, UUID } from '../../db/cursor.ts';
import type { Trx } from '../../db/database.ts';
import { notFound } from '../../errors.ts';

const OVERDUE = sql`(i.status IN ('posted', 'partly-paid') AND i.due_date < (now() AT TIME ZONE c.time_zone)::date)`;

/**
 * A posted invoice keeps the name that was printed. What is still owed: nothing on a draft's account yet, so all of
 * it; nothing after a reversal.
 */
const SUMMARY = sql`
  i.id, i.number, i.status, ${OVERDUE} AS overdue, i.contact_id AS "contactId",
  coalesce(i.customer_name, k.name) AS "contactName",
  i.issue_date AS "issueDate", i.due_date AS "dueDate", i.asset, i.total::text AS total,
  (CASE i.status WHEN 'reversed' THEN i.total - i.total ELSE i.total - i.paid_amount END)::text AS "openAmount"`;

const FROM = sql`
  erp.invoices i
  JOIN erp.companies c ON c.company_id = i.company_id
  JOIN erp.contacts k ON k.company_id = i.company_id AND k.id = i.contact_id`;

/** One page of invoices, newest issue date first. */
export async function listInvoices(
  trx: Trx,
  companyId: string,
  query: InvoiceQuery,
): Promise<{ items: InvoiceSummary[]; nextCursor: string | null }> {
  const limit = query.limit ?? 100;
  const after = decodeCursor(query.cursor, [DATE, UUID]);
  const where: RawBuilder<unknown>[] = [
    sql`i.company_id = ${companyId}`,
    ...(query.status === 'overdue' ? [OVERDUE] : query.status ? [sql`i.status = ${query.status}`] : []),
    ...(query.contactId ? [sql`i.contact_id = ${query.contactId}`] : []),
    ...(query.from ? [sql`i.issue_date >= ${query.from}`] : []),
    ...(query.to ? [sql`i.issue_date <= ${query.to}`] : []),
    ...(query.number ? [sql`i.number = ${query.number}`] : []),
    ...(query.minTotal || query.maxTotal
      ? [
          sql`i.id IN (SELECT erp.invoices_with_total(${companyId}, ${query.minTotal ?? null}::numeric,
            ${query.maxTotal ?? null}::numeric))`,
        ]
      : []),
    ...(after ? [sql`(i.issue_date, i.id) < (${after[0]}::date, ${after[1]}::uuid)`] : []),
  ];
  const { rows } = await sql<InvoiceSummary>`
    SELECT ${SUMMARY} FROM ${FROM} WHERE ${sql.join(where, sql` AND `)}
    ORDER BY i.issue_date DESC, i.id DESC LIMIT ${limit + 1}`.execute(trx);
  return pageOf(rows, limit, (row) => [row.issueDate, row.id]);
}

/** One invoice with its lines and tax summary. Throws `not_found`. */
export async function requireInvoice(trx: Trx, companyId: string, id: string): Promise<Invoice> {
  const { rows } = await sql<Invoice>`
    SELECT ${SUMMARY}, i.payment_terms_id AS "paymentTermsId", i.reference, i.notes, i.net::text AS net,
      i.tax::text AS tax, trim_scale(i.rate)::text AS rate, i.rate_date AS "rateDate",
      i.base_total::text AS "baseTotal", i.entry_id AS "entryId", i.reversal_entry_id AS "reversalEntryId",
      CASE
        WHEN i.status = 'draft' THEN 'none'
        WHEN EXISTS (SELECT FROM erp.invoice_pdfs p WHERE p.company_id = i.company_id AND p.invoice_id = i.id)
          THEN 'ready'
        ELSE 'pending'
      END AS pdf,
      i.version,
      (SELECT jsonb_agg(jsonb_build_object('description', l.description, 'quantity', trim_scale(l.quantity)::text,
          'unitPrice', trim_scale(l.unit_price)::text, 'discountPercent', trim_scale(l.discount_percent)::text,
          'taxId', l.tax_id, 'accountId', l.account_id, 'net', l.net::text, 'tax', l.tax::text) ORDER BY l.position)
        FROM erp.invoice_lines l WHERE l.company_id = i.company_id AND l.invoice_id = i.id) AS lines,
      coalesce((SELECT jsonb_agg(jsonb_build_object('taxId', t.tax_id, 'code', t.code, 'name', t.name,
          'kind', t.kind, 'rate', trim_scale(t.rate)::text, 'exemptReason', t.exempt_reason, 'base', t.base::text,
          'tax', t.tax::text) ORDER BY t.position)
        FROM erp.invoice_taxes t WHERE t.company_id = i.company_id AND t.invoice_id = i.id), '[]') AS "taxSummary"
    FROM ${FROM} WHERE i.company_id = ${companyId} AND i.id = ${id}`.execute(trx);
  if (rows[0] === undefined) throw notFound('invoice');
  return rows[0];
}

/** The seller and the customer as a posted invoice prints them. */
export interface PrintedParties {
  seller: { name: string; country: string };
  customer: { name: string; address: string; country: string | null; taxNumber: string | null };
}

/** Throws when there is no such invoice, or it is a draft: those have none. */
export async function printedParties(trx: Trx, companyId: string, id: string): Promise<PrintedParties> {
  const { rows } = await sql<PrintedParties>`
    SELECT jsonb_build_object('name', seller_name, 'country', seller_country) AS seller,
      jsonb_build_object('name', customer_name, 'address', customer_address, 'country', customer_country,
        'taxNumber', customer_tax_number) AS customer
    FROM erp.invoices WHERE company_id = ${companyId} AND id = ${id} AND status <> 'draft'`.execute(trx);
  if (rows[0] === undefined) throw new Error(`Invoice ${id} is not posted: nothing of it was printed.`);
  return rows[0];
}

/** The last day on which a payment of the invoice was reversed, or null. */
export async function lastPaymentReversal(trx: Trx, companyId: string, id: string): Promise<string | null> {
  const { rows } = await sql<{ date: string | null }>`
    SELECT max(e.date) AS date FROM erp.payments p
    JOIN erp.entries e ON e.company_id = p.company_id AND e.id = p.reversal_entry_id
    WHERE p.company_id = ${companyId} AND p.invoice_id = ${id}`.execute(trx);
  return rows[0]?.date ?? null;
}

/** The bytes of a posted invoice's PDF, or null while the job has not made it. */
export async function findPdf(trx: Trx, companyId: string, invoiceId: string): Promise<Buffer | null> {
  const { rows } = await sql<{ content: Buffer }>`
    SELECT content FROM erp.invoice_pdfs WHERE company_id = ${companyId} AND invoice_id = ${invoiceId}`.execute(
    trx,
  );
  return rows[0]?.content ?? null;
}
