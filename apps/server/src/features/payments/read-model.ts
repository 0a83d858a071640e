import type { Payment, PaymentQuery } from '@crypto-erp/contract/payments';
import { type RawBuilder, sql } from 'kysely';
import { DATE, decodeCursor, pageOf, UUID } from '../../db/cursor.ts';
import type { Trx } from '../../db/database.ts';
import { notFound } from '../../errors.ts';

const PAYMENT = sql`
  p.id, e.number, p.side, p.direction, p.contact_id AS "contactId", k.name AS "contactName", p.date, p.asset,
  p.amount::text AS amount, p.base_amount::text AS "baseAmount", p.fee_amount::text AS fee,
  coalesce(s.exchange_difference, 0)::text AS "exchangeDifference", p.account_id AS "accountId", p.reference,
  coalesce((SELECT jsonb_agg(jsonb_build_object('itemId', coalesce(a.document_id, a.payment_id),
      'kind', coalesce(d.kind, 'payment'), 'number', coalesce(d.number, x.number),
      'asset', coalesce(d.asset, y.asset), 'amount', a.amount::text, 'paid', a.paid_amount::text,
      'writeOff', a.write_off::text) ORDER BY a.position)
    FROM erp.settlement_parts a
    LEFT JOIN erp.documents d ON d.company_id = a.company_id AND d.id = a.document_id
    LEFT JOIN erp.payments y ON y.company_id = a.company_id AND y.id = a.payment_id
    LEFT JOIN erp.entries x ON x.company_id = y.company_id AND x.id = y.entry_id
    WHERE a.company_id = p.company_id AND a.settlement_id = s.id), '[]') AS allocations,
  p.credit_amount::text AS "creditAmount",
  (CASE WHEN p.reversal_entry_id IS NULL THEN p.credit_amount - p.settled_amount
    ELSE p.credit_amount - p.credit_amount END)::text AS "openCredit",
  p.entry_id AS "entryId", p.reversal_entry_id IS NOT NULL AS reversed, p.created_at AS "postedAt"
  FROM erp.payments p
  JOIN erp.entries e ON e.company_id = p.company_id AND e.id = p.entry_id
  JOIN erp.contacts k ON k.company_id = p.company_id AND k.id = p.contact_id
  JOIN erp.settlements s ON s.company_id = p.company_id AND s.payment_id = p.id`;

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
    ...(query.itemId
      ? [
          sql`s.id IN (SELECT a.settlement_id FROM erp.settlement_parts a WHERE a.company_id = ${companyId}
            AND (a.document_id = ${query.itemId} OR a.payment_id = ${query.itemId}))`,
        ]
      : []),
    ...(query.contactId ? [sql`p.contact_id = ${query.contactId}`] : []),
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

/** What a payment of one document takes from it. */
export interface PaidDocument {
  side: Payment['side'];
  contactId: string;
  asset: string;
  /** Whether it is paid by money that comes in. */
  owedToCompany: boolean;
}

/** The document of that kind. Throws `not_found`. */
export async function paidDocument(
  trx: Trx,
  companyId: string,
  kind: string,
  id: string,
): Promise<PaidDocument> {
  const { rows } = await sql<PaidDocument>`
    SELECT side, contact_id AS "contactId", asset, (side = 'sales') = (kind <> 'credit-note') AS "owedToCompany"
    FROM erp.documents WHERE company_id = ${companyId} AND kind = ${kind} AND id = ${id}`.execute(trx);
  if (rows[0] === undefined) throw notFound(kind.replace('-', ' '));
  return rows[0];
}

/** The last day on which the credit of a payment was given back by a settlement that was reversed, or null. */
export async function creditUsedUntil(trx: Trx, companyId: string, id: string): Promise<string | null> {
  const { rows } = await sql<{ date: string | null }>`
    SELECT max(s.reversed_on) AS date FROM erp.settlement_parts a
    JOIN erp.settlements s ON s.company_id = a.company_id AND s.id = a.settlement_id
    WHERE a.company_id = ${companyId} AND a.payment_id = ${id}`.execute(trx);
  return rows[0]?.date ?? null;
}
