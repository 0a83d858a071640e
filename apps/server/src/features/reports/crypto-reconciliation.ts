import type { CryptoReconciliation, ReconciledAsset } from '@crypto-erp/contract/crypto-reports';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';

/**
 * What wallets, lots and ledger held of each asset at the end of `asOf`, the base asset apart, which has no lots; and what
 * explains each difference. Loans are outside: their lots are on accounts of their own.
 */
export async function cryptoReconciliation(
  trx: Trx,
  companyId: string,
  asOf: string,
): Promise<CryptoReconciliation> {
  const { rows } = await sql<ReconciledAsset>`
    WITH company AS (SELECT time_zone, base_asset FROM erp.companies WHERE company_id = ${companyId}),
    moved AS (
      SELECT r.asset, CASE r.direction WHEN 'in' THEN r.quantity ELSE -r.quantity END AS quantity,
        coalesce(t.state, 'open') AS state,
        coalesce((t.effective_at AT TIME ZONE c.time_zone)::date > ${asOf}, false) AS late
      FROM company c
      JOIN erp.transfers r ON r.company_id = ${companyId} AND r.state = 'confirmed' AND r.asset <> c.base_asset
        AND (r.at AT TIME ZONE c.time_zone)::date <= ${asOf}
      LEFT JOIN erp.transaction_transfers x ON x.company_id = r.company_id AND x.transfer_id = r.id
      LEFT JOIN erp.transactions t ON t.company_id = x.company_id AND t.id = x.transaction_id),
    wallet AS (
      SELECT asset, sum(quantity) AS wallets, coalesce(sum(quantity) FILTER (WHERE state = 'open'), 0) AS open,
        coalesce(sum(quantity) FILTER (WHERE state = 'ignored'), 0) AS ignored,
        coalesce(sum(quantity) FILTER (WHERE state = 'posted' AND late), 0) AS late
      FROM moved GROUP BY asset),
    used AS (
      SELECT u.lot_id, u.asset, u.pool_id, sum(u.quantity) AS quantity FROM erp.lot_uses u
      WHERE u.company_id = ${companyId} AND u.used_on <= ${asOf} GROUP BY 1, 2, 3),
    lot AS (
      SELECT l.asset, sum(l.quantity - coalesce(u.quantity, 0)) AS lots
      FROM company c
      JOIN erp.lots l ON l.company_id = ${companyId}
      JOIN erp.transaction_moves m ON m.company_id = l.company_id AND m.transaction_id = l.transaction_id
        AND m.ordinal = l.ordinal AND (m.effective_at AT TIME ZONE c.time_zone)::date <= ${asOf}
      LEFT JOIN used u ON u.lot_id = l.id
      WHERE NOT EXISTS (SELECT FROM erp.accounts a WHERE a.company_id = l.company_id AND a.id = l.pool_id)
      GROUP BY l.asset),
    short AS (
      SELECT u.asset, sum(u.quantity) AS shortfall FROM used u
      WHERE u.lot_id IS NULL
        AND NOT EXISTS (SELECT FROM erp.accounts a WHERE a.company_id = ${companyId} AND a.id = u.pool_id)
      GROUP BY u.asset),
    ledger AS (
      SELECT l.asset, sum(l.quantity) AS ledger
      FROM company c
      JOIN erp.entry_lines l ON l.company_id = ${companyId} AND l.date <= ${asOf} AND l.asset <> c.base_asset
        AND l.account_id IN (SELECT w.account_id FROM erp.wallets w WHERE w.company_id = ${companyId})
      GROUP BY l.asset),
    figure AS (
      SELECT asset, coalesce(wallets, 0) AS wallets, coalesce(open, 0) AS open, coalesce(ignored, 0) AS ignored,
        coalesce(late, 0) AS late, coalesce(lots, 0) AS lots, coalesce(shortfall, 0) AS shortfall,
        coalesce(ledger, 0) AS ledger
      FROM wallet FULL JOIN lot USING (asset) FULL JOIN short USING (asset) FULL JOIN ledger USING (asset))
    SELECT f.asset, round(wallets, d)::text AS wallets, round(open, d)::text AS open, round(ignored, d)::text AS ignored,
      round(late, d)::text AS late, round(lots, d)::text AS lots, round(shortfall, d)::text AS shortfall,
      round(wallets - open - ignored - late - lots + shortfall, d)::text AS unexplained,
      round(ledger, d)::text AS ledger, round(ledger - lots + shortfall, d)::text AS "otherEntries"
    FROM figure f JOIN LATERAL (SELECT decimals::int AS d FROM erp.assets WHERE code = f.asset) AS s ON true
    ORDER BY f.asset COLLATE "C"`.execute(trx);
  return { asOf, assets: rows };
}
