import { createHash, randomBytes } from 'node:crypto';

/** A secret of 256 random bits that is shown once; `start` says what it opens, also to a scanner of leaks. */
export function newSecret(start: string): string {
  return start + randomBytes(32).toString('base64url');
}

/** What is stored and looked up in a secret's place. It is random, so a plain SHA-256 cannot be guessed back. */
export function secretHash(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
