import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';
import { EcbFileError, type EcbRate } from './ecb-rate.ts';

export interface Upserted {
  inserted: number;
  updated: number;
  unchanged: number;
}

/**
 * Writes `rates` in one statement: new ones are inserted, changed ones replaced, equal ones left as they are.
 * A rate may stand in `rates` once for its asset and date.
 * @throws EcbFileError `invalid_rate_file` when a currency is not among the assets; nothing is written then
 */
export async function upsertRates(trx: Trx, source: 'ecb', rates: readonly EcbRate[]): Promise<Upserted> {
  await requireKnownAssets(trx, rates);
  const assets = rates.map((rate) => rate.asset);
  const dates = rates.map((rate) => rate.date);
  const values = rates.map((rate) => rate.perEuro);
  // A row that was inserted, not updated, has no earlier version: its xmax is 0.
  const { rows } = await sql<{ inserted: number; updated: number }>`
    WITH written AS (
      INSERT INTO erp.rates AS stored (source, asset, date, per_euro)
      SELECT ${source}, given.asset, given.date::date, given.per_euro::numeric
      FROM unnest(${assets}::text[], ${dates}::text[], ${values}::text[]) AS given (asset, date, per_euro)
      ON CONFLICT (source, asset, date) DO UPDATE SET per_euro = excluded.per_euro
      WHERE stored.per_euro IS DISTINCT FROM excluded.per_euro
      RETURNING xmax = 0 AS inserted)
    SELECT count(*) FILTER (WHERE inserted)::int AS inserted,
      count(*) FILTER (WHERE NOT inserted)::int AS updated
    FROM written`.execute(trx);
  const { inserted, updated } = rows[0] ?? { inserted: 0, updated: 0 };
  return { inserted, updated, unchanged: rates.length - inserted - updated };
}

async function requireKnownAssets(trx: Trx, rates: readonly EcbRate[]): Promise<void> {
  const named = [...new Set(rates.map((rate) => rate.asset))];
  const { rows } = await sql<{ asset: string }>`
    SELECT named.asset FROM unnest(${named}::text[]) AS named (asset)
    WHERE NOT EXISTS (SELECT FROM erp.assets WHERE code = named.asset AND kind = 'fiat')
    ORDER BY named.asset LIMIT 1`.execute(trx);
  const unknown = rows[0]?.asset;
  if (unknown === undefined) return;
  throw new EcbFileError(
    1,
    unknown,
    `the currency ${unknown} is not among the assets. Add it, or leave its column out.`,
  );
}
