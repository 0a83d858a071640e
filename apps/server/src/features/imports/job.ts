import type { ImportError } from '@crypto-erp/contract/imports';
import type { Database } from '../../db/database.ts';
import type { JobPayload } from '../../jobs/catalogue.ts';
import type { AssetCatalogue } from '../assets/catalogue.ts';
import type { Context } from '../audit-log/context.ts';
import { readCsv } from './csv.ts';
import { MACHINES } from './formats/formats.ts';
import type { Machine } from './machine.ts';
import { findChunk } from './read-model.ts';
import { batchesOf, type FileRecord, placesOf, recordsOf } from './records.ts';
import { readReferences } from './references.ts';
import type { Begun } from './store.ts';

/** How many records one transaction checks or makes: as many as one statement posts. */
export const BATCH = 64;

/** What the jobs of imports work with. */
export interface ImportDeps {
  db: Database;
  assets: AssetCatalogue;
  /** The worker stops: what is under way is given back after its batch. */
  stopping: AbortSignal;
}

export type ImportJob = JobPayload<'check-import'>;

/** A file that a job reads. */
export interface OpenFile {
  context: Context;
  machine: Machine;
  /** What is wrong with its header: there are no batches then. */
  problems: ImportError[];
  batches: AsyncIterable<FileRecord[]>;
}

/** Opens the file behind the records that are done. Throws `FileError` for one that cannot be read, now or later. */
export async function openFile(
  { db, assets }: ImportDeps,
  { companyId, importId }: ImportJob,
  { kind, actor, lastLine }: Begun,
): Promise<OpenFile> {
  const context = { companyId, actor };
  const references = await db.inCompany(companyId, (trx) => readReferences(trx, companyId));
  const machine = MACHINES[kind]({ context, assets, references });
  const rows = readCsv(piecesOf(db, companyId, importId));
  const { value: header } = await rows.next();
  if (header === undefined) return { context, machine, problems: [EMPTY], batches: none() };
  const { places, problems } = placesOf(header, machine.columns);
  if (problems.length > 0) {
    await rows.return(undefined);
    return { context, machine, problems, batches: none() };
  }
  const records = recordsOf(rows, machine, places, header.cells.length, lastLine);
  return { context, machine, problems, batches: batchesOf(records, BATCH) };
}

/** What a file without rows is told. */
export const EMPTY: ImportError = {
  line: 1,
  column: null,
  code: 'empty_file',
  message: 'The file has no rows: put the names of the columns into the first line and the rows below.',
};

/** How far a batch brings a job that was at `lastLine`. */
export function progressOf(batch: readonly FileRecord[], lastLine: number) {
  return {
    lastLine: batch.at(-1)?.lastLine ?? lastLine,
    rows: batch.reduce((sum, { rowCount }) => sum + rowCount, 0),
    records: batch.length,
  };
}

async function* none(): AsyncGenerator<FileRecord[]> {}

async function* piecesOf(db: Database, companyId: string, importId: string): AsyncGenerator<Buffer> {
  for (let position = 0; ; position += 1) {
    const piece = await db.inCompany(companyId, (trx) => findChunk(trx, companyId, importId, position));
    if (piece === null) return;
    yield piece;
  }
}
