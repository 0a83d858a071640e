import { type Static, Type } from 'typebox';
import { AssetCode, CalendarDate, DecimalSum, Id, Nullable } from './common.ts';
import { Format } from './reports.ts';

export const HoldingsQuery = Type.Object(
  { asOf: CalendarDate, format: Format },
  { additionalProperties: false },
);

/** What was left of one lot at the end of a day, in whole units; cost, value and gain in the base asset. */
export const HeldLot = Type.Object({
  lotId: Id,
  asset: AssetCode,
  /** The wallet, or the account of a loan; null: the one pool of all wallets. */
  placeId: Nullable(Id),
  placeName: Nullable(Type.String()),
  acquiredOn: CalendarDate,
  quantity: DecimalSum,
  cost: DecimalSum,
  /** Null: there was no price. */
  value: Nullable(DecimalSum),
  unrealisedGain: Nullable(DecimalSum),
});
export type HeldLot = Static<typeof HeldLot>;

export const HeldAsset = Type.Object({
  asset: AssetCode,
  quantity: DecimalSum,
  cost: DecimalSum,
  /** Of one whole unit at the end of the day, for reading; with who says so. */
  price: Nullable(DecimalSum),
  priceSource: Nullable(Type.String()),
  /** There was none of that day: the last one before was taken. */
  priceFilled: Type.Boolean(),
  value: Nullable(DecimalSum),
  unrealisedGain: Nullable(DecimalSum),
});
export type HeldAsset = Static<typeof HeldAsset>;

/** Lots by asset, place and age, and each asset's sums. */
export const Holdings = Type.Object({
  asOf: CalendarDate,
  baseAsset: AssetCode,
  assets: Type.Array(HeldAsset),
  lots: Type.Array(HeldLot),
});
export type Holdings = Static<typeof Holdings>;

export const RealisedGainsQuery = Type.Object(
  { from: CalendarDate, to: CalendarDate, format: Format },
  { additionalProperties: false },
);

/** What left one lot, in the order of the columns of Form 8949 of the IRS: a to e and h. */
export const RealisedGain = Type.Object({
  asset: AssetCode,
  quantity: DecimalSum,
  /** Null: there was no lot, and it cost zero. */
  acquiredOn: Nullable(CalendarDate),
  disposedOn: CalendarDate,
  proceeds: DecimalSum,
  cost: DecimalSum,
  gain: DecimalSum,
  term: Nullable(Type.Enum(['short', 'long'])),
  reason: Type.Enum(['sale', 'spending', 'fee', 'gift', 'loss']),
  lotId: Nullable(Id),
  transactionId: Id,
});
export type RealisedGain = Static<typeof RealisedGain>;

export const RealisedGains = Type.Object({
  from: CalendarDate,
  to: CalendarDate,
  baseAsset: AssetCode,
  rows: Type.Array(RealisedGain),
  totals: Type.Object({ proceeds: DecimalSum, cost: DecimalSum, gain: DecimalSum }),
});
export type RealisedGains = Static<typeof RealisedGains>;

/** Whole units at the end of a day; what is missing of one figure to the next is told by what stands between them. */
export const ReconciledAsset = Type.Object({
  asset: AssetCode,
  /** What the confirmed transfers until then left in the wallets. */
  wallets: DecimalSum,
  /** Of that: in no posted transaction yet, set aside, or posted under a later day because its own was closed. */
  open: DecimalSum,
  ignored: DecimalSum,
  late: DecimalSum,
  /** What was left of lots outside of loans. */
  lots: DecimalSum,
  /** What had left without a lot. */
  shortfall: DecimalSum,
  /** wallets - open - ignored - late - lots + shortfall: zero, or something is wrong. */
  unexplained: DecimalSum,
  /** What the accounts of the wallets held. */
  ledger: DecimalSum,
  /** ledger - lots + shortfall: what other entries than those of transactions put there, or reversals since. */
  otherEntries: DecimalSum,
});
export type ReconciledAsset = Static<typeof ReconciledAsset>;

export const CryptoReconciliation = Type.Object({
  asOf: CalendarDate,
  assets: Type.Array(ReconciledAsset),
});
export type CryptoReconciliation = Static<typeof CryptoReconciliation>;
