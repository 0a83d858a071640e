import type pg from 'pg';
import { SEED_ASSETS } from './seed.ts';

/**
 * Adds the assets that this version brings and corrects the names of those that are there. The decimals of an asset
 * never change: amounts were posted in its smallest unit. `client` is the owner's.
 */
export async function seedAssets(client: pg.ClientBase): Promise<void> {
  await client.query(
    `INSERT INTO erp.assets AS stored (code, name, kind, decimals)
     SELECT code, name, kind, decimals
     FROM jsonb_to_recordset($1::jsonb) AS seed (code text, name text, kind text, decimals smallint)
     ON CONFLICT (code) DO UPDATE SET name = excluded.name WHERE stored.name <> excluded.name`,
    [JSON.stringify(SEED_ASSETS)],
  );
}
