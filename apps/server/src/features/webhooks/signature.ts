import { createHmac } from 'node:crypto';

/** The header that carries the signature. */
export const SIGNATURE_HEADER = 'crypto-erp-signature';

/**
 * `t=SECONDS,v1=HEX[,v1=HEX]`: the time of sending in seconds since 1970, and for each secret that is valid the
 * HMAC-SHA256 of `SECONDS.BODY` under it.
 */
export function signatureOf(secrets: readonly string[], seconds: number, body: string): string {
  const signatures = secrets.map(
    (secret) => `v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`,
  );
  return [`t=${seconds}`, ...signatures].join(',');
}
