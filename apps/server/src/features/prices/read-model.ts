import { crossRate, type Rate } from '@crypto-erp/ledger/rate';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';
import { fieldError } from '../../errors.ts';

/** How many of an asset one euro buys, and the day that rate was published. */
export interface PublishedRate {
  perEuro: string;
  date: string;
}

/**
 * The rate of `asset` on `date`: the last one published on that day or at most 7 days before, else null. The euro's
 * is 1 on every day.
 */
export async function findRate(trx: Trx, asset: string, date: string): Promise<PublishedRate | null> {
  if (asset === 'EUR') return { perEuro: '1', date };
  const { rows } = await sql<PublishedRate>`
    SELECT per_euro::text AS "perEuro", date::text AS date FROM erp.rates
    WHERE source = 'ecb' AND asset = ${asset} AND date BETWEEN ${date}::date - 7 AND ${date}::date
    ORDER BY date DESC LIMIT 1`.execute(trx);
  return rows[0] ?? null;
}

/** Whether no rate is of yesterday or later, in UTC: a start after days off fetches before the next working day does. */
export async function areRatesOld(trx: Trx): Promise<boolean> {
  const { rows } = await sql<{ old: boolean }>`
    SELECT NOT EXISTS (SELECT FROM erp.rates WHERE source = 'ecb' AND date >= current_date - 1) AS old`.execute(
    trx,
  );
  return rows[0]?.old ?? true;
}

export interface PriceRequest {
  asset: string;
  quote: string;
  date: string;
  /** The field that a refusal names. Default: `/asset`. */
  field?: string;
}

/**
 * How much of `quote` one `asset` was worth on `date`, exactly, through the euro. `rateDate` is the older of the two
 * days the rates were published. An asset in itself is worth 1 and needs no rate.
 * @throws DomainError `rate_missing`, naming the asset that has no rate and the date
 */
export async function priceOf(trx: Trx, request: PriceRequest): Promise<{ rate: Rate; rateDate: string }> {
  const { asset, quote, date, field = '/asset' } = request;
  if (asset === quote) return { rate: crossRate('1', '1'), rateDate: date };
  const ofAsset = await requireRate(trx, asset, date, field);
  const ofQuote = await requireRate(trx, quote, date, field);
  const older = ofAsset.date < ofQuote.date ? ofAsset : ofQuote;
  return { rate: crossRate(ofQuote.perEuro, ofAsset.perEuro), rateDate: older.date };
}

async function requireRate(trx: Trx, asset: string, date: string, field: string): Promise<PublishedRate> {
  const rate = await findRate(trx, asset, date);
  if (rate !== null) return rate;
  throw fieldError(
    'rate_missing',
    field,
    `There is no rate for ${asset} on ${date} or in the 7 days before: import one, or take another date or asset.`,
  );
}
