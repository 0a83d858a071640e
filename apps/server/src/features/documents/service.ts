import type { Document, DocumentContent, DocumentVoid } from '@crypto-erp/contract/documents';
import type { Trx } from '../../db/database.ts';
import { newId } from '../../db/id.ts';
import { DomainError, fieldError, versionConflict } from '../../errors.ts';
import type { AssetCatalogue } from '../assets/catalogue.ts';
import type { Context } from '../audit-log/context.ts';
import { writeAudit } from '../audit-log/service.ts';
import type { PostItem } from '../entries/post-item.ts';
import { lockBooks, postWithin } from '../entries/service.ts';
import { createSettlement } from '../settlements/service.ts';
import { composeDocument } from './compose.ts';
import { type Nature, nounOf, oppositeOf } from './kinds.ts';
import { prepareDocument } from './posting.ts';
import { lastSettlementReversal, requireDocument } from './read-model.ts';
import { deleteDraft, insertDraft, markVoid, updateDraft } from './store.ts';

// For the import of an archive, which posts the note and its settlement itself.
export { markVoid };

/** Keeps a draft. Throws what {@link composeDocument} refuses. */
export async function createDocumentDraft(
  trx: Trx,
  context: Context,
  assets: AssetCatalogue,
  nature: Nature,
  content: DocumentContent,
): Promise<Document> {
  const id = newId();
  const composed = await composeDocument(trx, context.companyId, assets, nature, content);
  await insertDraft(trx, context.companyId, id, composed);
  const draft = await requireDocument(trx, context.companyId, nature.kind, id);
  await audit(trx, context, `${nature.kind}.drafted`, null, draft);
  return draft;
}

/** Changes a draft. Throws `not_a_draft`, `version_conflict`, and what {@link composeDocument} refuses. */
export async function changeDocumentDraft(
  trx: Trx,
  context: Context,
  assets: AssetCatalogue,
  nature: Nature,
  draft: { id: string; version: number },
  content: DocumentContent,
): Promise<Document> {
  const { kind } = nature;
  const before = await requireDraft(trx, context.companyId, kind, draft.id);
  const composed = await composeDocument(trx, context.companyId, assets, nature, content);
  if (!(await updateDraft(trx, context.companyId, draft.id, draft.version, composed))) {
    throw versionConflict();
  }
  const after = await requireDocument(trx, context.companyId, kind, draft.id);
  await audit(trx, context, `${kind}.draft-changed`, before, after);
  return after;
}

/** Deletes a draft. Throws `not_a_draft`. */
export async function removeDocumentDraft(
  trx: Trx,
  context: Context,
  kind: Nature['kind'],
  id: string,
): Promise<void> {
  const before = await requireDraft(trx, context.companyId, kind, id);
  if (!(await deleteDraft(trx, context.companyId, id))) throw versionConflict();
  await audit(trx, context, `${kind}.draft-deleted`, before, null);
}

/** A new draft with the content of any document, dated `issueDate`; its number of a supplier is left out. */
export async function duplicateDocument(
  trx: Trx,
  context: Context,
  assets: AssetCatalogue,
  kind: Nature['kind'],
  id: string,
  issueDate: string,
): Promise<Document> {
  const source = await requireDocument(trx, context.companyId, kind, id);
  const content = { ...contentOf(source), issueDate, dueDate: null, correctsId: null, externalNumber: '' };
  return createDocumentDraft(trx, context, assets, source, content);
}

/**
 * Posts what `prepare` makes under the books' lock: a note that takes back must see what earlier ones left. Throws what
 * refuses it.
 */
export async function postUnderLock(
  trx: Trx,
  context: Context,
  prepare: () => Promise<PostItem>,
): Promise<Document> {
  await lockBooks(trx, context.companyId);
  return (await postWithin(trx, context.companyId, await prepare())) as unknown as Document;
}

/**
 * Voids a posted document by a note over all of it, settled against it: both are done, and each account is as if neither
 * had been. Throws `not_posted`, `already_void`, `has_payments`, `credit_in_use` when a note took back a part,
 * `date_before_original`, `period_closed`, and what {@link prepareDocument} refuses.
 */
export async function voidDocument(
  trx: Trx,
  context: Context,
  assets: AssetCatalogue,
  kind: Nature['kind'],
  id: string,
  input: DocumentVoid,
): Promise<Document> {
  const { companyId } = context;
  await lockBooks(trx, companyId);
  const before = await requireDocument(trx, companyId, kind, id);
  await checkVoidable(trx, companyId, before, input.date);
  const nature = { kind: oppositeOf(kind), side: before.side };
  const content: DocumentContent = {
    ...contentOf(before),
    issueDate: input.date,
    dueDate: null,
    paymentTermsId: null,
    correctsId: id,
    externalNumber: '',
    reference: before.number ?? '',
    notes: input.reason,
  };
  const item = await atDate(() => prepareDocument(trx, context, assets, nature, content, null));
  if (item.answer.total !== before.total) {
    throw new DomainError(
      'wrong_original',
      `The rounding of the company was changed since: a note over ${before.total} cannot be computed any more.`,
    );
  }
  const note = (await atDate(() => postWithin(trx, companyId, item))) as unknown as Document;
  const parts = [before, note].map((one) => ({ itemId: one.id, amount: before.total }));
  await createSettlement(trx, context, assets, { date: input.date, parts });
  await markVoid(trx, companyId, id, note.id);
  const after = await requireDocument(trx, companyId, kind, id);
  await audit(trx, context, `${kind}.voided`, before, after);
  return after;
}

/** What is wrong with the note's issue date is wrong with the date of the request. */
async function atDate<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof DomainError) || error.fields[0]?.path !== '/issueDate') throw error;
    throw fieldError(error.code, '/date', error.message);
  }
}

async function checkVoidable(trx: Trx, companyId: string, document: Document, date: string): Promise<void> {
  const { status } = document;
  if (status === 'draft') throw new DomainError('not_posted', 'A draft is not voided: delete it.');
  if (status === 'void') throw new DomainError('already_void', `${document.number} is void already.`);
  if (status !== 'posted') {
    throw new DomainError(
      'has_payments',
      `Reverse the payments and settlements of ${document.number} first.`,
    );
  }
  if (/[1-9]/.test(document.creditedAmount)) {
    throw new DomainError(
      'credit_in_use',
      `A note took back a part of ${document.number}: take back the rest.`,
    );
  }
  const settled = await lastSettlementReversal(trx, companyId, document.id);
  if (settled !== null && date < settled) {
    throw fieldError(
      'date_before_original',
      '/date',
      `A payment of this document stood until ${settled}: void it on that day or later.`,
    );
  }
}

async function requireDraft(
  trx: Trx,
  companyId: string,
  kind: Nature['kind'],
  id: string,
): Promise<Document> {
  const document = await requireDocument(trx, companyId, kind, id);
  if (document.status !== 'draft') {
    throw new DomainError(
      'not_a_draft',
      `A posted ${nounOf(kind)} stays as it is: correct it by a credit note, or void it.`,
    );
  }
  return document;
}

/** What a person would enter to get this document. */
function contentOf(document: Document): DocumentContent {
  const {
    contactId,
    issueDate,
    dueDate,
    paymentTermsId,
    asset,
    reference,
    notes,
    externalNumber,
    correctsId,
  } = document;
  return {
    contactId,
    issueDate,
    dueDate,
    paymentTermsId,
    asset,
    reference,
    notes,
    externalNumber,
    correctsId,
    lines: document.lines.map(({ net: _, tax: __, ...line }) => line),
  };
}

function audit(
  trx: Trx,
  context: Context,
  action: string,
  before: Document | null,
  after: Document | null,
): Promise<void> {
  const { kind, id } = (after ?? before) as Document;
  return writeAudit(trx, { ...context, action, subjectKind: kind, subjectId: id, before, after });
}
