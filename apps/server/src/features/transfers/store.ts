import type { TransferInput } from '@crypto-erp/contract/wallets';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';

/** Inserts a transfer that a person wrote down: it is confirmed. */
export async function insertManualTransfer(
  trx: Trx,
  companyId: string,
  id: string,
  walletId: string,
  input: TransferInput,
): Promise<void> {
  // Ids sort as they were made: of one instant what was written down first happened first.
  await sql`
    INSERT INTO erp.transfers (company_id, id, wallet_id, source, transaction, place, direction, kind, asset, quantity,
      counterparty, at, position, state)
    VALUES (${companyId}, ${id}, ${walletId}, 'manual', ${input.reference ?? id}, ${id}, ${input.direction}, ${input.kind},
      ${input.asset}, ${input.quantity}, ${input.counterparty}, ${input.at}::timestamptz, ${id}, 'confirmed')`.execute(
    trx,
  );
}

/** Takes away a transfer that a person wrote down; false where there is none. */
export async function deleteManualTransfer(trx: Trx, companyId: string, id: string): Promise<boolean> {
  const { rows } = await sql`
    DELETE FROM erp.transfers WHERE company_id = ${companyId} AND id = ${id} AND source = 'manual'
    RETURNING id`.execute(trx);
  return rows.length === 1;
}
