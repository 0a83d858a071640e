import type { TransferKind } from '@crypto-erp/contract/wallets';

/** An asset as a source names it. A token is known by chain and contract, never by its symbol alone. */
export interface SourceAsset {
  /** The token's contract, checksummed (EIP-55). Null: the chain's native coin, or an exchange's asset. */
  contract: string | null;
  /** Null where the source does not say: a contract without `symbol()`. */
  symbol: string | null;
  /** How many decimals `amount` has. Of an exchange: as many as it wrote. */
  decimals: number;
}

export interface SourceBlock {
  number: bigint;
  hash: string;
}

/**
 * One movement of one asset into or out of one wallet, as its source reported it. Source, transaction and index are its
 * identity within the wallet: the same fact read again has the same, and two equal fills differ in it. What moves between
 * two wallets of a company is two transfers, one in each, with the same identity.
 */
export interface Transfer {
  /** A chain by its CAIP-2 id (`eip155:1`, `bip122:000000000019d6689c085ae165831e93`), or `exchange:kraken`. */
  source: string;
  /** The transaction's hash, or what an exchange calls the event. */
  transaction: string;
  /** Where in the transaction: `value`, `fee`, `log:3`, `call:0.1`, `in:0`, `out:1`, … */
  index: string;
  direction: 'in' | 'out';
  kind: TransferKind;
  asset: SourceAsset;
  /** Smallest units of `asset`, above zero. */
  amount: bigint;
  /** The wallet's own address that it touched; null on an exchange. */
  address: string | null;
  /** The other side's address or name, where the source knows one. */
  counterparty: string | null;
  /** Instant in UTC, ISO 8601 with microseconds. Null: in no block yet. */
  at: string | null;
  /** Null: in no block yet, or not of a chain. */
  block: SourceBlock | null;
  /** Sorts the transfers of one instant as they happened, as text: block, place in the block, place in the transaction. */
  position: string;
  /** The first four bytes of the called contract's input, `0xa9059cbb`. Null: no call, or not of a chain. */
  method: string | null;
}
