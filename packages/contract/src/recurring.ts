import { type Static, Type } from 'typebox';
import {
  AssetCode,
  CalendarDate,
  Id,
  LongText,
  Nullable,
  Page,
  PageQuery,
  ShortText,
  Version,
} from './common.ts';
import { DocumentLineInput } from './documents.ts';
import { EntryLineInput } from './entries.ts';
import { Problem } from './problem.ts';

/** An entry without its date. */
export const RecurringEntry = Type.Object(
  { description: LongText, lines: Type.Array(EntryLineInput, { maxItems: 1000 }) },
  { additionalProperties: false },
);
export type RecurringEntry = Static<typeof RecurringEntry>;

/** An invoice or a bill without its dates: the due date follows from the payment terms. */
export const RecurringDocument = Type.Object(
  {
    contactId: Id,
    paymentTermsId: Nullable(Id),
    asset: AssetCode,
    reference: Type.String({ maxLength: 100, pattern: '^[^\\u0000]*$' }),
    notes: LongText,
    lines: Type.Array(DocumentLineInput, { minItems: 1, maxItems: 500 }),
  },
  { additionalProperties: false },
);
export type RecurringDocument = Static<typeof RecurringDocument>;

export const RecurringKind = Type.Enum(['entry', 'invoice', 'bill']);
export type RecurringKind = Static<typeof RecurringKind>;

/**
 * RFC 5545's RRULE with dates only, at most one a day: `FREQ=MONTHLY;BYMONTHDAY=31;COUNT=12`. A day that a month does
 * not have is its last.
 */
export const RecurrenceRule = Type.String({ minLength: 1, maxLength: 200, pattern: '^[^\\u0000]*$' });

const schedule = {
  rule: RecurrenceRule,
  startsOn: CalendarDate,
  /** Needed when the rule has neither COUNT nor UNTIL. */
  endsOn: Nullable(CalendarDate),
  /** Whether a first or last period that is not whole counts by its days. */
  proRata: Type.Boolean(),
};
const fields = {
  name: ShortText,
  kind: RecurringKind,
  /** Whether what is due becomes a draft or is posted. */
  mode: Type.Enum(['draft', 'post']),
  ...schedule,
  /** What `kind` says: an entry, or a document. */
  content: Type.Union([RecurringEntry, RecurringDocument]),
};

export const RecurringInput = Type.Object(fields, { additionalProperties: false });
export type RecurringInput = Static<typeof RecurringInput>;
export const RecurringUpdate = Type.Object({ ...fields, version: Version }, { additionalProperties: false });
export type RecurringUpdate = Static<typeof RecurringUpdate>;

export const Recurring = Type.Object({
  id: Id,
  ...fields,
  state: Type.Enum(['active', 'paused', 'ended']),
  /** The next date; null when there is none any more. */
  nextOn: Nullable(CalendarDate),
  /** How many occurrences were refused and wait for somebody. */
  failed: Type.Integer(),
  version: Version,
});
export type Recurring = Static<typeof Recurring>;
export const RecurringPage = Page(Recurring);
export const RecurringQuery = Type.Object(PageQuery, { additionalProperties: false });
export type RecurringQuery = Static<typeof RecurringQuery>;

export const RecurringPause = Type.Object({ version: Version }, { additionalProperties: false });
/** `from`: the first date that counts again; those before it are left out. */
export const RecurringResume = Type.Object(
  { from: CalendarDate, version: Version },
  { additionalProperties: false },
);

/** The dates a rule has: `days` of `of` days count, all of them unless pro rata. */
export const RecurringDates = Type.Object({
  items: Type.Array(
    Type.Object({
      date: CalendarDate,
      from: CalendarDate,
      to: CalendarDate,
      days: Type.Integer(),
      of: Type.Integer(),
    }),
  ),
  /** How many there are in all. */
  count: Type.Integer(),
});
export type RecurringDates = Static<typeof RecurringDates>;
export const RecurringDatesQuery = Type.Object(
  {
    rule: RecurrenceRule,
    startsOn: CalendarDate,
    endsOn: Type.Optional(CalendarDate),
    proRata: Type.Optional(Type.Boolean()),
    /** Only dates from this one on. */
    from: Type.Optional(CalendarDate),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 12 })),
  },
  { additionalProperties: false },
);
export type RecurringDatesQuery = Static<typeof RecurringDatesQuery>;

/** What came of one date: what it made, or why it was refused. */
export const Occurrence = Type.Object({
  date: CalendarDate,
  from: CalendarDate,
  to: CalendarDate,
  days: Type.Integer(),
  of: Type.Integer(),
  state: Type.Enum(['created', 'failed']),
  kind: RecurringKind,
  /** What was made; a draft of that id may be posted, changed or deleted since. */
  createdId: Nullable(Id),
  posted: Type.Boolean(),
  problem: Nullable(Problem),
});
export type Occurrence = Static<typeof Occurrence>;
export const OccurrencePage = Page(Occurrence);
export const OccurrenceQuery = Type.Object(PageQuery, { additionalProperties: false });
export type OccurrenceQuery = Static<typeof OccurrenceQuery>;
export const OccurrenceParams = Type.Object({ companyId: Id, id: Id, date: CalendarDate });

/** Makes what is due up to `date`, the oldest first, and says whether more waits than one run makes. */
export const RecurringRun = Type.Object({ date: CalendarDate }, { additionalProperties: false });
export const RecurringRunResult = Type.Object({
  created: Type.Integer(),
  failed: Type.Integer(),
  more: Type.Boolean(),
});
export type RecurringRunResult = Static<typeof RecurringRunResult>;
