import { type Static, Type } from 'typebox';
import {
  AssetCode,
  CalendarDate,
  Decimal,
  DecimalSum,
  Id,
  Instant,
  LongText,
  Nullable,
  Page,
  PageQuery,
  Version,
} from './common.ts';
import { Problem } from './problem.ts';

/** Values of dimensions that a line carries, at most one of each dimension. */
export const DimensionValueIds = Type.Array(Id, { maxItems: 10 });

/** One line: `quantity` of `asset` and its `baseAmount`, debit positive and credit negative, whole units. */
export const EntryLineInput = Type.Object(
  {
    accountId: Id,
    asset: AssetCode,
    quantity: Decimal,
    baseAmount: Decimal,
    description: Type.Optional(LongText),
    contactId: Type.Optional(Nullable(Id)),
    dimensionValueIds: Type.Optional(DimensionValueIds),
  },
  { additionalProperties: false },
);
export type EntryLineInput = Static<typeof EntryLineInput>;

const content = {
  date: CalendarDate,
  description: LongText,
  lines: Type.Array(EntryLineInput, { maxItems: 1000 }),
};

/** `status: posted` posts at once; a draft may be unbalanced until it is posted. */
export const EntryInput = Type.Object(
  { ...content, status: Type.Enum(['draft', 'posted']) },
  { additionalProperties: false },
);
export type EntryInput = Static<typeof EntryInput>;
export const EntryDraftUpdate = Type.Object(
  { ...content, version: Version },
  { additionalProperties: false },
);
export type EntryDraftUpdate = Static<typeof EntryDraftUpdate>;
export const EntryPost = Type.Object({ version: Version }, { additionalProperties: false });
export const EntryReverse = Type.Object(
  { date: CalendarDate, description: LongText },
  { additionalProperties: false },
);
export type EntryReverse = Static<typeof EntryReverse>;

export const EntryLine = Type.Object({
  accountId: Id,
  accountCode: Type.String(),
  accountName: Type.String(),
  asset: AssetCode,
  quantity: Decimal,
  baseAmount: Decimal,
  description: Type.String(),
  contactId: Nullable(Id),
  /** In the order of their ids. */
  dimensionValueIds: DimensionValueIds,
});
export type EntryLine = Static<typeof EntryLine>;

export const EntryStatus = Type.Enum(['draft', 'posted', 'reversed']);
/** What made an entry: a person, the reversal of another, a document, or the system on a date. */
export const ENTRY_SOURCES = [
  'manual',
  'reversal',
  'invoice',
  'bill',
  'credit-note',
  'debit-note',
  'expense-claim',
  'payment',
  'settlement',
  'revaluation',
  'opening-balance',
  'year-end',
  'transaction',
] as const;
export type EntrySource = (typeof ENTRY_SOURCES)[number];
export const EntrySource = Type.Enum(ENTRY_SOURCES);

const summary = {
  id: Id,
  /** Assigned at posting, without gaps in its series and fiscal year. */
  number: Nullable(Type.String()),
  status: EntryStatus,
  source: EntrySource,
  date: CalendarDate,
  description: Type.String(),
  /** Sum of the debits in the base asset. */
  total: DecimalSum,
  postedAt: Nullable(Instant),
};
export const EntrySummary = Type.Object(summary);
export type EntrySummary = Static<typeof EntrySummary>;
export const Entry = Type.Object({
  ...summary,
  lines: Type.Array(EntryLine),
  version: Version,
  /** The document that made the entry. */
  sourceId: Nullable(Id),
  reversesId: Nullable(Id),
  reversedById: Nullable(Id),
});
export type Entry = Static<typeof Entry>;
export const EntryPage = Page(EntrySummary);

export const EntryQuery = Type.Object(
  {
    ...PageQuery,
    status: Type.Optional(EntryStatus),
    source: Type.Optional(EntrySource),
    accountId: Type.Optional(Id),
    from: Type.Optional(CalendarDate),
    to: Type.Optional(CalendarDate),
    number: Type.Optional(Type.String({ maxLength: 40 })),
    tagId: Type.Optional(Id),
  },
  { additionalProperties: false },
);
export type EntryQuery = Static<typeof EntryQuery>;

/** Up to 64 entries posted together; each has its own result, and a bad one leaves the others standing. */
export const EntryBatchInput = Type.Object(
  { items: Type.Array(Type.Object(content, { additionalProperties: false }), { minItems: 1, maxItems: 64 }) },
  { additionalProperties: false },
);
export type EntryBatchInput = Static<typeof EntryBatchInput>;
export const EntryBatchResult = Type.Object({
  results: Type.Array(Type.Object({ entry: Type.Optional(Entry), problem: Type.Optional(Problem) })),
});
export type EntryBatchResult = Static<typeof EntryBatchResult>;
