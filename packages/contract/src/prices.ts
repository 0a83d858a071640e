import { type Static, Type } from 'typebox';
import {
  AssetCode,
  CalendarDate,
  Decimal,
  Id,
  Instant,
  Nullable,
  Page,
  PageQuery,
  ShortText,
} from './common.ts';

/** A price above zero, in whole units, with at most 18 decimals. */
const PriceAmount = Type.String({ pattern: '^(0|[1-9][0-9]{0,19})([.][0-9]{1,18})?$', maxLength: 39 });

/** What a company says an asset was worth on a day of its calendar. It wins over every provider's. */
export const SetPriceInput = Type.Object(
  {
    asset: AssetCode,
    /** The asset that the price is in; usually the company's base asset. */
    quote: AssetCode,
    date: CalendarDate,
    price: PriceAmount,
    /** Where it is from, and why it is needed. */
    reason: ShortText,
  },
  { additionalProperties: false },
);
export type SetPriceInput = Static<typeof SetPriceInput>;
export const SetPrice = Type.Object({
  id: Id,
  asset: AssetCode,
  quote: AssetCode,
  date: CalendarDate,
  price: Decimal,
  reason: Type.String(),
  source: Type.Enum(['manual', 'csv']),
  setBy: Type.Object({ kind: Type.String(), id: Nullable(Id) }),
  createdAt: Instant,
});
export type SetPrice = Static<typeof SetPrice>;
export const SetPricePage = Page(SetPrice);
export const SetPriceQuery = Type.Object(
  { ...PageQuery, asset: Type.Optional(AssetCode) },
  { additionalProperties: false },
);
export type SetPriceQuery = Static<typeof SetPriceQuery>;

export const PriceSettings = Type.Object({
  /** How many days before an instant the last known price may be, where there is none of the day before. 0: it is missing. */
  gapDays: Type.Integer({ minimum: 0, maximum: 31 }),
  /** 0 while nothing was chosen. */
  version: Type.Integer({ minimum: 0 }),
});
export type PriceSettings = Static<typeof PriceSettings>;
export const PriceSettingsUpdate = Type.Object(
  {
    gapDays: Type.Integer({ minimum: 0, maximum: 31 }),
    version: Type.Integer({ minimum: 0, maximum: 2_147_483_647 }),
  },
  { additionalProperties: false },
);
export type PriceSettingsUpdate = Static<typeof PriceSettingsUpdate>;

/** A price that an open transaction waits for. */
export const MissingPrice = Type.Object({
  asset: AssetCode,
  quote: AssetCode,
  date: CalendarDate,
  /** How many open transactions of that day wait for it. */
  transactions: Type.Integer(),
});
export type MissingPrice = Static<typeof MissingPrice>;
export const MissingPriceList = Type.Object({ items: Type.Array(MissingPrice) });
