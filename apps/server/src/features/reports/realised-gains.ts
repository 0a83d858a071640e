import type { RealisedGain, RealisedGains } from '@crypto-erp/contract/crypto-reports';
import { termOf } from '@crypto-erp/ledger/lots/holding-period';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';
import { notFound } from '../../errors.ts';
import { findLotSettings } from '../lots/read-model.ts';
import type { Range } from './range.ts';
import { checkSize, MOST_ROWS } from './render/limits.ts';

type Row = Omit<RealisedGain, 'term'> & { baseAsset: string; totals: RealisedGains['totals'] };

/**
 * What left lots for good in a range, by day, transaction and lot, with the columns of Form 8949. Amounts in whole units of the
 * base asset. Throws `not_found` for a company without books, `report_too_large`.
 */
export async function realisedGains(
  trx: Trx,
  companyId: string,
  { from, to }: Range,
): Promise<RealisedGains> {
  const { rows } = await sql<Partial<Row> & Pick<Row, 'baseAsset' | 'totals'>>`
    WITH used AS (
      SELECT u.*, m.reason, m.effective_at, m.position AS place
      FROM erp.lot_uses u
      JOIN erp.transaction_moves m ON m.company_id = u.company_id AND m.transaction_id = u.transaction_id
        AND m.ordinal = u.ordinal
      WHERE u.company_id = ${companyId} AND u.kind = 'dispose' AND u.used_on BETWEEN ${from} AND ${to}
      ORDER BY u.used_on LIMIT ${MOST_ROWS.csv + 1})
    SELECT b.code AS "baseAsset", t.totals, u.asset, round(u.quantity, s.decimals)::text AS quantity,
      u.acquired_on AS "acquiredOn", u.used_on AS "disposedOn", round(u.proceeds, b.decimals)::text AS proceeds,
      round(u.cost, b.decimals)::text AS cost, round(u.proceeds - u.cost, b.decimals)::text AS gain, u.reason,
      u.lot_id AS "lotId", u.transaction_id AS "transactionId"
    FROM erp.companies c
    JOIN erp.assets b ON b.code = c.base_asset
    CROSS JOIN LATERAL (
      SELECT jsonb_build_object('proceeds', round(coalesce(sum(proceeds), 0), b.decimals)::text,
        'cost', round(coalesce(sum(cost), 0), b.decimals)::text,
        'gain', round(coalesce(sum(proceeds - cost), 0), b.decimals)::text) AS totals
      FROM used
    ) AS t
    LEFT JOIN used u ON true
    LEFT JOIN erp.assets s ON s.code = u.asset
    WHERE c.company_id = ${companyId}
    ORDER BY u.used_on, u.effective_at, u.place, u.transaction_id, u.ordinal, u.part`.execute(trx);
  const { longTermMonths } = await findLotSettings(trx, companyId);
  const [first] = rows;
  if (first === undefined) throw notFound('company');
  checkSize('csv', rows.length);
  return {
    from,
    to,
    baseAsset: first.baseAsset,
    totals: first.totals,
    rows: rows
      .filter((row): row is Row => row.transactionId !== null)
      .map(({ baseAsset: _, totals: __, ...row }) => ({ ...row, term: termOf(row, longTermMonths) })),
  };
}
