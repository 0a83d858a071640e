import type { HDKey } from '@scure/bip32';
import { fieldError } from '../../errors.ts';
import { refuseSecret } from '../secrets.ts';
import { descriptorChecksum } from './descriptor-checksum.ts';
import { readExtendedKey, type ScriptType } from './extended-key.ts';
import type { BitcoinNetwork } from './network.ts';

/** What a wallet's addresses are derived from: a public key, where its addresses are below it, and how they lock. */
export interface AccountKey {
  /** As a wallet keeps it: without blanks at its ends and without a checksum. */
  text: string;
  network: BitcoinNetwork;
  script: ScriptType;
  key: HDKey;
  /** The steps from the key to receive and change addresses. Change null: the descriptor names receive addresses alone. */
  receive: readonly number[];
  change: readonly number[] | null;
}

const SCRIPT = /^(?:(pkh|wpkh|tr)\(([^()]*)\)|sh\(wpkh\(([^()]*)\)\))$/;
const ORIGIN = /^\[[0-9a-fA-F]{8}(?:\/\d+['h]?)*\]/;
const STEP = String.raw`\/(?:\d+|<\d+;\d+>)`;
const BELOW = new RegExp(String.raw`^([1-9A-Za-z]+)((?:${STEP})*)\/\*$`);
/** From here on steps are hardened, which no public key can take. */
const HARDENED = 2 ** 31;

/**
 * Reads an extended public key (its receive addresses below `0`, its change below `1`, as BIP-44 has it) or an output
 * descriptor (BIP-380 to 389): `pkh`, `sh(wpkh)`, `wpkh` or `tr` of one key with `/*` at its end. Throws at `path`
 * `secret_not_allowed`, `invalid_key` or `wrong_network`.
 */
export function readAccountKey(text: string, network: BitcoinNetwork, path: string): AccountKey {
  refuseSecret(text, path);
  const trimmed = text.trim();
  if (/^[A-Za-z]pub/.test(trimmed)) {
    const { key, script } = readExtendedKey(trimmed, network, path);
    return { text: trimmed, network, script, key, receive: [0], change: [1] };
  }
  const body = withoutChecksum(trimmed, path);
  const matched = SCRIPT.exec(body);
  if (matched === null) {
    throw fieldError(
      'invalid_key',
      path,
      'Enter an extended public key, or a descriptor of pkh(), sh(wpkh()), wpkh() or tr() with one key.',
    );
  }
  const script = (matched[1] ?? 'sh(wpkh)') as ScriptType;
  const below = BELOW.exec((matched[2] ?? matched[3] ?? '').replace(ORIGIN, ''));
  if (below === null) {
    throw fieldError(
      'invalid_key',
      path,
      'The key of the descriptor is [origin]xpub, steps that are not hardened, and /* at the end.',
    );
  }
  const [, encoded = '', steps = ''] = below;
  if (!/^[xt]pub/.test(encoded)) {
    throw fieldError('invalid_key', path, 'A descriptor writes its key as xpub, on test networks as tpub.');
  }
  const { key } = readExtendedKey(encoded, network, path);
  return { text: body, network, script, key, ...branches(steps, path) };
}

function withoutChecksum(text: string, path: string): string {
  const [body = '', ...checksums] = text.split('#');
  if (checksums.length === 0) return body;
  if (checksums.length === 1 && checksums[0] === descriptorChecksum(body)) return body;
  throw fieldError('invalid_key', path, 'The checksum after # does not fit: copy the descriptor again.');
}

/** `/<0;1>` is two paths in one (BIP-389), the first of receive addresses. A lone `/0` gives no change addresses. */
function branches(steps: string, path: string): { receive: number[]; change: number[] | null } {
  const parsed = steps
    .split('/')
    .slice(1)
    .map((step) => (step.match(/\d+/g) ?? []).map(Number));
  if (parsed.flat().some((step) => step >= HARDENED)) {
    throw fieldError('invalid_key', path, 'A step of the descriptor is larger than 2147483647.');
  }
  const split = parsed.filter((step) => step.length === 2);
  if (split.length > 1 || split.some(([receive, change]) => receive === change)) {
    throw fieldError('invalid_key', path, 'A descriptor has one <0;1> at most, of two different steps.');
  }
  const side = (at: 0 | 1) => parsed.map((step) => step[at] ?? step[0] ?? 0);
  return { receive: side(0), change: split.length === 1 ? side(1) : null };
}
