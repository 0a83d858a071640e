import type { Transaction, TransactionQuery, TransactionSummary } from '@crypto-erp/contract/transactions';
import { sql } from 'kysely';
import { decodeCursor, INSTANT, pageOf, UUID } from '../../db/cursor.ts';
import type { Trx } from '../../db/database.ts';
import { tagged } from '../../db/tagged.ts';

const TRANSFERS = sql`
  (SELECT coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'walletId', r.wallet_id, 'walletName', w.name,
      'direction', r.direction, 'kind', r.kind, 'asset', r.asset, 'quantity', trim_scale(r.quantity)::text,
      'counterparty', r.counterparty, 'at', to_char(r.at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')) ORDER BY r.at, r.position, r.id), '[]')
   FROM erp.transaction_transfers x
   JOIN erp.transfers r ON r.company_id = x.company_id AND r.id = x.transfer_id
   JOIN erp.wallets w ON w.company_id = r.company_id AND w.id = r.wallet_id
   WHERE x.company_id = t.company_id AND x.transaction_id = t.id)`;

const COLUMNS = sql`
  t.id, t.source, t.reference, t.at, t.state, t.type, t.account_id AS "accountId", t.contact_id AS "contactId",
  t.allocations, t.chosen_lots AS "chosenLots", t.description, t.ignored_reason AS "ignoredReason",
  t.said_by AS "saidBy",
  ${TRANSFERS} AS transfers, t.version`;

/** One page of transactions, newest first. */
export async function listTransactions(
  trx: Trx,
  companyId: string,
  query: TransactionQuery,
): Promise<{ items: TransactionSummary[]; nextCursor: string | null }> {
  const limit = query.limit ?? 100;
  const after = decodeCursor(query.cursor, [INSTANT, UUID]);
  const having = (condition: ReturnType<typeof sql>) => sql`EXISTS (
    SELECT FROM erp.transaction_transfers x
    JOIN erp.transfers r ON r.company_id = x.company_id AND r.id = x.transfer_id
    WHERE x.company_id = t.company_id AND x.transaction_id = t.id AND ${condition})`;
  const conditions = [
    sql`t.company_id = ${companyId}`,
    ...(query.state ? [sql`t.state = ${query.state}`] : []),
    ...(query.type ? [sql`t.type = ${query.type}`] : []),
    ...(query.walletId ? [having(sql`r.wallet_id = ${query.walletId}`)] : []),
    ...tagged(companyId, 'transaction', query.tagId, sql`t.id`),
    ...(query.asset ? [having(sql`r.asset = ${query.asset}`)] : []),
    ...(after ? [sql`(t.at, t.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`] : []),
  ];
  const { rows } = await sql<TransactionSummary>`
    SELECT ${COLUMNS} FROM erp.transactions t WHERE ${sql.join(conditions, sql` AND `)}
    ORDER BY t.at DESC, t.id DESC LIMIT ${limit + 1}`.execute(trx);
  return pageOf(rows, limit, (row) => [row.at, row.id]);
}

/** The transaction with its entries, or null. */
export async function findTransaction(trx: Trx, companyId: string, id: string): Promise<Transaction | null> {
  const { rows } = await sql<Transaction>`
    SELECT ${COLUMNS}, (t.effective_at AT TIME ZONE c.time_zone)::date::text AS date,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('entryId', e.id, 'number', e.number, 'date', e.date, 'kind', x.kind,
          'paymentId', x.payment_id) ORDER BY e.sequence), '[]')
       FROM erp.transaction_entries x JOIN erp.entries e ON e.company_id = x.company_id AND e.id = x.entry_id
       WHERE x.company_id = t.company_id AND x.transaction_id = t.id) AS entries
    FROM erp.transactions t JOIN erp.companies c ON c.company_id = t.company_id
    WHERE t.company_id = ${companyId} AND t.id = ${id}`.execute(trx);
  return rows[0] ?? null;
}

/** A transfer as a transaction is posted from it. `quantity` in whole units. */
export interface PostedTransfer {
  id: string;
  direction: 'in' | 'out';
  kind: string;
  walletId: string;
  accountId: string;
  asset: string;
  quantity: string;
  at: string;
}

/** The transfers of a transaction in the order in which they happened. */
export async function transfersOf(
  trx: Trx,
  companyId: string,
  transactionId: string,
): Promise<PostedTransfer[]> {
  const { rows } = await sql<PostedTransfer>`
    SELECT r.id, r.direction, r.kind, r.wallet_id AS "walletId", w.account_id AS "accountId", r.asset,
      trim_scale(r.quantity)::text AS quantity, r.at
    FROM erp.transaction_transfers x
    JOIN erp.transfers r ON r.company_id = x.company_id AND r.id = x.transfer_id
    JOIN erp.wallets w ON w.company_id = r.company_id AND w.id = r.wallet_id
    WHERE x.company_id = ${companyId} AND x.transaction_id = ${transactionId}
    ORDER BY r.at, r.position, r.id`.execute(trx);
  return rows;
}

/** When and where in its source a transaction happened, and what its place among the lots would be today. */
export interface Standing {
  at: string;
  position: string;
  /** Its own time, or the first instant that is not in a hard-locked month. */
  effectiveAt: string;
  /** The days of the two in the company's time zone. */
  on: string;
  effectiveOn: string;
}

/** @see Standing */
export async function standingOf(trx: Trx, companyId: string, id: string): Promise<Standing> {
  const { rows } = await sql<Standing>`
    WITH closed AS (
      SELECT (max(p.month) + interval '1 month') AS ends FROM erp.closed_periods p
      WHERE p.company_id = ${companyId} AND p.lock = 'hard'),
    placed AS (
      SELECT t.at, t.position, c.time_zone,
        greatest(t.at, (SELECT ends FROM closed) AT TIME ZONE c.time_zone) AS effective
      FROM erp.transactions t JOIN erp.companies c ON c.company_id = t.company_id
      WHERE t.company_id = ${companyId} AND t.id = ${id})
    SELECT at, position, effective AS "effectiveAt", (at AT TIME ZONE time_zone)::date AS on,
      (effective AT TIME ZONE time_zone)::date AS "effectiveOn"
    FROM placed`.execute(trx);
  if (rows[0] === undefined) throw new Error(`Transaction ${id} is there when it is posted.`);
  return rows[0];
}

/** The open transactions of these ids in the order of their time; the others are left out. */
export async function openInOrder(trx: Trx, companyId: string, ids: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM erp.transactions
    WHERE company_id = ${companyId} AND id = ANY (${[...ids]}::uuid[]) AND state = 'open'
    ORDER BY at, position, id`.execute(trx);
  return rows.map(({ id }) => id);
}

/** Whether one of these has comments or attachments. */
export async function haveNotes(trx: Trx, companyId: string, ids: readonly string[]): Promise<boolean> {
  const of = (table: string) => sql`SELECT FROM ${sql.table(table)} n
    WHERE n.company_id = ${companyId} AND n.subject_kind = 'transaction' AND n.subject_id = ANY (${[...ids]}::uuid[])`;
  const { rows } = await sql<{ noted: boolean }>`
    SELECT EXISTS (${of('erp.comments')}) OR EXISTS (${of('erp.attachments')}) AS noted`.execute(trx);
  return rows[0]?.noted === true;
}
