import { type Static, Type } from 'typebox';
import { AssetCode, CalendarDate, Decimal, Id, Instant, Nullable, Page, PageQuery } from './common.ts';
import { actorFields, subjectFields } from './subjects.ts';

export const TimelineQuery = Type.Object({ ...PageQuery, ...subjectFields }, { additionalProperties: false });
export type TimelineQuery = Static<typeof TimelineQuery>;

const happened = { id: Id, at: Instant, ...actorFields };

/** A field that a change gave another value. */
export const FieldChange = Type.Object({
  field: Type.String(),
  before: Type.Unknown(),
  after: Type.Unknown(),
});
export type FieldChange = Static<typeof FieldChange>;

/** One thing that happened to a subject; `event` says which of the other fields it has. */
export const TimelineItem = Type.Union([
  Type.Object({
    event: Type.Literal('change'),
    ...happened,
    /** As the audit log names it, `invoice.posted`. */
    action: Type.String(),
    /** Empty where there was nothing before, or is nothing after. */
    changes: Type.Array(FieldChange),
  }),
  Type.Object({
    event: Type.Literal('comment'),
    ...happened,
    text: Type.String(),
    editedAt: Nullable(Instant),
  }),
  Type.Object({
    event: Type.Literal('attachment'),
    ...happened,
    fileName: Type.String(),
    type: Type.String(),
    size: Type.Integer(),
  }),
  Type.Object({
    event: Type.Literal('settlement'),
    ...happened,
    kind: Type.Enum(['payment', 'credit', 'contra']),
    paymentId: Nullable(Id),
    date: CalendarDate,
    asset: AssetCode,
    /** What it cleared of the document, or took of what was left of the payment. */
    amount: Decimal,
    reversed: Type.Boolean(),
  }),
]);
export type TimelineItem = Static<typeof TimelineItem>;
export const TimelinePage = Page(TimelineItem);
