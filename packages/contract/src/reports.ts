import { type Static, type TSchema, Type } from 'typebox';
import { ACCOUNT_TYPES, AccountType } from './accounts.ts';
import { AssetCode, CalendarDate, Decimal, DecimalSum, Id, Nullable } from './common.ts';

export const REPORTS = [
  'trial-balance',
  'general-ledger',
  'journal',
  'profit-and-loss',
  'balance-sheet',
  'cash-flow',
  'receivables-aging',
  'payables-aging',
  'tax-summary',
  'tax-documents',
  'budget-against-actual',
  'by-tag',
  'holdings',
  'realised-gains',
  'crypto-reconciliation',
] as const;

export const REPORT_FORMATS = ['json', 'csv', 'xlsx', 'pdf'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];
export const Format = Type.Optional(Type.Enum(REPORT_FORMATS));

/** The most columns that a report's own is set beside. */
export const MAX_COLUMNS = 12;

/**
 * What a range is set beside: the ranges before it (as many months, or days where it does not cover whole months), the
 * same days of earlier years, or its own months or quarters, each from the range's first day to its last.
 */
export const RANGE_COMPARISONS = ['previous-period', 'previous-year', 'month', 'quarter'] as const;
/** What a day is set beside: the ends of earlier months or quarters, or the same day of earlier years. */
export const DAY_COMPARISONS = ['previous-month', 'previous-quarter', 'previous-year'] as const;

/** How many earlier periods are compared; of a range's own months and quarters all are. */
const Periods = Type.Optional(Type.Integer({ minimum: 1, maximum: MAX_COLUMNS, default: 1 }));
const rangeComparison = { compare: Type.Optional(Type.Enum(RANGE_COMPARISONS)), periods: Periods };

/** Over the range `from`..`to`, both days included. */
export const range = { from: CalendarDate, to: CalendarDate, format: Format };

/** As of the end of `asOf`. */
export const AsOfQuery = Type.Object({ asOf: CalendarDate, format: Format }, { additionalProperties: false });
export const RangeQuery = Type.Object(range, { additionalProperties: false });
export const TrialBalanceQuery = Type.Object(
  { ...range, ...rangeComparison },
  { additionalProperties: false },
);
/** With `dimensionValueId` the lines that carry the value; with `byDimensionId` a column for each of its values. */
export const ProfitAndLossQuery = Type.Object(
  {
    ...range,
    ...rangeComparison,
    dimensionValueId: Type.Optional(Id),
    byDimensionId: Type.Optional(Id),
  },
  { additionalProperties: false },
);
export type ProfitAndLossQuery = Static<typeof ProfitAndLossQuery>;
/** With `tagId` that tag alone. */
export const TagReportQuery = Type.Object(
  { ...range, ...rangeComparison, tagId: Type.Optional(Id) },
  { additionalProperties: false },
);
export const BalanceSheetQuery = Type.Object(
  {
    asOf: CalendarDate,
    format: Format,
    compare: Type.Optional(Type.Enum(DAY_COMPARISONS)),
    periods: Periods,
  },
  { additionalProperties: false },
);
export type BalanceSheetQuery = Static<typeof BalanceSheetQuery>;

const ONE_TYPE = `(${ACCOUNT_TYPES.join('|')})`;
export const GeneralLedgerQuery = Type.Object(
  {
    from: CalendarDate,
    to: CalendarDate,
    /** An account, or a heading for all that stands below it. */
    accountId: Type.Optional(Id),
    /** Types of account, such as `income,expense`. */
    types: Type.Optional(Type.String({ pattern: `^${ONE_TYPE}(,${ONE_TYPE}){0,4}$` })),
    asset: Type.Optional(AssetCode),
    dimensionValueId: Type.Optional(Id),
    /** The lines of entries that the tag speaks of. */
    tagId: Type.Optional(Id),
    /** `without` leaves out the entries that close years, as the profit and loss does. */
    yearEnds: Type.Optional(Type.Enum(['with', 'without'])),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, default: 100 })),
    cursor: Type.Optional(Type.String({ maxLength: 500 })),
    format: Format,
  },
  { additionalProperties: false },
);
export type GeneralLedgerQuery = Static<typeof GeneralLedgerQuery>;

/** The query string, after `?`, of the general ledger that lists a figure's lines. */
const Drill = Type.String();

/** A column beside the report's own: the days it covers, and the dimension's value when it is one's. */
export const ReportColumn = Type.Object({
  name: Type.String(),
  /** Null from the first day on. */
  from: Nullable(CalendarDate),
  to: CalendarDate,
  dimensionValueId: Nullable(Id),
});
export type ReportColumn = Static<typeof ReportColumn>;

/** The columns of a comparison: there only when one was asked for, and then each row has as many `columns`. */
const Columns = Type.Optional(Type.Array(ReportColumn));
const inColumns = <T extends TSchema>(cell: T) => Type.Optional(Type.Array(cell));

const trialBalanceAmounts = {
  opening: DecimalSum,
  debit: DecimalSum,
  credit: DecimalSum,
  closing: DecimalSum,
};

/** Base amounts, debit positive and credit negative: opening + debit - credit = closing. */
export const TrialBalance = Type.Object({
  from: CalendarDate,
  to: CalendarDate,
  baseAsset: AssetCode,
  columns: Columns,
  rows: Type.Array(
    Type.Object({
      accountId: Id,
      code: Type.String(),
      name: Type.String(),
      type: AccountType,
      ...trialBalanceAmounts,
      drill: Drill,
      columns: inColumns(Type.Object({ ...trialBalanceAmounts, drill: Drill })),
    }),
  ),
  totals: Type.Object({
    ...trialBalanceAmounts,
    columns: inColumns(Type.Object(trialBalanceAmounts)),
  }),
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

const statementCell = { amount: Nullable(DecimalSum), drill: Nullable(Drill) };

/** A row of a statement. `depth` 0 is a section; amounts have the sign a reader expects (income and expense positive). */
export const StatementRow = Type.Object({
  accountId: Nullable(Id),
  code: Type.String(),
  name: Type.String(),
  depth: Type.Integer(),
  kind: Type.Enum(['section', 'heading', 'account', 'total']),
  ...statementCell,
  columns: inColumns(Type.Object(statementCell)),
});
export type StatementRow = Static<typeof StatementRow>;

export const ProfitAndLoss = Type.Object({
  from: CalendarDate,
  to: CalendarDate,
  baseAsset: AssetCode,
  columns: Columns,
  rows: Type.Array(StatementRow),
  income: DecimalSum,
  expense: DecimalSum,
  profit: DecimalSum,
});
export type ProfitAndLoss = Static<typeof ProfitAndLoss>;

/** `tagId` is null in the rows of what has no tag. */
export const TagReportRow = Type.Object({ ...StatementRow.properties, tagId: Nullable(Id) });
export type TagReportRow = Static<typeof TagReportRow>;

/** Income and expenses under each tag, by name, and of what has none; what has two tags is under both. */
export const TagReport = Type.Object({
  from: CalendarDate,
  to: CalendarDate,
  baseAsset: AssetCode,
  columns: Columns,
  rows: Type.Array(TagReportRow),
});
export type TagReport = Static<typeof TagReport>;

/** `assets = liabilities + equity`, where equity contains the result not yet closed. */
export const BalanceSheet = Type.Object({
  asOf: CalendarDate,
  baseAsset: AssetCode,
  columns: Columns,
  rows: Type.Array(StatementRow),
  assets: DecimalSum,
  liabilities: DecimalSum,
  equity: DecimalSum,
  result: DecimalSum,
});
export type BalanceSheet = Static<typeof BalanceSheet>;
