import type { Payment, PaymentQuery } from '@crypto-erp/contract/invoices';
import { type RawBuilder, sql } from 'kysely';
import { DATE, decodeCursor, pageOf, UUID } from '../../db/cursor.ts';
import type { Trx } from '../../db/database.ts';
import { notFound } from '../../errors.ts';

const PAYMENT = sql`
  p.id, p.invoice_id AS "invoiceId", i.number AS "invoiceNumber", p.date, p.asset, p.amount::text AS amount,
  p.base_amount::text AS "baseAmount", p.exchange_difference::text AS "exchangeDifference",
  p.account_id AS "accountId", p.reference, p.entry_id AS "entryId", p.reversal_entry_id IS NOT NULL AS reversed,
  p.created_at AS "postedAt"
  FROM erp.payments p JOIN erp.invoices i ON i.company_id = p.company_id AND i.id = p.invoice_id`;

/** One page of payments, newest date first. */
export async function listPayments(
  trx: Trx,
  companyId: string,
  query: PaymentQuery,
): Promise<{ items: Payment[]; nextCursor: string | null }> {
  const limit = query.limit ?? 100;
  const after = decodeCursor(query.cursor, [DATE, UUID]);
  const where: RawBuilder<unknown>[] = [
    sql`p.company_id = ${companyId}`,
    ...(query.invoiceId ? [sql`p.invoice_id = ${query.invoiceId}`] : []),
    ...(query.from ? [sql`p.date >= ${query.from}`] : []),
    ...(query.to ? [sql`p.date <= ${query.to}`] : []),
    ...(after ? [sql`(p.date, p.id) < (${after[0]}::date, ${after[1]}::uuid)`] : []),
  ];
  const { rows } = await sql<Payment>`
    SELECT ${PAYMENT} WHERE ${sql.join(where, sql` AND `)} ORDER BY p.date DESC, p.id DESC LIMIT ${limit + 1}`.execute(
    trx,
  );
  return pageOf(rows, limit, (row) => [row.date, row.id]);
}

/** One payment. Throws `not_found`. */
export async function requirePayment(trx: Trx, companyId: string, id: string): Promise<Payment> {
  const { rows } = await sql<Payment>`
    SELECT ${PAYMENT} WHERE p.company_id = ${companyId} AND p.id = ${id}`.execute(trx);
  if (rows[0] === undefined) throw notFound('payment');
  return rows[0];
}

/** An invoice's account so far: amounts of its asset and of the base asset, as text. */
export interface OpenInvoice {
  number: string;
  status: string;
  contactId: string;
  issueDate: string;
  asset: string;
  total: string;
  paidAmount: string;
  /** The most that is paid on any day from the one asked about on, before payments were reversed. */
  mostPaid: string;
  baseTotal: string;
  clearedBase: string;
}

/** The asset that an invoice is in. Throws `not_found`. */
export async function invoiceAsset(trx: Trx, companyId: string, id: string): Promise<string> {
  const { rows } = await sql<{ asset: string }>`
    SELECT asset FROM erp.invoices WHERE company_id = ${companyId} AND id = ${id}`.execute(trx);
  if (rows[0] === undefined) throw notFound('invoice');
  return rows[0].asset;
}

/** Takes the books' lock and reads what a payment of `date` needs to know of its invoice. Throws `not_found`. */
export async function lockInvoice(
  trx: Trx,
  companyId: string,
  id: string,
  date: string,
): Promise<OpenInvoice> {
  const { rows } = await sql<OpenInvoice>`
    SELECT number, status, contact_id AS "contactId", issue_date AS "issueDate", asset, trim_scale(total)::text AS total,
      trim_scale(paid_amount)::text AS "paidAmount", trim_scale(base_total)::text AS "baseTotal",
      trim_scale(cleared_base)::text AS "clearedBase",
      trim_scale(erp.most_paid(${companyId}, ${id}, ${date}))::text AS "mostPaid"
    FROM erp.lock_invoice(${companyId}, ${id})`.execute(trx);
  if (rows[0] === undefined) throw notFound('invoice');
  return rows[0];
}
