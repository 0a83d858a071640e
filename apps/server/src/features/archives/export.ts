import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { sql } from 'kysely';
import type { Database, Trx } from '../../db/database.ts';
import { migrationNames } from '../../db/migrate.ts';
import { companySettings } from '../companies/read-model.ts';
import { FORMAT_VERSION, type Manifest, writeLines } from './format.ts';
import { countRows, tableLines, usedAssets } from './read-model.ts';
import { TABLES } from './tables.ts';

/**
 * Writes the company's archive to `sink`: all of it as it was at one moment, whatever is posted meanwhile. Answers the
 * manifest. Throws `not_found` when there is no such company, before anything is written.
 */
export function exportCompany(
  db: Database,
  companyId: string,
  sink: NodeJS.WritableStream,
): Promise<Manifest> {
  return db.inCompany(companyId, async (trx) => {
    await sql`SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY`.execute(trx);
    const manifest: Manifest = {
      format: 'crypto-erp-archive',
      version: FORMAT_VERSION,
      companyId,
      name: (await companySettings(trx, companyId)).name,
      exportedAt: new Date().toISOString(),
      migrations: migrationNames(),
      assets: await usedAssets(trx, companyId),
      counts: await countRows(trx, companyId, TABLES),
    };
    await pipeline(Readable.from(writeLines(manifest, companyRows(trx, companyId))), createGzip(), sink);
    return manifest;
  });
}

async function* companyRows(trx: Trx, companyId: string): AsyncGenerator<{ table: string; line: string }> {
  for (const table of TABLES) {
    for await (const line of tableLines(trx, companyId, table)) yield { table: table.name, line };
  }
}
