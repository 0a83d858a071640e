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
  'opening_balance',
  'expenses',
  'bank_fees',
  'write_off',
  'unrealised_exchange_gain',
  'unrealised_exchange_loss',
] as const;
export const AccountRole = Type.Enum(ACCOUNT_ROLES);
export type AccountRole = Static<typeof AccountRole>;

/** What an account's movements are in the cash flow statement (IAS 7.6). */
export const CASH_FLOW_CATEGORIES = ['cash', 'operating', 'investing', 'financing'] as const;
export const CashFlowCategory = Type.Enum(CASH_FLOW_CATEGORIES);
export type CashFlowCategory = Static<typeof CashFlowCategory>;

/** Null: as the heading above, or by the type. Left out: none, or that of before. Cash is an asset. */
const CashFlow = Type.Optional(Nullable(CashFlowCategory));

/** The type that an account of each role has. */
export const ROLE_TYPES: Readonly<Record<AccountRole, AccountType>> = {
  receivable: 'asset',
  payable: 'liability',
  bank: 'asset',
  sales: 'income',
  tax_payable: 'liability',
  tax_receivable: 'asset',
  exchange_gain: 'income',
  exchange_loss: 'expense',
  crypto_holdings: 'asset',
  crypto_realised_gain: 'income',
  crypto_realised_loss: 'expense',
  crypto_fair_value_gain: 'income',
  crypto_fair_value_loss: 'expense',
  network_fees: 'expense',
  rounding: 'expense',
  retained_earnings: 'equity',
  opening_balance: 'equity',
  expenses: 'expense',
  bank_fees: 'expense',
  write_off: 'expense',
  unrealised_exchange_gain: 'income',
  unrealised_exchange_loss: 'expense',
};

const AccountCode = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,19}$' });

export const AccountInput = Type.Object(
  {
    code: AccountCode,
    name: ShortText,
    type: AccountType,
    parentId: Nullable(Id),
    /** A heading only groups others and takes no lines. */
    postable: Type.Boolean(),
    cashFlow: CashFlow,
    role: Type.Optional(Nullable(AccountRole)),
  },
  { additionalProperties: false },
);
export type AccountInput = Static<typeof AccountInput>;

/** Without `role` the account keeps the one it has; null takes it away. */
export const AccountUpdate = Type.Object(
  {
    code: AccountCode,
    name: ShortText,
    parentId: Nullable(Id),
    archived: Type.Boolean(),
    cashFlow: CashFlow,
    role: Type.Optional(Nullable(AccountRole)),
    version: Version,
  },
  { additionalProperties: false },
);
export type AccountUpdate = Static<typeof AccountUpdate>;

export const Account = Type.Object({
  id: Id,
  code: Type.String(),
  name: Type.String(),
  type: AccountType,
  role: Nullable(AccountRole),
  cashFlow: Nullable(CashFlowCategory),
  parentId: Nullable(Id),
  postable: Type.Boolean(),
  archived: Type.Boolean(),
  version: Version,
});
export type Account = Static<typeof Account>;
export const AccountList = Type.Object({ items: Type.Array(Account) });
