import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Database } from '../../db/database.ts';
import { DomainError } from '../../errors.ts';
import { parseEcbFile } from './ecb-file.ts';
import { upsertRates } from './store.ts';

/** The bank's history as it comes with this version: for the demo, the smoke test and the tests. */
export const BUNDLED_RATES = join(import.meta.dirname, 'fixtures', 'eurofxref-hist.csv');

/** What an import did. `days` and `assets` count those with at least one rate; equal rates are neither inserted nor updated. */
export interface EcbImport {
  days: number;
  assets: number;
  rates: number;
  inserted: number;
  updated: number;
}

/**
 * Imports the European Central Bank's history file at `path` in one transaction: all of it or nothing. Importing it
 * again changes nothing.
 * @throws DomainError `invalid_rate_file` when the file cannot be read, is not that file, or has an unknown currency
 */
export async function importEcb(db: Database, path: string): Promise<EcbImport> {
  const file = await openFile(path);
  try {
    return await db.inControl(async (trx) => {
      const days = new Set<string>();
      const assets = new Set<string>();
      const totals = { rates: 0, inserted: 0, updated: 0 };
      for await (const rates of parseEcbFile(file.createReadStream({ autoClose: false }))) {
        const { inserted, updated } = await upsertRates(trx, 'ecb', rates);
        for (const rate of rates) {
          days.add(rate.date);
          assets.add(rate.asset);
        }
        totals.rates += rates.length;
        totals.inserted += inserted;
        totals.updated += updated;
      }
      return { days: days.size, assets: assets.size, ...totals };
    });
  } finally {
    await file.close();
  }
}

async function openFile(path: string): Promise<FileHandle> {
  let file: FileHandle;
  try {
    file = await open(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : 'unknown error';
    throw new DomainError(
      'invalid_rate_file',
      `The rate file ${path} cannot be read (${code}). Check its path and who may read it.`,
    );
  }
  if ((await file.stat()).isFile()) return file;
  await file.close();
  throw new DomainError('invalid_rate_file', `${path} is not a file. Name the CSV file itself.`);
}
