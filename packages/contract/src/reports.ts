import { type Static, Type } from 'typebox';
import { AccountType } from './accounts.ts';
import { AssetCode, CalendarDate, Decimal, DecimalSum, Id, Nullable } from './common.ts';

export const REPORTS = ['trial-balance', 'general-ledger', 'profit-and-loss', 'balance-sheet'] as const;

const Format = Type.Optional(Type.Enum(['json', 'csv']));

/** As of the end of `asOf`, or over the range `from`..`to`, both days included. */
export const AsOfQuery = Type.Object({ asOf: CalendarDate, format: Format }, { additionalProperties: false });
export const RangeQuery = Type.Object(
  { from: CalendarDate, to: CalendarDate, format: Format },
  { additionalProperties: false },
);
export const TrialBalanceQuery = RangeQuery;
export const GeneralLedgerQuery = Type.Object(
  {
    from: CalendarDate,
    to: CalendarDate,
    accountId: Type.Optional(Id),
    asset: Type.Optional(AssetCode),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, default: 100 })),
    cursor: Type.Optional(Type.String({ maxLength: 500 })),
    format: Format,
  },
  { additionalProperties: false },
);
export type GeneralLedgerQuery = Static<typeof GeneralLedgerQuery>;

/** The query string, after `?`, of the general ledger that lists a figure's entries. */
const Drill = Type.String();

/** Base amounts, debit positive and credit negative: opening + debit - credit = closing. */
export const TrialBalance = Type.Object({
  from: CalendarDate,
  to: CalendarDate,
  baseAsset: AssetCode,
  rows: Type.Array(
    Type.Object({
      accountId: Id,
      code: Type.String(),
      name: Type.String(),
      type: AccountType,
      opening: DecimalSum,
      debit: DecimalSum,
      credit: DecimalSum,
      closing: DecimalSum,
      drill: Drill,
    }),
  ),
  totals: Type.Object({ opening: DecimalSum, debit: DecimalSum, credit: DecimalSum, closing: DecimalSum }),
});
export type TrialBalance = Static<typeof TrialBalance>;

export const GeneralLedger = Type.Object({
  from: CalendarDate,
  to: CalendarDate,
  baseAsset: AssetCode,
  items: Type.Array(
    Type.Object({
      entryId: Id,
      number: Type.String(),
      date: CalendarDate,
      description: Type.String(),
      accountId: Id,
      code: Type.String(),
      name: Type.String(),
      asset: AssetCode,
      quantity: Decimal,
      baseAmount: Decimal,
      /** The account's base balance after this line. */
      balance: DecimalSum,
    }),
  ),
  nextCursor: Nullable(Type.String()),
});
export type GeneralLedger = Static<typeof GeneralLedger>;

/** A row of a statement. `depth` 0 is a section; amounts have the sign a reader expects (income and expense positive). */
export const StatementRow = Type.Object({
  accountId: Nullable(Id),
  code: Type.String(),
  name: Type.String(),
  depth: Type.Integer(),
  kind: Type.Enum(['section', 'heading', 'account', 'total']),
  amount: Nullable(DecimalSum),
  drill: Nullable(Drill),
});
export type StatementRow = Static<typeof StatementRow>;

export const ProfitAndLoss = Type.Object({
  from: CalendarDate,
  to: CalendarDate,
  baseAsset: AssetCode,
  rows: Type.Array(StatementRow),
  income: DecimalSum,
  expense: DecimalSum,
  profit: DecimalSum,
});
export type ProfitAndLoss = Static<typeof ProfitAndLoss>;

/** `assets = liabilities + equity`, where equity contains the result not yet closed. */
export const BalanceSheet = Type.Object({
  asOf: CalendarDate,
  baseAsset: AssetCode,
  rows: Type.Array(StatementRow),
  assets: DecimalSum,
  liabilities: DecimalSum,
  equity: DecimalSum,
  result: DecimalSum,
});
export type BalanceSheet = Static<typeof BalanceSheet>;
