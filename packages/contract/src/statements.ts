import { type Static, Type } from 'typebox';
import { AssetCode, CalendarDate, DecimalSum, Id, LongText, Nullable } from './common.ts';
import { DOCUMENT_KINDS, DocumentSide } from './documents.ts';
import { EmailAddress } from './mails.ts';

/** What moved the account: a document, a payment, the reversal of one, or what was cleared without money. */
export const STATEMENT_KINDS = [...DOCUMENT_KINDS, 'payment', 'reversal', 'settlement'] as const;

/** Amounts of a statement are positive where the contact owes the company, negative where the company owes. */
export const StatementLine = Type.Object({
  date: CalendarDate,
  kind: Type.Enum(STATEMENT_KINDS),
  number: Type.String(),
  reference: Type.String(),
  dueDate: Nullable(CalendarDate),
  amount: DecimalSum,
  /** After this line. */
  balance: DecimalSum,
});
export type StatementLine = Static<typeof StatementLine>;

export const StatementItem = Type.Object({
  kind: Type.Enum([...DOCUMENT_KINDS, 'payment']),
  number: Type.String(),
  date: CalendarDate,
  dueDate: CalendarDate,
  open: DecimalSum,
});

/** What is open by the days it is overdue at the end of the statement; the five sum to the closing balance. */
export const StatementAging = Type.Object({
  notDue: DecimalSum,
  days30: DecimalSum,
  days60: DecimalSum,
  days90: DecimalSum,
  older: DecimalSum,
});

export const StatementAsset = Type.Object({
  asset: AssetCode,
  opening: DecimalSum,
  lines: Type.Array(StatementLine),
  closing: DecimalSum,
  open: Type.Array(StatementItem),
  aging: StatementAging,
});
export type StatementAsset = Static<typeof StatementAsset>;

/** What company and contact owe each other: at the start, what moved it, at the end, and what of that is open. */
export const Statement = Type.Object({
  contactId: Id,
  contactName: Type.String(),
  from: CalendarDate,
  to: CalendarDate,
  /** Null: both as customer and as supplier. */
  side: Nullable(DocumentSide),
  assets: Type.Array(StatementAsset),
});
export type Statement = Static<typeof Statement>;

const period = { from: CalendarDate, to: CalendarDate, side: Type.Optional(DocumentSide) };
export const StatementQuery = Type.Object(period, { additionalProperties: false });
export type StatementQuery = Static<typeof StatementQuery>;

/** Without an address the mail goes to the contact's own. */
export const StatementSend = Type.Object(
  {
    to: Nullable(EmailAddress),
    message: LongText,
    period: Type.Object(period, { additionalProperties: false }),
  },
  { additionalProperties: false },
);
export type StatementSend = Static<typeof StatementSend>;
