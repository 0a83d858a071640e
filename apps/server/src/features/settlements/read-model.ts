import type { OpenItem, OpenItemQuery, Settlement, SettlementQuery } from '@crypto-erp/contract/payments';
import { type RawBuilder, sql } from 'kysely';
import { DATE, decodeCursor, pageOf, UUID } from '../../db/cursor.ts';
import type { Trx } from '../../db/database.ts';
import { notFound } from '../../errors.ts';

/** An open item as it stands under the books' lock. Amounts as text, of its asset and of the base asset. */
export interface LockedItem {
  itemKind: 'document' | 'payment';
  id: string;
  kind: OpenItem['kind'];
  side: OpenItem['side'];
  status: string;
  number: string;
  contactId: string;
  date: string;
  asset: string;
  /** 1: a debit on its control account, owed to the company; -1: a credit. */
  sign: 1 | -1;
  amount: string;
  settledAmount: string;
  baseAmount: string;
  settledBase: string;
  /** The most that is settled on any day from the one asked about on, before settlements were reversed. */
  mostSettled: string;
}

/**
 * Takes the books' lock and reads those of `ids` that are open items, in that order. Drafts and unknown ids are
 * missing.
 */
export async function lockOpenItems(
  trx: Trx,
  companyId: string,
  ids: readonly string[],
  since: string,
): Promise<(LockedItem | undefined)[]> {
  const { rows } = await sql<LockedItem>`
    SELECT item_kind AS "itemKind", id, kind, side, status, number, contact_id AS "contactId", date, asset, sign,
      trim_scale(amount)::text AS amount, trim_scale(settled_amount)::text AS "settledAmount",
      trim_scale(base_amount)::text AS "baseAmount", trim_scale(settled_base)::text AS "settledBase",
      trim_scale(most_settled)::text AS "mostSettled"
    FROM erp.lock_open_items(${companyId}, ${ids}::uuid[], ${since})`.execute(trx);
  return ids.map((id) => rows.find((row) => row.id === id));
}

/** Those of `ids` that are drafts of documents. */
export async function draftsAmong(trx: Trx, companyId: string, ids: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM erp.documents
    WHERE company_id = ${companyId} AND id = ANY (${ids}::uuid[]) AND status = 'draft'`.execute(trx);
  return rows.map((row) => row.id);
}

/** What is open between the company and a contact, the oldest due date first; at most 1,000. */
export async function listOpenItems(
  trx: Trx,
  companyId: string,
  { contactId, side }: OpenItemQuery,
): Promise<{ items: OpenItem[] }> {
  const { rows } = await sql<OpenItem>`
    SELECT id, kind, side, number, contact_id AS "contactId", date, due_date AS "dueDate", asset,
      (sign * (amount - settled_amount))::text AS "openAmount", (sign * (base_amount - settled_base))::text AS "openBase"
    FROM erp.open_items
    WHERE company_id = ${companyId} AND contact_id = ${contactId} AND settled_amount < amount
      ${side ? sql`AND side = ${side}` : sql``}
    ORDER BY due_date, id LIMIT 1000`.execute(trx);
  return { items: rows };
}

const SETTLEMENT = sql`
  s.id, s.kind, s.date, s.payment_id AS "paymentId", s.exchange_difference::text AS "exchangeDifference",
  s.entry_id AS "entryId", s.reversed_on AS "reversedOn",
  coalesce((SELECT jsonb_agg(jsonb_build_object('itemId', coalesce(p.document_id, p.payment_id),
      'kind', coalesce(d.kind, 'payment'), 'number', coalesce(d.number, e.number),
      'asset', coalesce(d.asset, y.asset), 'amount', p.amount::text, 'baseAmount', p.base_amount::text)
      ORDER BY p.position)
    FROM erp.settlement_parts p
    LEFT JOIN erp.documents d ON d.company_id = p.company_id AND d.id = p.document_id
    LEFT JOIN erp.payments y ON y.company_id = p.company_id AND y.id = p.payment_id
    LEFT JOIN erp.entries e ON e.company_id = y.company_id AND e.id = y.entry_id
    WHERE p.company_id = s.company_id AND p.settlement_id = s.id), '[]') AS parts
  FROM erp.settlements s`;

/** One page of settlements, newest date first. */
export async function listSettlements(
  trx: Trx,
  companyId: string,
  query: SettlementQuery,
): Promise<{ items: Settlement[]; nextCursor: string | null }> {
  const limit = query.limit ?? 100;
  const after = decodeCursor(query.cursor, [DATE, UUID]);
  const where: RawBuilder<unknown>[] = [
    sql`s.company_id = ${companyId}`,
    ...(query.itemId
      ? [
          sql`s.id IN (SELECT p.settlement_id FROM erp.settlement_parts p WHERE p.company_id = ${companyId}
            AND (p.document_id = ${query.itemId} OR p.payment_id = ${query.itemId}))`,
        ]
      : []),
    ...(query.contactId
      ? [
          sql`s.id IN (SELECT p.settlement_id FROM erp.settlement_parts p
            LEFT JOIN erp.documents d ON d.company_id = p.company_id AND d.id = p.document_id
            LEFT JOIN erp.payments y ON y.company_id = p.company_id AND y.id = p.payment_id
            WHERE p.company_id = ${companyId} AND ${query.contactId} IN (d.contact_id, y.contact_id))`,
        ]
      : []),
    ...(after ? [sql`(s.date, s.id) < (${after[0]}::date, ${after[1]}::uuid)`] : []),
  ];
  const { rows } = await sql<Settlement>`
    SELECT ${SETTLEMENT} WHERE ${sql.join(where, sql` AND `)}
    ORDER BY s.date DESC, s.id DESC LIMIT ${limit + 1}`.execute(trx);
  return pageOf(rows, limit, (row) => [row.date, row.id]);
}

/** One settlement. Throws `not_found`. */
export async function requireSettlement(trx: Trx, companyId: string, id: string): Promise<Settlement> {
  const { rows } = await sql<Settlement>`
    SELECT ${SETTLEMENT} WHERE s.company_id = ${companyId} AND s.id = ${id}`.execute(trx);
  if (rows[0] === undefined) throw notFound('settlement');
  return rows[0];
}

/** The settlement that a payment made when it was recorded: every payment has one. */
export async function settlementOfPayment(
  trx: Trx,
  companyId: string,
  paymentId: string,
): Promise<Settlement> {
  const { rows } = await sql<Settlement>`
    SELECT ${SETTLEMENT} WHERE s.company_id = ${companyId} AND s.payment_id = ${paymentId}`.execute(trx);
  if (rows[0] === undefined) throw new Error(`Payment ${paymentId} has no settlement.`);
  return rows[0];
}

/** Whether a settlement clears a document that is void: that one is the voiding itself. */
export async function settlesVoid(trx: Trx, companyId: string, id: string): Promise<boolean> {
  const { rows } = await sql`
    SELECT FROM erp.settlement_parts p
    JOIN erp.documents d ON d.company_id = p.company_id AND d.id = p.document_id
    WHERE p.company_id = ${companyId} AND p.settlement_id = ${id} AND d.status = 'void'`.execute(trx);
  return rows.length > 0;
}
