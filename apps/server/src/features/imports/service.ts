import type { Import, ImportKind } from '@crypto-erp/contract/imports';
import type { Permission } from '@crypto-erp/contract/roles';
import type { Trx } from '../../db/database.ts';
import { DomainError, notFound } from '../../errors.ts';
import { requestJob } from '../../jobs/outbox.ts';
import type { Context } from '../audit-log/context.ts';
import { type Actor, writeAudit } from '../audit-log/service.ts';
import { findImport, wasImported } from './read-model.ts';
import { deleteChunks, markCancelled, markReceived, markRunning } from './store.ts';

/** A file that was kept. `rows`: the lines below its first. */
export interface Received {
  id: string;
  bytes: number;
  sha256: string;
  rows: number;
}

/** What one must be allowed to do by hand in order to do it by a file. */
export const KIND_PERMISSION: Readonly<Record<ImportKind, Permission>> = {
  contacts: 'contacts:write',
  accounts: 'accounts:write',
  'opening-balances': 'periods:write',
  entries: 'entries:post',
  invoices: 'invoices:post',
  bills: 'bills:post',
};

/** The actor as an import keeps it: a job has no role. */
export function plainActor({ kind, id, ip }: Actor): Actor {
  return { kind, id, ip };
}

/** Makes a received file an import and asks for its dry run. Throws `already_imported`. */
export async function createImport(
  trx: Trx,
  context: Context,
  kind: ImportKind,
  { id, ...file }: Received,
): Promise<Import> {
  const { companyId } = context;
  if (await wasImported(trx, companyId, kind, file.sha256)) {
    throw new DomainError('already_imported', `This very file was imported as ${kind} before.`);
  }
  await markReceived(trx, companyId, id, file);
  await requestJob(trx, companyId, 'check-import', { companyId, importId: id });
  const after = await requireImport(trx, companyId, id);
  await audit(trx, context, 'import.created', null, after);
  return after;
}

/**
 * Has a checked import run, or a failed one run on. Throws `not_found`, `import_not_checked`, `import_has_errors`,
 * `import_ended` for one that runs, is done or was cancelled.
 */
export async function runImport(trx: Trx, context: Context, id: string): Promise<Import> {
  const { companyId } = context;
  const before = await requireImport(trx, companyId, id);
  if (!(await markRunning(trx, companyId, id, plainActor(context.actor)))) throw whyNotRun(before);
  await requestJob(trx, companyId, 'run-import', { companyId, importId: id });
  const after = await requireImport(trx, companyId, id);
  await audit(trx, context, 'import.run', before, after);
  return after;
}

/**
 * Ends an import and forgets its file. What a run made by then stays. Throws `not_found`, `import_ended` for one that is
 * done or cancelled.
 */
export async function cancelImport(trx: Trx, context: Context, id: string): Promise<Import> {
  const { companyId } = context;
  const before = await requireImport(trx, companyId, id);
  if (!(await markCancelled(trx, companyId, id))) throw ended(before.state);
  await deleteChunks(trx, companyId, id);
  const after = await requireImport(trx, companyId, id);
  await audit(trx, context, 'import.cancelled', before, after);
  return after;
}

/** The import. Throws `not_found`. */
export async function requireImport(trx: Trx, companyId: string, id: string): Promise<Import> {
  const found = await findImport(trx, companyId, id);
  if (found === null) throw notFound('import');
  return found;
}

function whyNotRun({ state, errorCount }: Import): DomainError {
  if (state === 'checking') {
    return new DomainError('import_not_checked', 'The file is still being checked: wait until it is.');
  }
  if (state === 'checked' && errorCount > 0) {
    return new DomainError(
      'import_has_errors',
      `The file has ${errorCount} errors: mend them and import it anew.`,
    );
  }
  return ended(state);
}

function ended(state: Import['state']): DomainError {
  return new DomainError('import_ended', `This import is ${state}: it cannot be changed any more.`);
}

/** Records a step of an import. */
export function audit(
  trx: Trx,
  context: Context,
  action: string,
  before: Import | null,
  after: Import,
): Promise<void> {
  return writeAudit(trx, { ...context, action, subjectKind: 'import', subjectId: after.id, before, after });
}
