import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';
import { rowsInParts } from '../../db/server-cursor.ts';
import type { KeptMove } from './moves.ts';
import type { MoveKey } from './store.ts';

/** How many moves are held at once while all are gone through. */
const MOVES_AT_ONCE = 5_000;

/** What remains of a lot, in whole units. */
export interface OpenLotRow {
  id: string;
  asset: string;
  poolId: string;
  acquiredAt: string;
  acquiredOn: string;
  position: string;
  quantity: string;
  cost: string;
  remaining: string;
  remainingCost: string;
}

/** What remains of the lots of these assets in these pools; of an average the used-up ones too, whose costs are part of it. */
export async function openLots(
  trx: Trx,
  companyId: string,
  assets: readonly string[],
  poolIds: readonly string[],
): Promise<OpenLotRow[]> {
  const { rows } = await sql<OpenLotRow>`
    SELECT id, asset, pool_id AS "poolId", acquired_at AS "acquiredAt", acquired_on AS "acquiredOn", position,
      trim_scale(quantity)::text AS quantity, trim_scale(cost)::text AS cost,
      trim_scale(remaining)::text AS remaining, trim_scale(remaining_cost)::text AS "remainingCost"
    FROM erp.lots
    WHERE company_id = ${companyId} AND asset = ANY (${[...assets]}) AND pool_id = ANY (${[...poolIds]}::uuid[])
      AND (remaining > 0 OR remaining_cost <> 0)`.execute(trx);
  return rows;
}

/** These assets, and all that wrapping or bridging ever made of them or them of: their lots depend on one another. */
export async function linkedAssets(
  trx: Trx,
  companyId: string,
  assets: readonly string[],
): Promise<string[]> {
  const { rows } = await sql<{ asset: string }>`
    WITH RECURSIVE pair AS (
      SELECT DISTINCT asset, to_asset FROM erp.transaction_moves
      WHERE company_id = ${companyId} AND to_asset <> asset),
    linked AS (
      SELECT unnest(${[...assets]}::text[]) AS asset
      UNION
      SELECT CASE p.asset WHEN l.asset THEN p.to_asset ELSE p.asset END
      FROM linked l JOIN pair p ON l.asset IN (p.asset, p.to_asset))
    SELECT asset FROM linked ORDER BY asset`.execute(trx);
  return rows.map(({ asset }) => asset);
}

/** Whether any move of these assets comes after this one in the order of moves. */
export async function isFollowed(
  trx: Trx,
  companyId: string,
  transaction: { id: string; effectiveAt: string; position: string },
  assets: readonly string[],
): Promise<boolean> {
  const { rows } = await sql<{ followed: boolean }>`
    SELECT EXISTS (
      SELECT FROM erp.transaction_moves m
      WHERE m.company_id = ${companyId} AND (m.asset = ANY (${[...assets]}) OR m.to_asset = ANY (${[...assets]}))
        AND (m.effective_at, m.position, m.transaction_id)
          > (${transaction.effectiveAt}::timestamptz, ${transaction.position}, ${transaction.id}::uuid)) AS followed`.execute(
    trx,
  );
  return rows[0]?.followed ?? false;
}

/** All moves of these assets in their order, some thousand at a time. */
export function movesInOrder(
  trx: Trx,
  companyId: string,
  assets: readonly string[],
): AsyncGenerator<KeptMove[]> {
  const list = sql.join(assets.map((asset) => sql.lit(asset)));
  const query = sql<KeptMove>`
    SELECT m.transaction_id AS "transactionId", m.ordinal, m.kind, m.asset, m.place_id AS "placeId",
      m.account_id AS "accountId", trim_scale(m.quantity)::text AS quantity, trim_scale(m.amount)::text AS amount,
      m.reason, m.income, m.to_asset AS "toAsset", m.to_place_id AS "toPlaceId", m.to_account_id AS "toAccountId",
      trim_scale(m.to_quantity)::text AS "toQuantity", trim_scale(m.cost)::text AS cost, m.position,
      t.chosen_lots AS chosen, t.at, (t.at AT TIME ZONE c.time_zone)::date AS on,
      (m.effective_at AT TIME ZONE c.time_zone)::date AS "effectiveOn"
    FROM erp.transaction_moves m
    JOIN erp.transactions t ON t.company_id = m.company_id AND t.id = m.transaction_id
    JOIN erp.companies c ON c.company_id = m.company_id
    WHERE m.company_id = ${sql.lit(companyId)} AND (m.asset IN (${list}) OR m.to_asset IN (${list}))
    ORDER BY m.effective_at, m.position, m.transaction_id, m.ordinal`;
  return rowsInParts(trx, query, MOVES_AT_ONCE);
}

/**
 * What is kept of the outcomes of these moves, by `transaction ordinal`: a line for each lot made, then `|`, then one for each
 * use. A move without any is not among them.
 */
export async function keptOutcomes(
  trx: Trx,
  companyId: string,
  moves: readonly MoveKey[],
): Promise<Map<string, string>> {
  const ids = [...new Set(moves.map(({ transactionId }) => transactionId))];
  // The statistics are of before this transaction, which may have written all there is: without an index each batch would
  // read the whole table, and of 30,000 moves took 24 s in place of 1.
  await sql`SET LOCAL enable_seqscan = off`.execute(trx);
  const lots = await sql<{ key: string; said: string }>`
    SELECT concat(transaction_id, ' ', ordinal) AS key,
      string_agg(concat_ws(' ', 'lot', id, pool_id, part, to_char(acquired_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
        acquired_on, position, trim_scale(quantity), trim_scale(cost)), E'\n' ORDER BY part) AS said
    FROM erp.lots WHERE company_id = ${companyId} AND transaction_id = ANY (${ids}::uuid[])
    GROUP BY transaction_id, ordinal`.execute(trx);
  const uses = await sql<{ key: string; said: string }>`
    SELECT concat(transaction_id, ' ', ordinal) AS key,
      string_agg(concat_ws(' ', 'use', part, coalesce(lot_id::text, '-'), pool_id, trim_scale(quantity),
        trim_scale(cost), coalesce(trim_scale(proceeds)::text, '-'), coalesce(acquired_on::text, '-'), used_on), E'\n' ORDER BY part) AS said
    FROM erp.lot_uses WHERE company_id = ${companyId} AND transaction_id = ANY (${ids}::uuid[])
    GROUP BY transaction_id, ordinal`.execute(trx);
  await sql`SET LOCAL enable_seqscan = on`.execute(trx);
  const said = new Map(lots.rows.map(({ key, said }) => [key, `${said}|`]));
  for (const { key, said: took } of uses.rows) said.set(key, `${said.get(key) ?? '|'}${took}`);
  return said;
}

/** The moves of a posted transaction, as much of each as taking it away needs. */
export async function movesOf(
  trx: Trx,
  companyId: string,
  transactionId: string,
): Promise<Pick<KeptMove, 'ordinal' | 'asset' | 'toAsset'>[]> {
  const { rows } = await sql<Pick<KeptMove, 'ordinal' | 'asset' | 'toAsset'>>`
    SELECT ordinal, asset, to_asset AS "toAsset" FROM erp.transaction_moves
    WHERE company_id = ${companyId} AND transaction_id = ${transactionId} ORDER BY ordinal`.execute(trx);
  return rows;
}
