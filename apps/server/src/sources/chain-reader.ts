import type { SourceBlock, Transfer } from './transfer.ts';

/** What one step of reading a chain found. The steps of a read rise in height and leave no block out. */
export interface ReadStep {
  /** In the order of the chain. */
  transfers: Transfer[];
  /** Every block that holds one of `transfers`, and the last block read. */
  blocks: SourceBlock[];
  /** Everything up to and including this height has been read. */
  upTo: bigint;
}

export interface TokenFacts {
  /** Null: the contract does not say. */
  symbol: string | null;
  name: string | null;
  /** Null: the contract does not say, so its amounts mean nothing. */
  decimals: number | null;
}

/**
 * Reads one chain. Every method may throw `SourceError` when no endpoint answers; none changes anything, so each can be
 * called again. Addresses are written as the chain's own tools write them (EIP-55, base58check, bech32).
 */
export interface ChainReader {
  /** The chain's CAIP-2 id. */
  readonly chain: string;

  /** The newest block. */
  head(): Promise<SourceBlock>;

  /** The hash of the block at this height as the chain is now. Null: the chain is not that long. */
  blockHash(height: bigint): Promise<string | null>;

  /** All that moved into or out of these addresses in the blocks `from` to `to`, both included. Ends early on `signal`. */
  read(addresses: readonly string[], from: bigint, to: bigint, signal: AbortSignal): AsyncIterable<ReadStep>;

  /** What touches these addresses and is in no block yet. Of a chain that does not show it: nothing. */
  pending(addresses: readonly string[]): Promise<Transfer[]>;

  /** What a token's contract says of itself. Null: nothing there, or a chain without tokens. */
  token(contract: string): Promise<TokenFacts | null>;

  /** Smallest units that an address holds of the native coin (`contract` null) or of a token, at the end of a block. */
  balance(address: string, contract: string | null, block: bigint): Promise<bigint>;
}
