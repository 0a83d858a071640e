import { type Static, Type } from 'typebox';
import { AssetCode, CalendarDate, DecimalSum, Id, Nullable } from './common.ts';
import { DocumentSide } from './documents.ts';
import { Format } from './reports.ts';

/** One row for each contact and asset, or for each document and each payment with something left. */
export const AgingQuery = Type.Object(
  { asOf: CalendarDate, by: Type.Optional(Type.Enum(['contact', 'document'])), format: Format },
  { additionalProperties: false },
);
export type AgingQuery = Static<typeof AgingQuery>;

/** What was open, by how many days it was past due. */
export const AgeBuckets = Type.Object({
  current: DecimalSum,
  days30: DecimalSum,
  days60: DecimalSum,
  days90: DecimalSum,
  older: DecimalSum,
  total: DecimalSum,
});
export type AgeBuckets = Static<typeof AgeBuckets>;

export const AgingRow = Type.Object({
  contactId: Id,
  contactName: Type.String(),
  asset: AssetCode,
  /** The document or payment; null in a contact's row. */
  itemId: Nullable(Id),
  kind: Nullable(Type.Enum(['invoice', 'bill', 'credit-note', 'debit-note', 'expense-claim', 'payment'])),
  number: Nullable(Type.String()),
  date: Nullable(CalendarDate),
  dueDate: Nullable(CalendarDate),
  /** In the asset. */
  open: AgeBuckets,
  /** In the base asset. */
  base: AgeBuckets,
});
export type AgingRow = Static<typeof AgingRow>;

/**
 * What contacts owed the company (sales) or the company owed (purchase) at the end of `asOf`, as it stood on that day;
 * credits are negative. `totals.total` + `revaluation` = `balance`, the control account's.
 */
export const Aging = Type.Object({
  asOf: CalendarDate,
  side: DocumentSide,
  baseAsset: AssetCode,
  rows: Type.Array(AgingRow),
  totals: AgeBuckets,
  /** What revaluations added on that day: it belongs to no document. */
  revaluation: DecimalSum,
  balance: DecimalSum,
});
export type Aging = Static<typeof Aging>;
