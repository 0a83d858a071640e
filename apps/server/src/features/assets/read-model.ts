import type { Asset } from '@crypto-erp/contract/assets';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';

/** Every asset, by code. */
export async function listAssets(trx: Trx): Promise<Asset[]> {
  const { rows } = await sql<Asset>`
    SELECT code, name, kind, decimals::int AS decimals FROM erp.assets ORDER BY code`.execute(trx);
  return rows;
}

/** Whether there is an asset of this code. */
export async function assetExists(trx: Trx, code: string): Promise<boolean> {
  const { rows } = await sql`SELECT FROM erp.assets WHERE code = ${code}`.execute(trx);
  return rows.length === 1;
}
