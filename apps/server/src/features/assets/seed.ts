import type { Asset } from '@crypto-erp/contract/assets';
import { CRYPTO_ASSETS } from './crypto.ts';
import { CURRENCIES } from './iso-4217.ts';

/** Every asset a new database starts with. */
export const SEED_ASSETS: readonly Asset[] = [
  ...CURRENCIES.map(({ code, name, decimals }) => ({ code, name, kind: 'fiat' as const, decimals })),
  ...CRYPTO_ASSETS.map(({ code, name, decimals }) => ({ code, name, kind: 'crypto' as const, decimals })),
];
