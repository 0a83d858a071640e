import { parseDecimal, powerOfTen } from '@crypto-erp/ledger/decimal';
import { crossRate, type Rate } from '@crypto-erp/ledger/rate';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';

/** What is asked for: one whole unit of an asset, at an instant in UTC. */
export interface PriceWanted {
  asset: string;
  at: string;
}

/** What one whole unit was worth in the quote asset, and who says so. */
export interface FoundPrice {
  rate: Rate;
  /** The day or instant that it is of. */
  of: string;
  /** `manual` or `csv`: the company; `ecb`: both were currencies; else a provider. */
  source: string;
  /** There was none of its time: the last one before was taken, as the company's rule says. */
  filled: boolean;
}

/** A provider's price holds for a day: its daily history has one instant a day. */
const PROVIDER_HOLDS = sql`interval '1 day'`;

/**
 * What each asset was worth in `quote` at its instant, or null: the price that the company set for that day of its
 * calendar; else for currencies the European Central Bank's, of the day or at most 7 days before; else a provider's newest
 * of the 24 hours before; else, where the company's rule allows, the newest of the days before that. Never a later one.
 * The answers are in the order of the questions.
 */
export async function pricesAt(
  trx: Trx,
  companyId: string,
  wanted: readonly PriceWanted[],
  quote: string,
): Promise<(FoundPrice | null)[]> {
  if (wanted.length === 0) return [];
  const asked = JSON.stringify(wanted.map(({ asset, at }, place) => ({ place, asset, at })));
  const { rows } = await sql<Row>`
    SELECT w.asset, own.price AS "setPrice", own.source AS "setSource", own.date::text AS "setDate",
      of_asset.per_euro::text AS "perEuroAsset", of_quote.per_euro::text AS "perEuroQuote",
      least(of_asset.date, of_quote.date)::text AS "ecbDate",
      told.price AS "toldPrice", told.source AS "toldSource", told.at AS "toldAt",
      (told.at AT TIME ZONE c.time_zone)::date::text AS "toldDate",
      coalesce(told.at < w.at - ${PROVIDER_HOLDS}, false) AS "toldFilled",
      past.price AS "pastPrice", past.source AS "pastSource", past.date::text AS "pastDate"
    FROM jsonb_to_recordset(${asked}::jsonb) AS w (place int, asset text, at timestamptz)
    JOIN erp.companies c ON c.company_id = ${companyId}
    LEFT JOIN erp.price_settings s ON s.company_id = ${companyId}
    CROSS JOIN LATERAL (SELECT (w.at AT TIME ZONE c.time_zone)::date AS date) AS day
    LEFT JOIN LATERAL (
      SELECT p.price, p.source, p.date FROM erp.set_prices p
      WHERE p.company_id = ${companyId} AND p.asset = w.asset AND p.quote = ${quote} AND p.date = day.date
      ORDER BY p.id DESC LIMIT 1) AS own ON true
    LEFT JOIN LATERAL (
      SELECT p.price, p.source, p.date FROM erp.set_prices p
      WHERE p.company_id = ${companyId} AND p.asset = w.asset AND p.quote = ${quote}
        AND p.date BETWEEN day.date - coalesce(s.gap_days, 0) AND day.date - 1
      ORDER BY p.date DESC, p.id DESC LIMIT 1) AS past ON true
    LEFT JOIN LATERAL (${perEuro(sql`w.asset`)}) AS of_asset ON true
    LEFT JOIN LATERAL (${perEuro(sql`${quote}`)}) AS of_quote ON true
    LEFT JOIN LATERAL (
      SELECT p.price, p.source, p.at FROM erp.prices p
      WHERE p.asset = w.asset AND p.quote = ${quote} AND p.at <= w.at
        AND p.at >= w.at - greatest(${PROVIDER_HOLDS}, coalesce(s.gap_days, 0) * interval '1 day')
      ORDER BY p.at DESC, p.source LIMIT 1) AS told ON true
    ORDER BY w.place`.execute(trx);
  return rows.map((row) => foundPrice(row, quote));
}

/** How many of an asset one euro buys, of the day or at most 7 days before; the euro's own is 1 on every day. */
function perEuro(asset: ReturnType<typeof sql>) {
  return sql`
    SELECT 1::numeric AS per_euro, day.date WHERE ${asset} = 'EUR'
    UNION ALL
    (SELECT r.per_euro, r.date FROM erp.rates r
     WHERE r.source = 'ecb' AND r.asset = ${asset} AND r.date BETWEEN day.date - 7 AND day.date
     ORDER BY r.date DESC LIMIT 1)`;
}

interface Row {
  asset: string;
  setPrice: string | null;
  setSource: string | null;
  setDate: string | null;
  perEuroAsset: string | null;
  perEuroQuote: string | null;
  ecbDate: string | null;
  toldPrice: string | null;
  toldSource: string | null;
  toldAt: string | null;
  toldDate: string | null;
  toldFilled: boolean;
  pastPrice: string | null;
  pastSource: string | null;
  pastDate: string | null;
}

function foundPrice(row: Row, quote: string): FoundPrice | null {
  if (row.asset === quote) return found('1', '', 'itself');
  if (row.setPrice !== null) return found(row.setPrice, row.setDate, row.setSource);
  if (row.perEuroAsset !== null && row.perEuroQuote !== null) {
    const rate = crossRate(row.perEuroQuote, row.perEuroAsset);
    return { rate, of: row.ecbDate ?? '', source: 'ecb', filled: false };
  }
  // Of what fills a gap the newest; of one day the company's.
  const isPast = row.toldPrice === null || (row.toldFilled && (row.pastDate ?? '') >= (row.toldDate ?? ''));
  if (isPast && row.pastPrice !== null) return found(row.pastPrice, row.pastDate, row.pastSource, true);
  if (row.toldPrice !== null) return found(row.toldPrice, row.toldAt, row.toldSource, row.toldFilled);
  return null;
}

/** The most decimals a price has. */
const DECIMALS = 18;

function found(price: string, of: string | null, source: string | null, filled = false): FoundPrice {
  const rate = { numerator: parseDecimal(price, DECIMALS), denominator: powerOfTen(DECIMALS) };
  return { rate, of: of ?? '', source: source ?? '', filled };
}
