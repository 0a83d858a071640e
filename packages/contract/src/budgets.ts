import { type Static, Type } from 'typebox';
import { AssetCode, CalendarDate, Decimal, DecimalSum, Id, Nullable, ShortText, Version } from './common.ts';
import { Format, StatementRow } from './reports.ts';

/** The fiscal year is named by the year in which it ends. */
export const BudgetInput = Type.Object(
  { name: ShortText, fiscalYear: Type.Integer({ minimum: 1901, maximum: 2998 }) },
  { additionalProperties: false },
);
export type BudgetInput = Static<typeof BudgetInput>;
export const BudgetUpdate = Type.Object(
  { name: ShortText, archived: Type.Boolean(), version: Version },
  { additionalProperties: false },
);
export type BudgetUpdate = Static<typeof BudgetUpdate>;

/**
 * What is expected of an account of income or expense in a month, `YYYY-MM`, in the base asset, both positive; of the
 * lines that carry a dimension's value when one is given.
 */
export const BudgetLine = Type.Object(
  {
    accountId: Id,
    month: Type.String({ pattern: '^(19|2[0-9])[0-9]{2}-(0[1-9]|1[0-2])$' }),
    dimensionValueId: Nullable(Id),
    amount: Decimal,
  },
  { additionalProperties: false },
);
export type BudgetLine = Static<typeof BudgetLine>;

/** All lines of a budget: those it had go. */
export const BudgetLinesUpdate = Type.Object(
  { version: Version, lines: Type.Array(BudgetLine, { maxItems: 5000 }) },
  { additionalProperties: false },
);
export type BudgetLinesUpdate = Static<typeof BudgetLinesUpdate>;

const summary = {
  id: Id,
  name: Type.String(),
  fiscalYear: Type.Integer(),
  archived: Type.Boolean(),
  version: Version,
};
export const BudgetSummary = Type.Object(summary);
export type BudgetSummary = Static<typeof BudgetSummary>;
export const BudgetList = Type.Object({ items: Type.Array(BudgetSummary) });
export const Budget = Type.Object({ ...summary, lines: Type.Array(BudgetLine) });
export type Budget = Static<typeof Budget>;

export const BudgetPeriod = Type.Enum(['month', 'quarter', 'year']);
/** `by` cuts the budget's year; quarters are those of the fiscal year. */
export const BudgetReportQuery = Type.Object(
  {
    budgetId: Id,
    by: Type.Optional(BudgetPeriod),
    dimensionValueId: Type.Optional(Id),
    format: Format,
  },
  { additionalProperties: false },
);
export type BudgetReportQuery = Static<typeof BudgetReportQuery>;

/**
 * A row of the report: its `amount` is the actual one. `variance` is actual less budget; `percent` is that of the
 * budget, rounded to 2 decimals, null where the budget is zero.
 */
export const BudgetReportRow = Type.Object({
  ...StatementRow.properties,
  budget: Nullable(DecimalSum),
  variance: Nullable(DecimalSum),
  percent: Nullable(DecimalSum),
});
export type BudgetReportRow = Static<typeof BudgetReportRow>;

export const BudgetReport = Type.Object({
  budgetId: Id,
  name: Type.String(),
  fiscalYear: Type.Integer(),
  baseAsset: AssetCode,
  periods: Type.Array(
    Type.Object({ from: CalendarDate, to: CalendarDate, rows: Type.Array(BudgetReportRow) }),
  ),
});
export type BudgetReport = Static<typeof BudgetReport>;
