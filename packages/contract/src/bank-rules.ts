import { type Static, Type } from 'typebox';
import { Id, LongText, NonNegativeDecimal, Nullable, ShortText, Version } from './common.ts';
import { PaymentDirection } from './payments.ts';

const fields = {
  name: ShortText,
  /** The lowest is asked first. */
  priority: Type.Integer({ minimum: 0, maximum: 1_000_000 }),
  /** Lines of every bank account when null. */
  bankAccountId: Nullable(Id),
  direction: Nullable(PaymentDirection),
  /** Plain text that the line's texts hold somewhere, in any case; empty when only the amount counts. */
  contains: Type.String({ maxLength: 200, pattern: '^[^\\u0000]*$' }),
  /** Without sign, both included. */
  minAmount: Nullable(NonNegativeDecimal),
  maxAmount: Nullable(NonNegativeDecimal),
  /** Where such lines are booked, or whose payments they are: one of both. */
  accountId: Nullable(Id),
  contactId: Nullable(Id),
  /** Of the entries it books. */
  description: LongText,
};

export const BankRuleInput = Type.Object(fields, { additionalProperties: false });
export type BankRuleInput = Static<typeof BankRuleInput>;
export const BankRuleUpdate = Type.Object({ ...fields, version: Version }, { additionalProperties: false });
export type BankRuleUpdate = Static<typeof BankRuleUpdate>;
export const BankRule = Type.Object({ id: Id, ...fields, version: Version });
export type BankRule = Static<typeof BankRule>;
export const BankRuleList = Type.Object({ items: Type.Array(BankRule) });
