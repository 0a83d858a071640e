import type { HeldAsset, HeldLot, Holdings } from '@crypto-erp/contract/crypto-reports';
import { allocate } from '@crypto-erp/ledger/allocation';
import { addDays } from '@crypto-erp/ledger/dates';
import { formatDecimal, parseDecimal } from '@crypto-erp/ledger/decimal';
import { convert, type Rate, readableRate } from '@crypto-erp/ledger/rate';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';
import { companySettings } from '../companies/read-model.ts';
import { findLotSettings } from '../lots/read-model.ts';
import { methodOn } from '../lots/settings.ts';
import { type FoundPrice, pricesAt } from '../prices/lookup.ts';
import { checkSize, MOST_ROWS } from './render/limits.ts';

type Row = Pick<HeldLot, 'lotId' | 'asset' | 'placeId' | 'placeName' | 'acquiredOn'> & {
  decimals: number;
  quantity: string;
  cost: string;
};

/** Smallest units. */
type Lot = Omit<Row, 'quantity' | 'cost'> & { units: bigint; costUnits: bigint };

/**
 * What was left of every lot at the end of `asOf`: the moves posted under a day until then, less what was used until then,
 * at the price of the day's last instant. Of an asset that is averaged on that day the lots of a pool share its cost by
 * quantity. Throws `not_found` for a company without books, `report_too_large`.
 */
export async function holdings(trx: Trx, companyId: string, asOf: string): Promise<Holdings> {
  const company = await companySettings(trx, companyId);
  const { methods } = await findLotSettings(trx, companyId);
  const base = company.baseAsset;
  const { rows, baseDecimals } = await lotsOn(trx, companyId, asOf);
  const kept = rows.map(
    ({ quantity, cost, ...row }): Lot => ({
      ...row,
      units: parseDecimal(quantity, row.decimals),
      costUnits: parseDecimal(cost, baseDecimals),
    }),
  );
  const averaged = (asset: string) =>
    methodOn(methods, asset, asOf, company.fiscalYearStartMonth) === 'average';
  const lots = [...Map.groupBy(kept, ({ asset, placeId }) => `${asset} ${placeId}`).values()].flatMap(
    (pool) => (pool[0] && averaged(pool[0].asset) ? spread(pool) : pool.filter(({ units }) => units > 0n)),
  );
  checkSize('csv', lots.length);

  const assets = [...Map.groupBy(lots, ({ asset }) => asset)];
  const at = await lastInstant(trx, companyId, asOf);
  const found = await pricesAt(
    trx,
    companyId,
    assets.map(([asset]) => ({ asset, at })),
    base,
  );
  const rates = new Map(assets.map(([asset], i) => [asset, found[i] ?? null]));
  const worth = ({ units, decimals }: Pick<Lot, 'units' | 'decimals'>, rate: Rate) =>
    convert(units, decimals, baseDecimals, rate, company.rounding.mode);
  const text = (units: bigint) => formatDecimal(units, baseDecimals);
  const heldLots = assets.flatMap(([asset, of]) => {
    const price = rates.get(asset) ?? null;
    // The lots' values are the asset's, divided.
    const values =
      price &&
      allocate(
        worth(sumOf(of), price.rate),
        of.map(({ units }) => units),
      );
    return of.map((lot, i) => heldLot(lot, values === null ? null : (values[i] ?? 0n), text));
  });
  return {
    asOf,
    baseAsset: base,
    assets: assets.map(([asset, of]) => {
      const price = rates.get(asset) ?? null;
      return heldAsset(asset, sumOf(of), price, price && worth(sumOf(of), price.rate), text);
    }),
    lots: heldLots,
  };
}

function heldLot(lot: Lot, value: bigint | null, text: (units: bigint) => string): HeldLot {
  const { units, costUnits, decimals, ...shown } = lot;
  return {
    ...shown,
    quantity: formatDecimal(units, decimals),
    cost: text(costUnits),
    value: value === null ? null : text(value),
    unrealisedGain: value === null ? null : text(value - costUnits),
  };
}

function heldAsset(
  asset: string,
  { units, costUnits, decimals }: Pick<Lot, 'units' | 'costUnits' | 'decimals'>,
  price: FoundPrice | null,
  value: bigint | null,
  text: (units: bigint) => string,
): HeldAsset {
  return {
    asset,
    quantity: formatDecimal(units, decimals),
    cost: text(costUnits),
    price: price && readableRate(price.rate),
    priceSource: price?.source ?? null,
    priceFilled: price?.filled ?? false,
    value: value === null ? null : text(value),
    unrealisedGain: value === null ? null : text(value - costUnits),
  };
}

/** The lots of a pool that are left, each with its share of what all of them cost. */
function spread(pool: readonly Lot[]): Lot[] {
  const left = pool.filter(({ units }) => units > 0n);
  const cost = pool.reduce((sum, { costUnits }) => sum + costUnits, 0n);
  const shares =
    left.length === 0
      ? []
      : allocate(
          cost,
          left.map(({ units }) => units),
        );
  return left.map((lot, i) => ({ ...lot, costUnits: shares[i] ?? 0n }));
}

function sumOf(lots: readonly Lot[]): Pick<Lot, 'units' | 'costUnits' | 'decimals'> {
  return {
    decimals: lots[0]?.decimals ?? 0,
    units: lots.reduce((sum, { units }) => sum + units, 0n),
    costUnits: lots.reduce((sum, { costUnits }) => sum + costUnits, 0n),
  };
}

/** What uses until the day left of the lots made until then; those used up too, where an average left them a cost. */
async function lotsOn(
  trx: Trx,
  companyId: string,
  asOf: string,
): Promise<{ rows: Row[]; baseDecimals: number }> {
  const { rows } = await sql<Row & { baseDecimals: number }>`
    SELECT b.decimals AS "baseDecimals", l.id AS "lotId", l.asset, s.decimals, coalesce(w.id, a.id) AS "placeId",
      coalesce(w.name, a.name) AS "placeName", l.acquired_on AS "acquiredOn",
      trim_scale(l.quantity - u.quantity)::text AS quantity, trim_scale(l.cost - u.cost)::text AS cost
    FROM erp.lots l
    JOIN erp.companies c ON c.company_id = l.company_id
    JOIN erp.assets b ON b.code = c.base_asset
    JOIN erp.assets s ON s.code = l.asset
    JOIN erp.transaction_moves m ON m.company_id = l.company_id AND m.transaction_id = l.transaction_id
      AND m.ordinal = l.ordinal AND (m.effective_at AT TIME ZONE c.time_zone)::date <= ${asOf}
    LEFT JOIN erp.wallets w ON w.company_id = l.company_id AND w.id = l.pool_id
    LEFT JOIN erp.accounts a ON a.company_id = l.company_id AND a.id = l.pool_id
    CROSS JOIN LATERAL (
      SELECT coalesce(sum(quantity), 0) AS quantity, coalesce(sum(cost), 0) AS cost FROM erp.lot_uses
      WHERE company_id = l.company_id AND lot_id = l.id AND used_on <= ${asOf}
    ) AS u
    WHERE l.company_id = ${companyId} AND (l.quantity <> u.quantity OR l.cost <> u.cost)
    ORDER BY l.asset, "placeName" NULLS FIRST, "placeId", l.acquired_at, l.id
    LIMIT ${MOST_ROWS.csv + 1}`.execute(trx);
  return { rows, baseDecimals: rows[0]?.baseDecimals ?? 0 };
}

/** The last microsecond of a day in the company's time zone, in UTC. */
async function lastInstant(trx: Trx, companyId: string, date: string): Promise<string> {
  const { rows } = await sql<{ at: string }>`
    SELECT (${addDays(date, 1)}::timestamp AT TIME ZONE time_zone) - interval '1 microsecond' AS at
    FROM erp.companies WHERE company_id = ${companyId}`.execute(trx);
  return rows[0]?.at ?? '';
}
