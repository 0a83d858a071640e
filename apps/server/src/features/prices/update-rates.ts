import type { Database } from '../../db/database.ts';
import { fetchEcbDaily } from './fetch-ecb.ts';
import { upsertRates } from './store.ts';

/** Fetches the day's rates from the operator's address and keeps them. Running twice changes nothing. */
export async function updateEcbRates(db: Database, url: string | undefined): Promise<void> {
  if (url === undefined) return;
  const rates = await fetchEcbDaily(url);
  await db.inControl((trx) => upsertRates(trx, 'ecb', rates));
}
