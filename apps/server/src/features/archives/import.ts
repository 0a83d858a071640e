import type { Database, Trx } from '../../db/database.ts';
import { postgresError } from '../../db/errors.ts';
import { newId } from '../../db/id.ts';
import { migrationNames } from '../../db/migrate.ts';
import { DomainError } from '../../errors.ts';
import { SYSTEM, writeAudit } from '../audit-log/service.ts';
import { joinCompany } from '../members/service.ts';
import { type Line, type Manifest, type Row, readArchive } from './format.ts';
import { findUser } from './read-model.ts';
import { finishRestore, type Restored, restorePlain, restorePosted } from './restore.ts';
import { openStaging, stage } from './staging.ts';
import { addAssets, insertDirectory } from './store.ts';
import { type ArchivedTable, ROWS_AT_ONCE, TABLES } from './tables.ts';

export interface ImportOptions {
  file: string;
  /** The new company's name; else the archive's. */
  name?: string | undefined;
  /** The e-mail address of a user, who becomes the owner; else the company has no member. */
  owner?: string | undefined;
}

export interface Imported {
  companyId: string;
  name: string;
  manifest: Manifest;
  /** Attachments that were left, because an object storage has their bytes. */
  leftAttachments: number;
}

/**
 * Makes a new company of an archive: what was posted is posted again, in its order and as the application's role, and
 * gets the same numbers. All of it in one transaction, so that nothing is left of an import that fails. Throws what
 * {@link readArchive} refuses, `archive_newer` for an archive of a newer database, `archive_refused` when the books
 * cannot be made again as they were, `not_found` for an owner who is no user.
 */
export async function importCompany(db: Database, { file, name, owner }: ImportOptions): Promise<Imported> {
  const { manifest, rows } = await readArchive(file);
  const newer = manifest.migrations.filter((one) => !migrationNames().includes(one));
  if (newer.length > 0) {
    throw new DomainError(
      'archive_newer',
      `The archive is of a newer version: it has ${newer.join(', ')}. Import it there, or update this one.`,
    );
  }
  const companyId = newId();
  const named = name ?? manifest.name;
  let leftAttachments = 0;
  try {
    await db.inCompany(companyId, async (trx) => {
      await refuseOtherAssets(trx, manifest);
      await insertDirectory(trx, companyId, named);
      if (owner !== undefined) await addOwner(trx, companyId, owner);
      leftAttachments = await restore(trx, companyId, named, rows);
      await writeAudit(trx, {
        companyId,
        actor: SYSTEM,
        action: 'company.imported',
        subjectKind: 'company',
        subjectId: companyId,
        before: null,
        after: manifest,
      });
    });
  } catch (error) {
    const found = error instanceof DomainError ? null : postgresError(error);
    if (found === null) throw error;
    throw new DomainError('archive_refused', `The database refuses what the archive holds: ${found.message}`);
  } finally {
    await rows.return(undefined);
  }
  return { companyId, name: named, manifest, leftAttachments };
}

async function restore(
  trx: Trx,
  companyId: string,
  name: string,
  rows: AsyncIterable<Line>,
): Promise<number> {
  const restored: Restored = {
    trx,
    companyId,
    name,
    company: {},
    heldBack: new Map(),
    left: 0,
  };
  let replayed = false;
  await openStaging(trx);
  for await (const { table, rows: some } of inBatches(rows)) {
    if (table.treatment === 'history') continue;
    if (table.treatment === 'posted') {
      await stage(trx, table.name, some);
      continue;
    }
    if (!replayed && TABLES.indexOf(table) > LAST_POSTED) {
      await restorePosted(restored);
      replayed = true;
    }
    await restorePlain(restored, table, some);
  }
  if (!replayed) await restorePosted(restored);
  await finishRestore(restored);
  return restored.left;
}

const LAST_POSTED = TABLES.findLastIndex(({ treatment }) => treatment === 'posted');
const BY_NAME = new Map(TABLES.map((table) => [table.name, table]));

/** Rows that follow one another in one table, as many as the table says at once. */
async function* inBatches(lines: AsyncIterable<Line>): AsyncGenerator<{ table: ArchivedTable; rows: Row[] }> {
  let batch: { table: ArchivedTable; rows: Row[] } | undefined;
  for await (const line of lines) {
    const table = BY_NAME.get(line.table);
    if (table === undefined) {
      throw new DomainError(
        'archive_unreadable',
        `The archive has a table ${line.table}, which nobody knows.`,
      );
    }
    if (batch && (batch.table !== table || batch.rows.length >= (table.atOnce ?? ROWS_AT_ONCE))) {
      yield batch;
      batch = undefined;
    }
    batch ??= { table, rows: [] };
    batch.rows.push(line.row);
  }
  if (batch) yield batch;
}

async function refuseOtherAssets(trx: Trx, { assets }: Manifest): Promise<void> {
  const other = await addAssets(trx, assets);
  if (other.length === 0) return;
  throw new DomainError(
    'archive_refused',
    `Here ${other.join(', ')} has another kind or other decimals than in the archive.`,
  );
}

async function addOwner(trx: Trx, companyId: string, email: string): Promise<void> {
  const userId = await findUser(trx, email);
  if (userId === null) throw new DomainError('not_found', `There is no user ${email}: they sign up first.`);
  await joinCompany(trx, { companyId, userId, role: 'owner' });
}
