import type { MissingPrice, PriceSettings, SetPrice, SetPriceQuery } from '@crypto-erp/contract/prices';
import { sql } from 'kysely';
import { decodeCursor, pageOf, UUID } from '../../db/cursor.ts';
import type { Trx } from '../../db/database.ts';

const COLUMNS = sql`
  p.id, p.asset, p.quote, p.date, trim_scale(p.price)::text AS price, p.reason, p.source,
  jsonb_build_object('kind', p.actor_kind, 'id', p.actor_id) AS "setBy", p.created_at AS "createdAt"`;

/** One page of the prices that the company set, the newest first. */
export async function listSetPrices(
  trx: Trx,
  companyId: string,
  query: SetPriceQuery,
): Promise<{ items: SetPrice[]; nextCursor: string | null }> {
  const limit = query.limit ?? 100;
  const after = decodeCursor(query.cursor, [UUID])?.[0] ?? null;
  const { rows } = await sql<SetPrice>`
    SELECT ${COLUMNS} FROM erp.set_prices p
    WHERE p.company_id = ${companyId} AND (${query.asset ?? null}::text IS NULL OR p.asset = ${query.asset ?? null})
      AND (${after}::uuid IS NULL OR p.id < ${after}::uuid)
    ORDER BY p.id DESC LIMIT ${limit + 1}`.execute(trx);
  return pageOf(rows, limit, (row) => [row.id]);
}

/** A price that was just set. */
export async function findSetPrice(trx: Trx, companyId: string, id: string): Promise<SetPrice> {
  const { rows } = await sql<SetPrice>`
    SELECT ${COLUMNS} FROM erp.set_prices p WHERE p.company_id = ${companyId} AND p.id = ${id}`.execute(trx);
  if (rows[0] === undefined) throw new Error(`Price ${id} was set in this transaction.`);
  return rows[0];
}

/** How the company fills gaps; version 0 where it chose nothing. */
export async function priceSettings(trx: Trx, companyId: string): Promise<PriceSettings> {
  const { rows } = await sql<PriceSettings>`
    SELECT gap_days AS "gapDays", version FROM erp.price_settings WHERE company_id = ${companyId}`.execute(
    trx,
  );
  return rows[0] ?? { gapDays: 0, version: 0 };
}

/** An asset and day of open transactions, with the instant that a price is asked for. */
export type OpenPrice = MissingPrice & { at: string };

/** How many assets and days of open transactions are looked at. */
const MOST_OPEN = 5_000;

/** The assets and days of open transactions, without the base asset; of each day the first instant. */
export async function pricesOfOpen(trx: Trx, companyId: string): Promise<OpenPrice[]> {
  const { rows } = await sql<OpenPrice>`
    SELECT r.asset, c.base_asset AS quote, (r.at AT TIME ZONE c.time_zone)::date AS date,
      count(DISTINCT t.id)::int AS transactions, min(r.at) AS at
    FROM erp.transactions t
    JOIN erp.companies c ON c.company_id = t.company_id
    JOIN erp.transaction_transfers x ON x.company_id = t.company_id AND x.transaction_id = t.id
    JOIN erp.transfers r ON r.company_id = x.company_id AND r.id = x.transfer_id AND r.asset <> c.base_asset
    WHERE t.company_id = ${companyId} AND t.state = 'open'
    GROUP BY 1, 2, 3 ORDER BY 3, 1 LIMIT ${MOST_OPEN}`.execute(trx);
  return rows;
}
