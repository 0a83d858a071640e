import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Database } from '../db/database.ts';
import { exportCompany } from '../features/archives/export.ts';
import { type Line, type Manifest, type Row, readArchive } from '../features/archives/format.ts';
import { TABLES } from '../features/archives/tables.ts';

/** A folder of the test's own, which `remove` removes. */
export async function archiveFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'crypto-erp-archive-'));
  return {
    file: (name: string): string => join(folder, name),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Writes the company's archive to a file. */
export function exportTo(db: Database, companyId: string, file: string): Promise<Manifest> {
  return exportCompany(db, companyId, createWriteStream(file));
}

/** The rows of an archive by table, without what an import makes anew: docs/archive.md names it. */
export async function lastingRows(file: string): Promise<Record<string, Row[]>> {
  const anew: Record<string, readonly string[]> = {
    entries: ['posted_at', 'hash', 'previous_hash'],
    documents: ['posted_at'],
    payments: ['created_at'],
    settlements: ['created_at'],
    closed_periods: ['closed_at'],
    bank_statements: ['created_at', 'reconciled_at', 'reconciled_by_kind', 'reconciled_by'],
    bank_matches: ['created_at'],
    recurring: ['paused'],
    reminder_steps: ['active'],
    mails: ['state', 'problem'],
  };
  const history = TABLES.flatMap(({ name, treatment }) => (treatment === 'history' ? [name] : []));
  const tables: Record<string, Row[]> = {};
  for await (const { table, row } of (await readArchive(file)).rows) {
    if (history.includes(table)) continue;
    const kept = Object.entries(row).filter(([column]) => !anew[table]?.includes(column));
    tables[table] = [...(tables[table] ?? []), Object.fromEntries(kept)];
  }
  return tables;
}

/**
 * Writes an archive as another one: `change` gets its lines, manifest first and without the trailer, and answers others,
 * which get a trailer that fits them.
 */
export async function rewriteArchive(
  from: string,
  to: string,
  change: (lines: string[]) => string[],
): Promise<void> {
  const [first = '', ...rows] = change(
    gunzipSync(await readFile(from))
      .toString()
      .trimEnd()
      .split('\n')
      .slice(0, -1),
  );
  const counts: Record<string, number> = {};
  for (const row of rows) {
    const { table } = JSON.parse(row) as Line;
    counts[table] = (counts[table] ?? 0) + 1;
  }
  const text = [JSON.stringify({ ...(JSON.parse(first) as Manifest), counts }), ...rows, ''].join('\n');
  const sha256 = createHash('sha256').update(text).digest('hex');
  await writeFile(to, gzipSync(`${text}${JSON.stringify({ trailer: { counts, sha256 } })}\n`));
}
