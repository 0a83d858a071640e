import { type Static, Type } from 'typebox';
import { BankBookingInput, BankMatchInput, BankPaymentInput } from './bank-matches.ts';
import { AssetCode, CalendarDate, Decimal, Id, Nullable, Page, PageQuery, ShortText } from './common.ts';

const closed = { additionalProperties: false };

/** `opening`: what the account held before its first statement. */
export const BankLineKind = Type.Enum(['booked', 'opening']);
export const BankLineState = Type.Enum(['open', 'matched', 'ignored']);

/** One movement on a bank account, as the bank tells it. */
export const BankLine = Type.Object({
  id: Id,
  bankAccountId: Id,
  kind: BankLineKind,
  date: CalendarDate,
  valueDate: Nullable(CalendarDate),
  asset: AssetCode,
  /** Positive: came in; negative: went out. */
  amount: Decimal,
  /** The bank took back an earlier movement. */
  reversal: Type.Boolean(),
  bankReference: Type.String(),
  endToEndId: Type.String(),
  /** The structured creditor reference, or the CSV file's column of that name. */
  reference: Type.String(),
  text: Type.String(),
  counterpartyName: Type.String(),
  counterpartyIban: Type.String(),
  state: BankLineState,
  ignoredReason: Nullable(Type.String()),
  matchId: Nullable(Id),
});
export type BankLine = Static<typeof BankLine>;
export const BankLinePage = Page(BankLine);
export const BankLineQuery = Type.Object(
  {
    ...PageQuery,
    bankAccountId: Type.Optional(Id),
    statementId: Type.Optional(Id),
    state: Type.Optional(BankLineState),
    from: Type.Optional(CalendarDate),
    to: Type.Optional(CalendarDate),
  },
  closed,
);
export type BankLineQuery = Static<typeof BankLineQuery>;

export const BankLineIgnore = Type.Object({ reason: ShortText }, closed);
export type BankLineIgnore = Static<typeof BankLineIgnore>;

/**
 * What a line may be, and why. Of `match`, `payment` and `booking` the one that `kind` names is what to send, as it is,
 * to accept it: to `bank-matches`, to the line's `pay`, or to its `book`.
 */
export const BankSuggestion = Type.Object({
  kind: Type.Enum(['match', 'payment', 'booking']),
  /** 1 to 100. */
  score: Type.Integer(),
  title: Type.String(),
  reasons: Type.Array(Type.String()),
  ruleId: Nullable(Id),
  match: Nullable(BankMatchInput),
  payment: Nullable(BankPaymentInput),
  booking: Nullable(BankBookingInput),
});
export type BankSuggestion = Static<typeof BankSuggestion>;
export const BankSuggestionList = Type.Object({ items: Type.Array(BankSuggestion) });

/** `book`: what a rule says is booked at once; otherwise it is only told. */
export const BankRulesApply = Type.Object(
  {
    bankAccountId: Id,
    /** All rules when null. */
    ruleIds: Nullable(Type.Array(Id, { maxItems: 200 })),
    book: Type.Boolean(),
  },
  closed,
);
export type BankRulesApply = Static<typeof BankRulesApply>;
export const BankRulesApplied = Type.Object({
  items: Type.Array(
    Type.Object({
      lineId: Id,
      ruleId: Id,
      outcome: Type.Enum(['suggested', 'booked', 'refused']),
      matchId: Nullable(Id),
      /** Why it was refused. */
      code: Nullable(Type.String()),
      message: Nullable(Type.String()),
    }),
  ),
  /** There are open lines that were not looked at: apply again. */
  more: Type.Boolean(),
});
export type BankRulesApplied = Static<typeof BankRulesApplied>;
