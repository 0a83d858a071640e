import type { TransactionUpdate } from '@crypto-erp/contract/transactions';
import type { TransactionType } from '@crypto-erp/ledger/transactions/types';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';

/** A transaction that confirmed transfers make. */
export interface NewTransaction {
  id: string;
  source: string;
  reference: string;
  at: string;
  position: string;
  type: TransactionType | null;
  transferIds: string[];
}

/** Inserts open transactions with their transfers; `part` counts those of one event. */
export async function insertTransactions(
  trx: Trx,
  companyId: string,
  transactions: readonly NewTransaction[],
): Promise<void> {
  const rows = JSON.stringify(transactions);
  await sql`
    INSERT INTO erp.transactions (company_id, id, source, reference, part, at, position, state, type)
    SELECT ${companyId}, n.id, n.source, n.reference,
      1 + (SELECT coalesce(max(t.part), 0) FROM erp.transactions t
           WHERE t.company_id = ${companyId} AND t.source = n.source AND t.reference = n.reference),
      n.at, n.position, 'open', n.type
    FROM jsonb_to_recordset(${rows}::jsonb)
      AS n (id uuid, source text, reference text, at timestamptz, position text, type text)`.execute(trx);
  await sql`
    INSERT INTO erp.transaction_transfers (company_id, transfer_id, transaction_id)
    SELECT ${companyId}, transfer::uuid, n.id
    FROM jsonb_to_recordset(${rows}::jsonb) AS n (id uuid, "transferIds" jsonb)
    CROSS JOIN LATERAL jsonb_array_elements_text(n."transferIds") AS transfer`.execute(trx);
}

/** Gives transfers to a transaction that is not posted. Its type is what they are now. */
export async function addTransfers(
  trx: Trx,
  companyId: string,
  transactionId: string,
  transferIds: readonly string[],
): Promise<void> {
  await sql`
    INSERT INTO erp.transaction_transfers (company_id, transfer_id, transaction_id)
    SELECT ${companyId}, unnest(${[...transferIds]}::uuid[]), ${transactionId}`.execute(trx);
}

/** Takes transfers from their transactions; one that has none left goes with them. */
export async function removeTransfers(
  trx: Trx,
  companyId: string,
  transferIds: readonly string[],
): Promise<void> {
  await sql`
    DELETE FROM erp.transaction_transfers
    WHERE company_id = ${companyId} AND transfer_id = ANY (${[...transferIds]}::uuid[])`.execute(trx);
}

/** What is changed of an open transaction. */
export type TransactionChange = Partial<Omit<TransactionUpdate, 'version'>> & {
  /** Who says so. */
  saidBy: 'guess' | 'person';
};

/** Changes an open transaction as it was at `version`; false when it has another version or state by now. */
export async function updateTransaction(
  trx: Trx,
  companyId: string,
  id: string,
  version: number,
  change: TransactionChange,
): Promise<boolean> {
  const set = [
    ...(change.type === undefined ? [] : [sql`type = ${change.type}`]),
    ...(change.accountId === undefined ? [] : [sql`account_id = ${change.accountId}`]),
    ...(change.contactId === undefined ? [] : [sql`contact_id = ${change.contactId}`]),
    ...(change.allocations === undefined
      ? []
      : [sql`allocations = ${JSON.stringify(change.allocations)}::jsonb`]),
    ...(change.chosenLots === undefined
      ? []
      : [sql`chosen_lots = ${JSON.stringify(change.chosenLots)}::jsonb`]),
    ...(change.description === undefined ? [] : [sql`description = ${change.description}`]),
    sql`said_by = ${change.saidBy}`,
    sql`version = version + 1`,
  ];
  const { rows } = await sql`
    UPDATE erp.transactions SET ${sql.join(set)}
    WHERE company_id = ${companyId} AND id = ${id} AND version = ${version} AND state = 'open'
    RETURNING id`.execute(trx);
  return rows.length === 1;
}

/** Sets aside an open transaction, with the reason, or takes it up again with null. False for another version. */
export async function setIgnored(
  trx: Trx,
  companyId: string,
  id: string,
  version: number,
  reason: string | null,
): Promise<boolean> {
  const [before, after] = reason === null ? ['ignored', 'open'] : ['open', 'ignored'];
  const { rows } = await sql`
    UPDATE erp.transactions SET state = ${after}, ignored_reason = ${reason}, version = version + 1
    WHERE company_id = ${companyId} AND id = ${id} AND version = ${version} AND state = ${before}
    RETURNING id`.execute(trx);
  return rows.length === 1;
}

/** Marks a transaction as posted at its place among the lots, or as open again with null. */
export async function setPosted(
  trx: Trx,
  companyId: string,
  id: string,
  effectiveAt: string | null,
): Promise<void> {
  await sql`
    UPDATE erp.transactions
    SET state = ${effectiveAt === null ? 'open' : 'posted'}, effective_at = ${effectiveAt}::timestamptz,
      version = version + 1
    WHERE company_id = ${companyId} AND id = ${id}`.execute(trx);
}

export interface TransactionEntryRow {
  entryId: string;
  transactionId: string;
  kind: 'posting' | 'payment' | 'adjustment' | 'reversal';
  paymentId: string | null;
}

export async function insertTransactionEntry(
  trx: Trx,
  companyId: string,
  row: TransactionEntryRow,
): Promise<void> {
  await sql`
    INSERT INTO erp.transaction_entries (company_id, entry_id, transaction_id, kind, payment_id)
    VALUES (${companyId}, ${row.entryId}, ${row.transactionId}, ${row.kind}, ${row.paymentId})`.execute(trx);
}
