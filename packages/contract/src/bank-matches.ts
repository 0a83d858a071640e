import { type Static, Type } from 'typebox';
import {
  CalendarDate,
  Decimal,
  Id,
  Instant,
  LongText,
  NonNegativeDecimal,
  Nullable,
  ShortText,
} from './common.ts';
import { DocumentSide } from './documents.ts';
import { AllocationInput, PaymentFee } from './payments.ts';

const closed = { additionalProperties: false };

/** A line of an entry: its place in the entry, from 1. */
const EntryLineRef = Type.Object(
  { entryId: Id, position: Type.Integer({ minimum: 1, maximum: 32_767 }) },
  closed,
);

/**
 * Bank lines and lines of entries on the bank account's own account, of equal sums. Without a bank line it clears entry
 * lines that cancel out, such as those of an entry and its reversal.
 */
export const BankMatchInput = Type.Object(
  {
    bankAccountId: Id,
    bankLineIds: Type.Array(Id, { maxItems: 200 }),
    entryLines: Type.Array(EntryLineRef, { maxItems: 1000 }),
    /** Besides, every line of the books that is not matched yet, up to this day: for the opening line. */
    everythingUntil: Type.Optional(CalendarDate),
  },
  closed,
);
export type BankMatchInput = Static<typeof BankMatchInput>;

/** A payment that the line is: its amount and direction are the line's, so are its asset and account. */
export const BankPaymentInput = Type.Object(
  {
    side: DocumentSide,
    contactId: Id,
    /** The line's date when null. */
    date: Nullable(CalendarDate),
    reference: Type.String({ maxLength: 100, pattern: '^[^\\u0000]*$' }),
    /** What the bank kept of it or took on top: the line's amount is the net. */
    fee: Nullable(PaymentFee),
    rest: Type.Enum(['refuse', 'credit']),
    allocations: Type.Array(AllocationInput, { maxItems: 200 }),
  },
  closed,
);
export type BankPaymentInput = Static<typeof BankPaymentInput>;

/** What the line is posted to. The amounts, in the line's direction, sum to that of the line without its sign. */
export const BankBookingInput = Type.Object(
  {
    date: Nullable(CalendarDate),
    description: LongText,
    lines: Type.Array(
      Type.Object(
        { accountId: Id, amount: NonNegativeDecimal, contactId: Nullable(Id), description: LongText },
        closed,
      ),
      { minItems: 1, maxItems: 50 },
    ),
  },
  closed,
);
export type BankBookingInput = Static<typeof BankBookingInput>;

export const BankMatch = Type.Object({
  id: Id,
  bankAccountId: Id,
  /** `payment` and `booking` made the payment or entry themselves. */
  kind: Type.Enum(['entries', 'payment', 'booking']),
  amount: Decimal,
  bankLineIds: Type.Array(Id),
  /** The first 1,000. */
  entryLines: Type.Array(
    Type.Object({
      entryId: Id,
      position: Type.Integer(),
      number: Type.String(),
      date: CalendarDate,
      amount: Decimal,
    }),
  ),
  paymentId: Nullable(Id),
  entryId: Nullable(Id),
  createdAt: Instant,
});
export type BankMatch = Static<typeof BankMatch>;

/** With `reverse` the payment or entry that the match made is reversed too. */
export const BankMatchUndo = Type.Object(
  { reverse: Nullable(Type.Object({ date: CalendarDate, reason: ShortText }, closed)) },
  closed,
);
export type BankMatchUndo = Static<typeof BankMatchUndo>;
