import { sha256 } from '@noble/hashes/sha2.js';
import { createBase58check } from '@scure/base';
import { wordlist as czech } from '@scure/bip39/wordlists/czech';
import { wordlist as english } from '@scure/bip39/wordlists/english';
import { wordlist as french } from '@scure/bip39/wordlists/french';
import { wordlist as italian } from '@scure/bip39/wordlists/italian';
import { wordlist as japanese } from '@scure/bip39/wordlists/japanese';
import { wordlist as korean } from '@scure/bip39/wordlists/korean';
import { wordlist as portuguese } from '@scure/bip39/wordlists/portuguese';
import { wordlist as simplifiedChinese } from '@scure/bip39/wordlists/simplified-chinese';
import { wordlist as spanish } from '@scure/bip39/wordlists/spanish';
import { wordlist as traditionalChinese } from '@scure/bip39/wordlists/traditional-chinese';
import { type DomainError, fieldError } from '../errors.ts';

/** What was recognised. Never the secret itself: this may be shown and logged. */
export type SecretKind = 'extended private key' | 'private key' | 'seed phrase';

/** Anywhere in a text; without the checksum, since a key with a letter wrong is as good as the key. SLIP-132's too. */
const EXTENDED = /[xyztuvYZUV]prv[1-9A-HJ-NP-Za-km-z]{50,}/;
/** As long as the wallet import format (51, 52) and what BIP-38 makes of it under a password (58). */
const BASE58 = /(?<![0-9A-Za-z])(?:[1-9A-HJ-NP-Za-km-z]{51,52}|6P[1-9A-HJ-NP-Za-km-z]{56})(?![0-9A-Za-z])/g;
/** Mainnet, test networks, and the two forms of BIP-38. */
const KEY_VERSIONS = new Set([0x80, 0xef, 0x01]);
const RAW = /(?<![0-9A-Za-z])(?:0[xX])?[0-9a-fA-F]{64}(?![0-9A-Za-z])/;

const base58check = createBase58check(sha256);

const WORDS = /[\p{L}\p{M}]+/gu;
/** The shortest phrase of BIP-39. */
const SHORTEST_PHRASE = 12;
/** Below this many characters there is no room for a secret: twelve words of one sign each, and the blanks between. */
const SHORTEST_SECRET = 2 * SHORTEST_PHRASE - 1;

const LANGUAGES = [
  english,
  spanish,
  french,
  italian,
  portuguese,
  czech,
  japanese,
  korean,
  simplifiedChinese,
  traditionalChinese,
].map((words) => new Set(words.map((word) => word.normalize('NFKD'))));

/**
 * What secret a text holds, or null. A seed phrase is twelve words in a row from one list of BIP-39; its checksum is not
 * asked for, so that one with a mistake, and one of Electrum, whose checksum is another, are found as well. 64 hexadecimal
 * digits are a key only where a wallet, address or key belongs (`where`): elsewhere they are a transaction's hash.
 */
export function secretIn(text: string, where: 'anywhere' | 'key field'): SecretKind | null {
  if (text.length < SHORTEST_SECRET) return null;
  if (EXTENDED.test(text)) return 'extended private key';
  if (holdsImportFormat(text)) return 'private key';
  if (where === 'key field' && RAW.test(text)) return 'private key';
  return holdsPhrase(text) ? 'seed phrase' : null;
}

/** By the checksum: without it any long enough token of a text might be one. */
function holdsImportFormat(text: string): boolean {
  return (text.match(BASE58) ?? []).some((token) => {
    try {
      return KEY_VERSIONS.has(base58check.decode(token)[0] ?? -1);
    } catch {
      return false;
    }
  });
}

function holdsPhrase(text: string): boolean {
  const words = text.normalize('NFKD').toLowerCase().match(WORDS) ?? [];
  if (words.length < SHORTEST_PHRASE) return false;
  return LANGUAGES.some((language) => {
    let inRow = 0;
    return words.some((word) => {
      inRow = language.has(word) ? inRow + 1 : 0;
      return inRow === SHORTEST_PHRASE;
    });
  });
}

/** Throws `secret_not_allowed` at `path` if a field meant for a wallet, an address or a key holds a secret. */
export function refuseSecret(text: string, path: string): void {
  const kind = secretIn(text, 'key field');
  if (kind !== null) throw secretNotAllowed(kind, path);
}

/** The first value in what was sent, however deep, that holds a secret, as the refusal to throw. Null: none. */
export function secretWithin(value: unknown, path = ''): DomainError | null {
  if (typeof value === 'string') {
    const kind = secretIn(value, 'anywhere');
    return kind === null ? null : secretNotAllowed(kind, path);
  }
  if (!Array.isArray(value) && !isPlainObject(value)) return null;
  for (const [key, one] of Object.entries(value)) {
    const found = secretWithin(one, `${path}/${key}`);
    if (found !== null) return found;
  }
  return null;
}

/** A file that comes as a body is a buffer or a stream, and no place where somebody types. */
function isPlainObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

function secretNotAllowed(kind: SecretKind, path: string): DomainError {
  return fieldError(
    'secret_not_allowed',
    path,
    `This is a ${kind}: whoever has it can spend. It was not kept, but treat it as seen. Enter an address or a public key.`,
  );
}
