import { type Static, Type } from 'typebox';
import { Id, Nullable, Percentage, ShortText, Version } from './common.ts';

export const TAX_KINDS = ['standard', 'exempt', 'reverse-charge'] as const;
export const TaxKind = Type.Enum(TAX_KINDS);
export type TaxKind = Static<typeof TaxKind>;

const fields = {
  code: Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,19}$' }),
  name: ShortText,
  kind: TaxKind,
  /** Zero for `exempt`; for `reverse-charge` what the customer owes, which is printed and not charged. */
  rate: Percentage,
  /** True when unit prices already contain the tax. */
  inclusive: Type.Boolean(),
  /** Why no tax is charged: required for `exempt`, null for `standard`; printed on the document. */
  exemptReason: Nullable(ShortText),
  /** Where the tax of sales is posted; required unless exempt. */
  accountId: Nullable(Id),
};
/** Where the tax of purchases is posted; null: the code is for sales only. */
const inputAccountId = Nullable(Id);

/** Without `inputAccountId` a code that is not exempt takes the company's account for tax to be deducted. */
export const TaxInput = Type.Object(
  { ...fields, inputAccountId: Type.Optional(inputAccountId) },
  { additionalProperties: false },
);
export type TaxInput = Static<typeof TaxInput>;
/** A tax that documents use keeps its rate and kind: archive it and make another. */
export const TaxUpdate = Type.Object(
  { name: ShortText, archived: Type.Boolean(), version: Version },
  { additionalProperties: false },
);
export type TaxUpdate = Static<typeof TaxUpdate>;
export const Tax = Type.Object({
  id: Id,
  ...fields,
  inputAccountId,
  archived: Type.Boolean(),
  version: Version,
});
export type Tax = Static<typeof Tax>;
export const TaxList = Type.Object({ items: Type.Array(Tax) });

const terms = {
  name: ShortText,
  /** Days from the issue date to the due date. */
  days: Type.Integer({ minimum: 0, maximum: 3650 }),
  /** Counted from the end of the issue date's month when true. */
  fromEndOfMonth: Type.Boolean(),
};
export const PaymentTermsInput = Type.Object(terms, { additionalProperties: false });
export type PaymentTermsInput = Static<typeof PaymentTermsInput>;
export const PaymentTermsUpdate = Type.Object(
  { ...terms, archived: Type.Boolean(), version: Version },
  { additionalProperties: false },
);
export type PaymentTermsUpdate = Static<typeof PaymentTermsUpdate>;
export const PaymentTerms = Type.Object({ id: Id, ...terms, archived: Type.Boolean(), version: Version });
export type PaymentTerms = Static<typeof PaymentTerms>;
export const PaymentTermsList = Type.Object({ items: Type.Array(PaymentTerms) });
