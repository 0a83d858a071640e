import { sha256 } from '@noble/hashes/sha2.js';
import { bech32, bech32m, createBase58check } from '@scure/base';
import { p2pkh, p2sh, p2tr, p2wpkh } from '@scure/btc-signer';
import type { BTC_NETWORK } from '@scure/btc-signer/utils.js';
import { fieldError } from '../../errors.ts';
import { refuseSecret } from '../secrets.ts';
import type { AccountKey } from './descriptor.ts';
import type { ScriptType } from './extended-key.ts';
import { BITCOIN_NETWORKS, type BitcoinNetwork } from './network.ts';

const base58check = createBase58check(sha256);
const PREFIXES = new Set(BITCOIN_NETWORKS.map((network) => network.bech32));
const VERSIONS = new Set(BITCOIN_NETWORKS.flatMap(({ pubKeyHash, scriptHash }) => [pubKeyHash, scriptHash]));

/**
 * An address as Esplora writes it: base58check, or bech32 and bech32m in lower case, of every witness version (BIP-350 asks
 * that those of the future be known). Throws at `path` `secret_not_allowed`, `invalid_address` or `wrong_network`.
 */
export function readBitcoinAddress(text: string, network: BitcoinNetwork, path: string): string {
  refuseSecret(text, path);
  const trimmed = text.trim();
  const found = witness(trimmed) ?? hash(trimmed);
  if (found === null) {
    throw fieldError(
      'invalid_address',
      path,
      'This is no Bitcoin address, or a letter of it is wrong: copy it again.',
    );
  }
  const fits =
    typeof found === 'string'
      ? found === network.bech32
      : found === network.pubKeyHash || found === network.scriptHash;
  if (!fits) throw fieldError('wrong_network', path, `This address does not belong to ${network.name}.`);
  return typeof found === 'string' ? trimmed.toLowerCase() : trimmed;
}

/** The network's prefix of a witness address (BIP-173, BIP-350). Null: it is none. */
function witness(text: string): string | null {
  for (const [coder, first, last] of [
    [bech32, 0, 0],
    [bech32m, 1, 16],
  ] as const) {
    const decoded = coder.decodeUnsafe(text);
    const [version, ...words] = decoded?.words ?? [];
    if (decoded === undefined || version === undefined) continue;
    const program = coder.fromWordsUnsafe(words);
    if (!(program instanceof Uint8Array) || version < first || version > last) return null;
    const { length } = program;
    const sized = version === 0 ? length === 20 || length === 32 : length >= 2 && length <= 40;
    return sized && PREFIXES.has(decoded.prefix) ? decoded.prefix : null;
  }
  return null;
}

/** The version byte of a base58check address. Null: it is none. */
function hash(text: string): number | null {
  try {
    const bytes = base58check.decode(text);
    const version = bytes[0] ?? -1;
    return bytes.length === 21 && VERSIONS.has(version) ? version : null;
  } catch {
    return null;
  }
}

const PAYMENT: Record<ScriptType, (key: Uint8Array, network: BTC_NETWORK) => { address: string }> = {
  pkh: (key, network) => p2pkh(key, network),
  'sh(wpkh)': (key, network) => p2sh(p2wpkh(key, network), network),
  wpkh: (key, network) => p2wpkh(key, network),
  // BIP-86: the key alone, as an x coordinate, with no script tree
  tr: (key, network) => p2tr(key.slice(1), undefined, network),
};

/**
 * Addresses number `from` to `from + count - 1` of an account's receive chain (0) or change chain (1), in order. Of a
 * descriptor that names no change addresses those are none.
 */
export function deriveAddresses(account: AccountKey, chain: 0 | 1, from: number, count: number): string[] {
  const steps = chain === 0 ? account.receive : account.change;
  if (steps === null) return [];
  const parent = steps.reduce((key, step) => key.deriveChild(step), account.key);
  const { network } = account;
  const coding: BTC_NETWORK = {
    bech32: network.bech32,
    pubKeyHash: network.pubKeyHash,
    scriptHash: network.scriptHash,
    // only private keys are written with it, and there are none
    wif: 0,
  };
  return Array.from({ length: count }, (_, offset) => {
    const { publicKey } = parent.deriveChild(from + offset);
    if (publicKey === null) throw new Error('a derived key has no public key');
    return PAYMENT[account.script](publicKey, coding).address;
  });
}
