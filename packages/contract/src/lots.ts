import { type Static, Type } from 'typebox';
import { AssetCode, CalendarDate, Decimal, Id, Instant, Nullable, Page, PageQuery } from './common.ts';

export const LOT_METHODS = ['fifo', 'lifo', 'hifo', 'lofo', 'average'] as const;
export const LotMethod = Type.Enum(LOT_METHODS);
export type LotMethod = Static<typeof LotMethod>;

const settings = {
  /** All wallets together, or each on its own. It stays once there are lots. */
  pool: Type.Enum(['company', 'wallet']),
  /** Fees are an expense, or belong to the cost of what is bought and the proceeds of what is sold. */
  fees: Type.Enum(['expense', 'basis']),
  /** What leaves without a lot is refused, or cost zero. */
  shortfall: Type.Enum(['block', 'zero']),
  /** What was held for more months is long-term. Null: no such split. */
  longTermMonths: Nullable(Type.Integer({ minimum: 1, maximum: 600 })),
};
const MethodFrom = Type.Object(
  {
    /** Null: every asset without one of its own. */
    asset: Nullable(AssetCode),
    /** From this fiscal year on. */
    fiscalYear: Type.Integer({ minimum: 1900, maximum: 2999 }),
    method: LotMethod,
  },
  { additionalProperties: false },
);
export const LotSettings = Type.Object({
  ...settings,
  methods: Type.Array(MethodFrom),
  /** 0 while nothing was chosen. */
  version: Type.Integer({ minimum: 0 }),
});
export type LotSettings = Static<typeof LotSettings>;
export const LotSettingsUpdate = Type.Object(
  {
    ...settings,
    methods: Type.Array(MethodFrom, { maxItems: 1000 }),
    version: Type.Integer({ minimum: 0, maximum: 2_147_483_647 }),
  },
  { additionalProperties: false },
);
export type LotSettingsUpdate = Static<typeof LotSettingsUpdate>;

export const Lot = Type.Object({
  id: Id,
  asset: AssetCode,
  /** The wallet, or the account of a loan. Null: the company's one pool. */
  placeId: Nullable(Id),
  transactionId: Id,
  acquiredAt: Instant,
  acquiredOn: CalendarDate,
  quantity: Decimal,
  cost: Decimal,
  remaining: Decimal,
  remainingCost: Decimal,
});
export type Lot = Static<typeof Lot>;
export const LotPage = Page(Lot);
export const LotQuery = Type.Object(
  {
    ...PageQuery,
    asset: Type.Optional(AssetCode),
    /** Only those of which something is left. */
    open: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
export type LotQuery = Static<typeof LotQuery>;

/** What left one lot, for good. */
export const Disposal = Type.Object({
  transactionId: Id,
  ordinal: Type.Integer(),
  part: Type.Integer(),
  /** Null: there was no lot, and it cost zero. */
  lotId: Nullable(Id),
  asset: AssetCode,
  reason: Type.Enum(['sale', 'spending', 'fee', 'gift', 'loss']),
  quantity: Decimal,
  cost: Decimal,
  proceeds: Decimal,
  gain: Decimal,
  acquiredOn: Nullable(CalendarDate),
  disposedOn: CalendarDate,
  /** Null: the company does not split. */
  term: Nullable(Type.Enum(['short', 'long'])),
});
export type Disposal = Static<typeof Disposal>;
export const DisposalPage = Page(Disposal);
export const DisposalQuery = Type.Object(
  {
    ...PageQuery,
    asset: Type.Optional(AssetCode),
    from: Type.Optional(CalendarDate),
    to: Type.Optional(CalendarDate),
  },
  { additionalProperties: false },
);
export type DisposalQuery = Static<typeof DisposalQuery>;
