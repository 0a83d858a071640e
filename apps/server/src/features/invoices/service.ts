import type { Invoice, InvoiceReverse } from '@crypto-erp/contract/invoices';
import type { Trx } from '../../db/database.ts';
import { newId } from '../../db/id.ts';
import { DomainError, fieldError, versionConflict } from '../../errors.ts';
import type { AssetCatalogue } from '../assets/catalogue.ts';
import type { Context } from '../audit-log/context.ts';
import { writeAudit } from '../audit-log/service.ts';
import { lockBooks, requireEntry, reverseAny } from '../entries/service.ts';
import { composeInvoice, type InvoiceContent } from './compose.ts';
import { lastPaymentReversal, requireInvoice } from './read-model.ts';
import { deleteDraft, insertDraft, markReversed, reopen, updateDraft } from './store.ts';

/** Keeps a draft. Throws what {@link composeInvoice} refuses. */
export async function createInvoiceDraft(
  trx: Trx,
  context: Context,
  assets: AssetCatalogue,
  content: InvoiceContent,
): Promise<Invoice> {
  const id = newId();
  await insertDraft(
    trx,
    context.companyId,
    id,
    await composeInvoice(trx, context.companyId, assets, content),
  );
  const draft = await requireInvoice(trx, context.companyId, id);
  await auditInvoice(trx, context, 'invoice.drafted', id, null, draft);
  return draft;
}

/** Changes a draft. Throws `not_a_draft`, `version_conflict`, and what {@link composeInvoice} refuses. */
export async function changeInvoiceDraft(
  trx: Trx,
  context: Context,
  assets: AssetCatalogue,
  id: string,
  version: number,
  content: InvoiceContent,
): Promise<Invoice> {
  const before = await requireDraft(trx, context.companyId, id);
  const composed = await composeInvoice(trx, context.companyId, assets, content);
  if (!(await updateDraft(trx, context.companyId, id, version, composed))) throw versionConflict();
  const after = await requireInvoice(trx, context.companyId, id);
  await auditInvoice(trx, context, 'invoice.draft-changed', id, before, after);
  return after;
}

/** Deletes a draft. Throws `not_a_draft`. */
export async function removeInvoiceDraft(trx: Trx, context: Context, id: string): Promise<void> {
  const before = await requireDraft(trx, context.companyId, id);
  if (!(await deleteDraft(trx, context.companyId, id))) throw versionConflict();
  await auditInvoice(trx, context, 'invoice.draft-deleted', id, before, null);
}

/**
 * Reverses a posted invoice by the reversal of its entry. Its payments are reversed first, by a person who decides
 * what becomes of the money. Throws `not_posted`, `already_reversed`, `has_payments`, `date_before_original`,
 * `period_closed`.
 */
export async function reverseInvoice(
  trx: Trx,
  context: Context,
  id: string,
  input: InvoiceReverse,
): Promise<Invoice> {
  await lockBooks(trx, context.companyId);
  const before = await requireInvoice(trx, context.companyId, id);
  if (before.status === 'draft' || before.entryId === null) {
    throw new DomainError('not_posted', 'A draft is not reversed: delete it.');
  }
  if (before.status === 'reversed')
    throw new DomainError('already_reversed', 'This invoice is reversed already.');
  if (before.status !== 'posted') {
    throw new DomainError('has_payments', 'Reverse the payments of this invoice first.');
  }
  const paid = await lastPaymentReversal(trx, context.companyId, id);
  if (paid !== null && input.date < paid) {
    throw fieldError(
      'date_before_original',
      '/date',
      `A payment of this invoice stood until ${paid}: reverse the invoice on that day or later.`,
    );
  }
  const original = await requireEntry(trx, context.companyId, before.entryId);
  const reversal = await reverseAny(
    trx,
    context,
    original,
    { date: input.date, description: input.reason },
    'invoice.reversal-posted',
    id,
  );
  await markReversed(trx, context.companyId, id, reversal.id);
  const after = await requireInvoice(trx, context.companyId, id);
  await auditInvoice(trx, context, 'invoice.reversed', id, before, after);
  return after;
}

/**
 * Opens the invoice again by a payment that was reversed: `paid` is what the payments that stand paid of it, in whole
 * units of its asset and of the base asset. Called under the books' lock.
 */
export async function reopenInvoice(
  trx: Trx,
  context: Context,
  id: string,
  paid: { amount: string; clearedBase: string },
): Promise<void> {
  const before = await requireInvoice(trx, context.companyId, id);
  await reopen(trx, context.companyId, id, paid);
  const after = await requireInvoice(trx, context.companyId, id);
  await auditInvoice(trx, context, 'invoice.reopened', id, before, after);
}

async function requireDraft(trx: Trx, companyId: string, id: string): Promise<Invoice> {
  const invoice = await requireInvoice(trx, companyId, id);
  if (invoice.status !== 'draft') {
    throw new DomainError('not_a_draft', 'A posted invoice stays as it is: reverse it and write another.');
  }
  return invoice;
}

function auditInvoice(
  trx: Trx,
  context: Context,
  action: string,
  id: string,
  before: Invoice | null,
  after: Invoice | null,
): Promise<void> {
  return writeAudit(trx, { ...context, action, subjectKind: 'invoice', subjectId: id, before, after });
}
