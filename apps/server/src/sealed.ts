import { decrypt, encrypt } from './secrets.ts';

/** A key of the installation (AES-256) under a name that stands beside what it sealed. */
export interface EncryptionKey {
  id: string;
  key: Buffer;
}

/** What a sealed secret belongs to: it opens nowhere else, so that nobody can move it to another company or use. */
export interface SealedFor {
  companyId: string;
  /** `exchange-account` */
  purpose: string;
}

export type SealedErrorCode =
  /** No key is set. */
  | 'no_encryption_key'
  /** The key under which it was sealed is no longer among them. */
  | 'encryption_key_missing'
  /** It was changed, or belongs to another company or purpose. */
  | 'sealed_damaged';

/** A secret cannot be sealed or opened. The message says what to do and holds no secret. */
export class SealedError extends Error {
  readonly code: SealedErrorCode;

  constructor(code: SealedErrorCode, message: string) {
    super(message);
    this.name = 'SealedError';
    this.code = code;
  }
}

export interface Sealer {
  /** Under the first key. Throws {@link SealedError} `no_encryption_key`. */
  seal(secret: string, for_: SealedFor): string;
  /** Throws {@link SealedError} `encryption_key_missing`, `sealed_damaged`. */
  open(sealed: string, for_: SealedFor): string;
  /** Whether it is under another key than the first, and so has to be sealed anew before that one goes. */
  isOutdated(sealed: string): boolean;
}

const FORM = /^v1[.]([A-Za-z0-9_-]{1,32})[.]([A-Za-z0-9_-]{38,})$/;
const KEY_BYTES = 32;

/**
 * Seals secrets that must be read again (AES-256-GCM with a random nonce), as `v1.<key>.<base64url>`. Company, purpose and
 * key are authenticated with it.
 */
export function createSealer(keys: readonly EncryptionKey[]): Sealer {
  return {
    seal(secret, for_) {
      const [current] = keys;
      if (current === undefined) {
        throw new SealedError(
          'no_encryption_key',
          'Set ENCRYPTION_KEYS to keep secrets: docs/operations.md says how.',
        );
      }
      const bytes = encrypt(current.key, secret, boundTo(current.id, for_));
      return `v1.${current.id}.${bytes.toString('base64url')}`;
    },
    open(sealed, for_) {
      const [, id = '', text = ''] = FORM.exec(sealed) ?? [];
      const known = keys.find((key) => key.id === id);
      if (id !== '' && known === undefined) {
        const message = `The key "${id}" is not in ENCRYPTION_KEYS: add it again, behind the first.`;
        throw new SealedError('encryption_key_missing', message);
      }
      const bytes = Buffer.from(text, 'base64url');
      // Two texts of one value would be two sealed secrets of one.
      const asSealed = known !== undefined && bytes.toString('base64url') === text;
      const secret = asSealed ? decrypt(known.key, bytes, boundTo(id, for_)) : null;
      if (secret !== null) return secret;
      const message = 'The sealed secret was changed, or is not of this company and purpose: set it anew.';
      throw new SealedError('sealed_damaged', message);
    },
    isOutdated: (sealed) => FORM.exec(sealed)?.[1] !== keys[0]?.id,
  };
}

function boundTo(id: string, { companyId, purpose }: SealedFor): Buffer {
  return Buffer.from(JSON.stringify(['v1', id, companyId, purpose]), 'utf8');
}

/**
 * `ENCRYPTION_KEYS` as `ID:BASE64,…` of 32 bytes each, the current one first. What is wrong is added to `problems`, without
 * the value, which is secret.
 */
export function readEncryptionKeys(text: string | undefined, problems: string[]): EncryptionKey[] {
  const keys = (text ?? '')
    .split(',')
    .filter((part) => part.trim() !== '')
    .map((part) => {
      const [id = '', base64 = '', ...more] = part.trim().split(':');
      const key = Buffer.from(base64, 'base64');
      const fits = /^[A-Za-z0-9_-]{1,32}$/.test(id) && more.length === 0 && key.length === KEY_BYTES;
      return fits && key.toString('base64') === base64 ? { id, key } : null;
    });
  if (keys.includes(null)) {
    problems.push(
      'ENCRYPTION_KEYS: must be ID:KEY with commas between, each KEY the output of `openssl rand -base64 32`',
    );
  }
  const fitting = keys.filter((key) => key !== null);
  if (new Set(fitting.map(({ id }) => id)).size < fitting.length) {
    problems.push('ENCRYPTION_KEYS: two keys have the same ID');
  }
  return fitting;
}
