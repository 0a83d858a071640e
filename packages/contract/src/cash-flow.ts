import { type Static, Type } from 'typebox';
import { AssetCode, CalendarDate, DecimalSum } from './common.ts';
import { range, StatementRow } from './reports.ts';

/** How operating cash flows are shown: by what was received and paid, or by what the profit leaves out (IAS 7.18). */
export const CASH_FLOW_METHODS = ['direct', 'indirect'] as const;

export const CashFlowQuery = Type.Object(
  { ...range, method: Type.Optional(Type.Enum(CASH_FLOW_METHODS)) },
  { additionalProperties: false },
);
export type CashFlowQuery = Static<typeof CashFlowQuery>;

/**
 * What moved the cash of a range, in the base asset: operating + investing + financing + exchangeEffect + broughtIn =
 * change, and opening + change = closing, whatever the method.
 */
export const CashFlow = Type.Object({
  from: CalendarDate,
  to: CalendarDate,
  baseAsset: AssetCode,
  method: Type.Enum(CASH_FLOW_METHODS),
  rows: Type.Array(StatementRow),
  opening: DecimalSum,
  operating: DecimalSum,
  investing: DecimalSum,
  financing: DecimalSum,
  /** What the rate alone changed of cash held in other assets (IAS 7.28). */
  exchangeEffect: DecimalSum,
  /** What an opening balance brought in. */
  broughtIn: DecimalSum,
  change: DecimalSum,
  closing: DecimalSum,
});
export type CashFlow = Static<typeof CashFlow>;
