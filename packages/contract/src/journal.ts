import { type Static, Type } from 'typebox';
import { AssetCode, CalendarDate, DecimalSum, Id, Nullable, PageQuery } from './common.ts';
import { EntryLine, EntrySource } from './entries.ts';
import { range } from './reports.ts';

/** With `dimensionValueId` the entries of which a line carries the value, whole. */
export const JournalQuery = Type.Object(
  { ...range, dimensionValueId: Type.Optional(Id), ...PageQuery },
  { additionalProperties: false },
);
export type JournalQuery = Static<typeof JournalQuery>;

/** An entry as it was posted: nothing in it changes afterwards. */
export const JournalEntry = Type.Object({
  id: Id,
  number: Type.String(),
  date: CalendarDate,
  description: Type.String(),
  source: EntrySource,
  reversesId: Nullable(Id),
  /** Sum of the debits in the base asset. */
  total: DecimalSum,
  lines: Type.Array(EntryLine),
});
export type JournalEntry = Static<typeof JournalEntry>;

/** Every entry of a range, by date and then in the order of posting. */
export const Journal = Type.Object({
  from: CalendarDate,
  to: CalendarDate,
  baseAsset: AssetCode,
  items: Type.Array(JournalEntry),
  nextCursor: Nullable(Type.String()),
});
export type Journal = Static<typeof Journal>;
