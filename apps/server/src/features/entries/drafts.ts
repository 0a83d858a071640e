import type { Entry } from '@crypto-erp/contract/entries';
import type { Trx } from '../../db/database.ts';
import { newId } from '../../db/id.ts';
import { DomainError, fieldError, versionConflict } from '../../errors.ts';
import type { AssetCatalogue } from '../assets/catalogue.ts';
import type { Context } from '../audit-log/context.ts';
import { writeAudit } from '../audit-log/service.ts';
import { type EntryContent, namedLines, requireEntry } from './service.ts';
import { type DraftContent, deleteDraft, insertDraft, updateDraft } from './store.ts';

/** Keeps a draft, which may still be out of balance. Throws `unknown_account`, `unknown_asset`. */
export async function createDraft(
  trx: Trx,
  context: Context,
  assets: AssetCatalogue,
  content: EntryContent,
): Promise<Entry> {
  const id = newId();
  await checkDraft(trx, context, assets, content);
  await insertDraft(trx, context.companyId, id, draftContent(content));
  const draft = await requireEntry(trx, context.companyId, id);
  await auditDraft(trx, context, 'entry.drafted', id, null, draft);
  return draft;
}

/** Changes a draft. Throws `not_a_draft`, `version_conflict`, `unknown_account`, `unknown_asset`. */
export async function changeDraft(
  trx: Trx,
  context: Context,
  assets: AssetCatalogue,
  id: string,
  version: number,
  content: EntryContent,
): Promise<Entry> {
  const before = await requireDraft(trx, context.companyId, id);
  await checkDraft(trx, context, assets, content);
  if (!(await updateDraft(trx, context.companyId, id, version, draftContent(content))))
    throw versionConflict();
  const after = await requireEntry(trx, context.companyId, id);
  await auditDraft(trx, context, 'entry.draft-changed', id, before, after);
  return after;
}

/** Deletes a draft. Throws `not_a_draft`, and `version_conflict` when it was posted meanwhile. */
export async function removeDraft(trx: Trx, context: Context, id: string): Promise<void> {
  const before = await requireDraft(trx, context.companyId, id);
  if (!(await deleteDraft(trx, context.companyId, id))) throw versionConflict();
  await auditDraft(trx, context, 'entry.draft-deleted', id, before, null);
}

async function requireDraft(trx: Trx, companyId: string, id: string): Promise<Entry> {
  const entry = await requireEntry(trx, companyId, id);
  if (entry.status !== 'draft') {
    throw new DomainError('not_a_draft', 'A posted entry stays as it is: reverse it and post another.');
  }
  return entry;
}

async function checkDraft(
  trx: Trx,
  context: Context,
  assets: AssetCatalogue,
  content: EntryContent,
): Promise<void> {
  await namedLines(trx, context.companyId, content.lines);
  const known = await assets.all();
  const unknown = content.lines.findIndex((line) => !known.has(line.asset));
  if (unknown >= 0) {
    throw fieldError(
      'unknown_asset',
      `/lines/${unknown}/asset`,
      'There is no such asset: choose one from the list.',
    );
  }
}

function draftContent(content: EntryContent): DraftContent {
  return { date: content.date, description: content.description, lines: content.lines };
}

function auditDraft(
  trx: Trx,
  context: Context,
  action: string,
  id: string,
  before: Entry | null,
  after: Entry | null,
): Promise<void> {
  return writeAudit(trx, { ...context, action, subjectKind: 'entry', subjectId: id, before, after });
}
