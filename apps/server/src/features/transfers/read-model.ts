import type { TransferQuery, TransferView } from '@crypto-erp/contract/wallets';
import { sql } from 'kysely';
import { decodeCursor, INSTANT, pageOf, UUID } from '../../db/cursor.ts';
import type { Trx } from '../../db/database.ts';

const COLUMNS = sql`
  r.id, r.wallet_id AS "walletId", r.source, r.transaction AS reference, r.direction, r.kind, r.asset,
  trim_scale(r.quantity)::text AS quantity, r.counterparty, r.at, r.state, x.transaction_id AS "transactionId"`;
const FROM = sql`
  erp.transfers r LEFT JOIN erp.transaction_transfers x ON x.company_id = r.company_id AND x.transfer_id = r.id`;

/** One page of transfers, newest first: the confirmed ones, where `state` asks for no others. */
export async function listTransfers(
  trx: Trx,
  companyId: string,
  query: TransferQuery,
): Promise<{ items: TransferView[]; nextCursor: string | null }> {
  const limit = query.limit ?? 100;
  const after = decodeCursor(query.cursor, [INSTANT, UUID]);
  const conditions = [
    sql`r.company_id = ${companyId}`,
    sql`r.state = ${query.state ?? 'confirmed'}`,
    ...(query.walletId ? [sql`r.wallet_id = ${query.walletId}`] : []),
    ...(query.asset ? [sql`r.asset = ${query.asset}`] : []),
    ...(after ? [sql`(r.at, r.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`] : []),
  ];
  const { rows } = await sql<TransferView>`
    SELECT ${COLUMNS} FROM ${FROM} WHERE ${sql.join(conditions, sql` AND `)}
    ORDER BY r.at DESC, r.id DESC LIMIT ${limit + 1}`.execute(trx);
  return pageOf(rows, limit, (row) => [row.at ?? '', row.id]);
}

/** The transfer, or null. */
export async function findTransfer(trx: Trx, companyId: string, id: string): Promise<TransferView | null> {
  const { rows } = await sql<TransferView>`
    SELECT ${COLUMNS} FROM ${FROM} WHERE r.company_id = ${companyId} AND r.id = ${id}`.execute(trx);
  return rows[0] ?? null;
}
