import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';

/** What a source or a person reported of a wallet, confirmed, in the asset's code and whole units. */
export interface ReportedTransfer {
  id: string;
  source: string;
  transaction: string;
  place: string;
  direction: 'in' | 'out';
  kind: string;
  asset: string;
  quantity: string;
  counterparty: string | null;
  at: string;
  position: string;
}

const rowsOf = (transfers: readonly ReportedTransfer[]) => sql`
  jsonb_to_recordset(${JSON.stringify(transfers)}::jsonb) AS r (id uuid, source text,
    transaction text, place text, direction text, kind text, asset text, quantity numeric, counterparty text,
    at timestamptz, position text)`;

/** Adds those that the wallet does not have yet, by source, transaction and place, and answers how many. */
export async function insertReported(
  trx: Trx,
  companyId: string,
  walletId: string,
  transfers: readonly ReportedTransfer[],
): Promise<number> {
  const { rows } = await sql`
    INSERT INTO erp.transfers (company_id, id, wallet_id, source, transaction, place, direction, kind, asset, quantity,
      counterparty, at, position, state)
    SELECT ${companyId}, r.id, ${walletId}, r.source, r.transaction, r.place, r.direction, r.kind, r.asset, r.quantity,
      r.counterparty, r.at, r.position, 'confirmed'
    FROM ${rowsOf(transfers)}
    ON CONFLICT ON CONSTRAINT transfers_once DO NOTHING RETURNING id`.execute(trx);
  return rows.length;
}

/** How many of them the wallet has. */
export async function countKnown(
  trx: Trx,
  companyId: string,
  walletId: string,
  transfers: readonly ReportedTransfer[],
): Promise<number> {
  const { rows } = await sql<{ known: number }>`
    SELECT count(*)::int AS known FROM ${rowsOf(transfers)} JOIN erp.transfers t ON t.company_id = ${companyId}
      AND t.wallet_id = ${walletId} AND t.source = r.source AND t.transaction = r.transaction AND t.place = r.place
      AND t.direction = r.direction`.execute(trx);
  return rows[0]?.known ?? 0;
}

/** Takes away a transfer that a person wrote down; false where there is none. */
export async function deleteManualTransfer(trx: Trx, companyId: string, id: string): Promise<boolean> {
  const { rows } = await sql`
    DELETE FROM erp.transfers WHERE company_id = ${companyId} AND id = ${id} AND source = 'manual'
    RETURNING id`.execute(trx);
  return rows.length === 1;
}
