import type { WalletInput, WalletUpdate } from '@crypto-erp/contract/wallets';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';

export async function insertWallet(
  trx: Trx,
  companyId: string,
  id: string,
  { name, kind, accountId }: WalletInput,
): Promise<void> {
  await sql`
    INSERT INTO erp.wallets (company_id, id, name, kind, account_id)
    VALUES (${companyId}, ${id}, ${name}, ${kind}, ${accountId})`.execute(trx);
}

/** Replaces the wallet as it was at `update.version`; false when it has another version by now. */
export async function updateWallet(
  trx: Trx,
  companyId: string,
  id: string,
  update: WalletUpdate,
): Promise<boolean> {
  const { rows } = await sql`
    UPDATE erp.wallets SET name = ${update.name}, account_id = ${update.accountId}, archived = ${update.archived},
      version = version + 1
    WHERE company_id = ${companyId} AND id = ${id} AND version = ${update.version} RETURNING id`.execute(trx);
  return rows.length === 1;
}
