import { type Static, Type } from 'typebox';
import { Id, Nullable, ShortText, Version } from './common.ts';

export const ACCOUNT_TYPES = ['asset', 'liability', 'equity', 'income', 'expense'] as const;
export const AccountType = Type.Enum(ACCOUNT_TYPES);
export type AccountType = Static<typeof AccountType>;

/** What the system posts to on its own; at most one account of a company has each role. */
export const ACCOUNT_ROLES = [
  'receivable',
  'payable',
  'bank',
  'sales',
  'tax_payable',
  'tax_receivable',
  'exchange_gain',
  'exchange_loss',
  'crypto_holdings',
  'crypto_realised_gain',
  'crypto_realised_loss',
  'crypto_fair_value_gain',
  'crypto_fair_value_loss',
  'network_fees',
  'rounding',
  'retained_earnings',
] as const;
export const AccountRole = Type.Enum(ACCOUNT_ROLES);
export type AccountRole = Static<typeof AccountRole>;

const AccountCode = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,19}$' });

export const AccountInput = Type.Object(
  {
    code: AccountCode,
    name: ShortText,
    type: AccountType,
    parentId: Nullable(Id),
    /** A heading only groups others and takes no lines. */
    postable: Type.Boolean(),
  },
  { additionalProperties: false },
);
export type AccountInput = Static<typeof AccountInput>;

export const AccountUpdate = Type.Object(
  { code: AccountCode, name: ShortText, parentId: Nullable(Id), archived: Type.Boolean(), version: Version },
  { additionalProperties: false },
);
export type AccountUpdate = Static<typeof AccountUpdate>;

export const Account = Type.Object({
  id: Id,
  code: Type.String(),
  name: Type.String(),
  type: AccountType,
  role: Nullable(AccountRole),
  parentId: Nullable(Id),
  postable: Type.Boolean(),
  archived: Type.Boolean(),
  version: Version,
});
export type Account = Static<typeof Account>;
export const AccountList = Type.Object({ items: Type.Array(Account) });
