import { sha256 } from '@noble/hashes/sha2.js';
import { createBase58check } from '@scure/base';
import { HDKey } from '@scure/bip32';
import { fieldError } from '../../errors.ts';
import type { BitcoinNetwork } from './network.ts';

/** How an address locks its coins, in the words of output descriptors. */
export type ScriptType = 'pkh' | 'sh(wpkh)' | 'wpkh' | 'tr';

export interface ExtendedKey {
  key: HDKey;
  /** What the prefix says of the addresses. An `xpub` says nothing, and is read as BIP-44 does: `pkh`. */
  script: ScriptType;
}

interface Version {
  prefix: string;
  test: boolean;
  script: ScriptType;
}

/** Public versions of BIP-32 and SLIP-132, by their four bytes. */
const VERSIONS = new Map<number, Version>([
  [0x0488b21e, { prefix: 'xpub', test: false, script: 'pkh' }],
  [0x049d7cb2, { prefix: 'ypub', test: false, script: 'sh(wpkh)' }],
  [0x04b24746, { prefix: 'zpub', test: false, script: 'wpkh' }],
  [0x043587cf, { prefix: 'tpub', test: true, script: 'pkh' }],
  [0x044a5262, { prefix: 'upub', test: true, script: 'sh(wpkh)' }],
  [0x045f1cf6, { prefix: 'vpub', test: true, script: 'wpkh' }],
]);
const SHARED_KEYS = /^[YZUV]pub/;

const base58check = createBase58check(sha256);

/**
 * An extended public key by its base58check form. Throws at `path` `invalid_key`, and `wrong_network` for one of mainnet
 * on a test network or the other way round. Private keys are the caller's to refuse first.
 */
export function readExtendedKey(text: string, network: BitcoinNetwork, path: string): ExtendedKey {
  if (SHARED_KEYS.test(text)) {
    throw fieldError(
      'invalid_key',
      path,
      'This key is of a wallet with several signers: add its addresses one by one.',
    );
  }
  const version = VERSIONS.get(versionOf(text, path));
  if (version === undefined) {
    throw fieldError(
      'invalid_key',
      path,
      'This is no extended public key: it begins with xpub, ypub or zpub.',
    );
  }
  if (version.test !== network.test) {
    throw fieldError('wrong_network', path, `A ${version.prefix} does not belong to ${network.name}.`);
  }
  try {
    const key = HDKey.fromExtendedKey(text, { public: versionOf(text, path), private: 0 });
    return { key, script: version.script };
  } catch {
    throw fieldError('invalid_key', path, 'This extended key holds no valid public key: copy it again.');
  }
}

function versionOf(text: string, path: string): number {
  try {
    const bytes = base58check.decode(text);
    if (bytes.length === 78) return new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
  } catch {
    // falls through: the same to the user as a wrong length
  }
  throw fieldError(
    'invalid_key',
    path,
    'The key is not complete, or a letter of it is wrong: copy it again.',
  );
}
