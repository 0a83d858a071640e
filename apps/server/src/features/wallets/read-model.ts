import type { Wallet } from '@crypto-erp/contract/wallets';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';

const COLUMNS = sql`
  w.id, w.name, w.kind, w.account_id AS "accountId", w.archived,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('asset', h.asset, 'quantity', trim_scale(h.quantity)::text) ORDER BY h.asset), '[]')
   FROM (
     SELECT t.asset, sum(CASE t.direction WHEN 'in' THEN t.quantity ELSE -t.quantity END) AS quantity
     FROM erp.transfers t
     WHERE t.company_id = w.company_id AND t.wallet_id = w.id AND t.state = 'confirmed' AND t.asset IS NOT NULL
     GROUP BY t.asset
   ) AS h WHERE h.quantity <> 0) AS holdings,
  w.version`;

/** The company's wallets by name. */
export async function listWallets(trx: Trx, companyId: string): Promise<Wallet[]> {
  const { rows } = await sql<Wallet>`
    SELECT ${COLUMNS} FROM erp.wallets w WHERE w.company_id = ${companyId} ORDER BY w.name, w.id`.execute(
    trx,
  );
  return rows;
}

/** The wallet, or null. */
export async function findWallet(trx: Trx, companyId: string, id: string): Promise<Wallet | null> {
  const { rows } = await sql<Wallet>`
    SELECT ${COLUMNS} FROM erp.wallets w WHERE w.company_id = ${companyId} AND w.id = ${id}`.execute(trx);
  return rows[0] ?? null;
}
