import { type Static, Type } from 'typebox';
import { AssetCode, Id, LongText, Nullable, Page, PageQuery, ShortText, Version } from './common.ts';
import { CountryCode } from './companies.ts';

const fields = {
  name: ShortText,
  email: Nullable(Type.String({ format: 'email', maxLength: 254 })),
  taxNumber: Nullable(Type.String({ minLength: 1, maxLength: 50, pattern: '^[^\\u0000]*$' })),
  address: LongText,
  country: Nullable(CountryCode),
  /** The asset new invoices to this contact are in; the company's base asset when null. */
  defaultAsset: Nullable(AssetCode),
  paymentTermsId: Nullable(Id),
};

export const ContactInput = Type.Object(fields, { additionalProperties: false });
export type ContactInput = Static<typeof ContactInput>;
export const ContactUpdate = Type.Object(
  { ...fields, archived: Type.Boolean(), version: Version },
  { additionalProperties: false },
);
export type ContactUpdate = Static<typeof ContactUpdate>;
export const Contact = Type.Object({ id: Id, ...fields, archived: Type.Boolean(), version: Version });
export type Contact = Static<typeof Contact>;
export const ContactPage = Page(Contact);
/** `search` matches any part of the name or the e-mail address. */
export const ContactQuery = Type.Object(
  {
    ...PageQuery,
    search: Type.Optional(Type.String({ maxLength: 100, pattern: '^[^\\u0000]*$' })),
    archived: Type.Optional(Type.Boolean()),
    tagId: Type.Optional(Id),
  },
  { additionalProperties: false },
);
export type ContactQuery = Static<typeof ContactQuery>;
