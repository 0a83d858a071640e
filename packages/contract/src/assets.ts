import { type Static, Type } from 'typebox';
import { AssetCode, CalendarDate, Decimal } from './common.ts';

export const Asset = Type.Object({
  code: AssetCode,
  name: Type.String(),
  kind: Type.Enum(['fiat', 'crypto']),
  /** How many decimals the smallest unit has: EUR 2, JPY 0, KWD 3, ETH 18. */
  decimals: Type.Integer({ minimum: 0, maximum: 18 }),
});
export type Asset = Static<typeof Asset>;
export const AssetList = Type.Object({ items: Type.Array(Asset) });

export const PriceQuery = Type.Object(
  { asset: AssetCode, quote: AssetCode, date: CalendarDate },
  { additionalProperties: false },
);
export type PriceQuery = Static<typeof PriceQuery>;
/** How much of `quote` one `asset` was worth: `rateDate` is the day the rate was published, at most 7 days before `date`. */
export const Price = Type.Object({
  asset: AssetCode,
  quote: AssetCode,
  date: CalendarDate,
  rateDate: CalendarDate,
  rate: Decimal,
});
export type Price = Static<typeof Price>;
