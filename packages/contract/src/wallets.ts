import { type Static, Type } from 'typebox';
import {
  AssetCode,
  Decimal,
  Id,
  Instant,
  NonNegativeDecimal,
  Nullable,
  Page,
  PageQuery,
  ShortText,
  Version,
} from './common.ts';

export const WALLET_KINDS = ['manual'] as const;
export const WalletKind = Type.Enum(WALLET_KINDS);

const fields = {
  name: ShortText,
  /** The account of the chart that holds what the wallet holds: an asset. */
  accountId: Id,
};
export const WalletInput = Type.Object({ ...fields, kind: WalletKind }, { additionalProperties: false });
export type WalletInput = Static<typeof WalletInput>;
export const WalletUpdate = Type.Object(
  { ...fields, archived: Type.Boolean(), version: Version },
  { additionalProperties: false },
);
export type WalletUpdate = Static<typeof WalletUpdate>;
export const Wallet = Type.Object({
  id: Id,
  ...fields,
  kind: WalletKind,
  archived: Type.Boolean(),
  /** What its confirmed transfers leave in it, by asset. */
  holdings: Type.Array(Type.Object({ asset: AssetCode, quantity: Decimal })),
  version: Version,
});
export type Wallet = Static<typeof Wallet>;
export const WalletList = Type.Object({ items: Type.Array(Wallet) });

/** What a source says a transfer is. What the company calls it is its transaction's type, and another matter. */
export const TRANSFER_KINDS = [
  'transfer',
  /** Paid for a transaction to the chain, or to the exchange. */
  'fee',
  /** One side of an exchange of two assets, as an exchange reports its fills. */
  'trade',
  'deposit',
  'withdrawal',
  /** What a proof-of-stake chain or a staking service pays. */
  'staking',
  'mining',
  'interest',
  'airdrop',
  'other',
] as const;
export const TransferKind = Type.Enum(TRANSFER_KINDS);
export type TransferKind = Static<typeof TransferKind>;
const Direction = Type.Enum(['in', 'out']);
const Reference = Type.String({ minLength: 1, maxLength: 200, pattern: '^[^\\u0000]+$' });

/** A movement that a person writes down, of a manual wallet. */
export const TransferInput = Type.Object(
  {
    direction: Direction,
    kind: TransferKind,
    asset: AssetCode,
    quantity: NonNegativeDecimal,
    at: Instant,
    counterparty: Nullable(ShortText),
    /** What names the event: movements of one reference are one transaction. Null: this is one of its own. */
    reference: Nullable(Reference),
  },
  { additionalProperties: false },
);
export type TransferInput = Static<typeof TransferInput>;

export const TransferView = Type.Object({
  id: Id,
  walletId: Id,
  /** A chain by its CAIP-2 id, an exchange, or `manual`. */
  source: Type.String(),
  reference: Type.String(),
  direction: Direction,
  kind: TransferKind,
  /** Null: of a token that nobody accepted. */
  asset: Nullable(AssetCode),
  quantity: Decimal,
  counterparty: Nullable(Type.String()),
  at: Nullable(Instant),
  state: Type.Enum(['pending', 'confirmed']),
  /** The transaction that it is part of. */
  transactionId: Nullable(Id),
});
export type TransferView = Static<typeof TransferView>;
export const TransferPage = Page(TransferView);
export const TransferQuery = Type.Object(
  {
    ...PageQuery,
    walletId: Type.Optional(Id),
    asset: Type.Optional(AssetCode),
    state: Type.Optional(Type.Enum(['pending', 'confirmed'])),
  },
  { additionalProperties: false },
);
export type TransferQuery = Static<typeof TransferQuery>;
