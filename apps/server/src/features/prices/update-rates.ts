import type { Database } from '../../db/database.ts';
import { fetchEcbRates } from './fetch-ecb.ts';
import { upsertRates } from './store.ts';

/**
 * Fetches the rates that the operator's address has, of a day or of many, and keeps them: days that were missed come
 * with the next run. Running twice changes nothing.
 */
export async function updateEcbRates(db: Database, url: string | undefined): Promise<void> {
  if (url === undefined) return;
  const rates = await fetchEcbRates(url);
  await db.inControl((trx) => upsertRates(trx, 'ecb', rates));
}
