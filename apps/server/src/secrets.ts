import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';

/** A secret of 256 random bits that is shown once; `start` says what it opens, also to a scanner of leaks. */
export function newSecret(start: string): string {
  return start + randomBytes(32).toString('base64url');
}

/** What is stored and looked up in a secret's place. It is random, so a plain SHA-256 cannot be guessed back. */
export function secretHash(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** Hides secrets that must be read again, so that who reads the database alone does not read them. */
export interface Seal {
  close(secret: string): Buffer;
  /** The secret, or null when it was closed under another key. */
  open(sealed: Buffer): string | null;
}

const IV_BYTES = 12;
const TAG_BYTES = 16;

const NOTHING = Buffer.alloc(0);

/** AES-256-GCM under a random nonce: nonce, tag, and what is hidden. `bound` is authenticated with it, and not in it. */
export function encrypt(key: Buffer, secret: string, bound: Buffer): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  cipher.setAAD(bound);
  const hidden = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), hidden]);
}

/** What {@link encrypt} hid; null for another key, another `bound`, or bytes that were changed. */
export function decrypt(key: Buffer, sealed: Buffer, bound: Buffer): string | null {
  const nonce = sealed.subarray(0, IV_BYTES);
  const tag = sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES);
  if (tag.length < TAG_BYTES) return null;
  const decipher = createDecipheriv('aes-256-gcm', key, nonce);
  decipher.setAAD(bound);
  decipher.setAuthTag(tag);
  try {
    const open = [decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES)), decipher.final()];
    return Buffer.concat(open).toString('utf8');
  } catch {
    return null;
  }
}

/** A seal for one purpose (AES-256-GCM) under a key derived from the installation's secret. */
export function createSeal(authSecret: string, purpose: string): Seal {
  const key = Buffer.from(hkdfSync('sha256', authSecret, '', purpose, 32));
  return {
    close: (secret) => encrypt(key, secret, NOTHING),
    open: (sealed) => decrypt(key, sealed, NOTHING),
  };
}
