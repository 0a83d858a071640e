import { type Static, Type } from 'typebox';
import {
  AssetCode,
  CalendarDate,
  Decimal,
  DecimalSum,
  Id,
  Instant,
  Nullable,
  Page,
  PageQuery,
} from './common.ts';

/**
 * `date` is the last day of a month. Revalued are the accounts with the roles `bank`, `receivable` and `payable`, and those
 * of `accountIds`. `preview` posts nothing.
 */
export const RevaluationInput = Type.Object(
  {
    date: CalendarDate,
    accountIds: Type.Optional(Type.Array(Id, { maxItems: 200 })),
    preview: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
export type RevaluationInput = Static<typeof RevaluationInput>;

/** A currency held on an account: debit positive. `value` is the quantity at the rate, `difference` what `base` lacks. */
export const RevaluationLine = Type.Object({
  accountId: Id,
  code: Type.String(),
  name: Type.String(),
  asset: AssetCode,
  quantity: DecimalSum,
  base: DecimalSum,
  /** How much of the base asset one of the currency is worth, for reading. */
  rate: Decimal,
  rateDate: CalendarDate,
  value: DecimalSum,
  difference: DecimalSum,
});
export type RevaluationLine = Static<typeof RevaluationLine>;

/** The ids and `createdAt` are null in a preview. */
export const Revaluation = Type.Object({
  id: Nullable(Id),
  date: CalendarDate,
  /** The day after, on which the reversal is dated. */
  reversalDate: CalendarDate,
  entryId: Nullable(Id),
  reversalEntryId: Nullable(Id),
  gain: DecimalSum,
  loss: DecimalSum,
  lines: Type.Array(RevaluationLine),
  createdAt: Nullable(Instant),
});
export type Revaluation = Static<typeof Revaluation>;
export const RevaluationPage = Page(Revaluation);
export const RevaluationQuery = Type.Object(PageQuery, { additionalProperties: false });
export type RevaluationQuery = Static<typeof RevaluationQuery>;
