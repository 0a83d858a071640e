import type { PaymentTerms, PaymentTermsInput, PaymentTermsUpdate } from '@crypto-erp/contract/taxes';
import type { Trx } from '../../db/database.ts';
import { isUniqueViolation } from '../../db/errors.ts';
import { newId } from '../../db/id.ts';
import { fieldError, notFound, versionConflict } from '../../errors.ts';
import type { Context } from '../audit-log/context.ts';
import { writeAudit } from '../audit-log/service.ts';
import { findPaymentTerms } from './read-model.ts';
import { insertPaymentTerms, updatePaymentTerms } from './store.ts';

/** Adds payment terms. Throws `already_exists` for a name that is taken. */
export async function createPaymentTerms(
  trx: Trx,
  context: Context,
  input: PaymentTermsInput,
): Promise<PaymentTerms> {
  const id = newId();
  await uniqueName(insertPaymentTerms(trx, context.companyId, id, input));
  const after = await requirePaymentTerms(trx, context.companyId, id);
  await audit(trx, context, 'payment-terms.created', null, after);
  return after;
}

/**
 * Replaces payment terms. Documents keep the due date they were given. Throws `not_found`, `already_exists`,
 * `version_conflict`.
 */
export async function changePaymentTerms(
  trx: Trx,
  context: Context,
  id: string,
  update: PaymentTermsUpdate,
): Promise<PaymentTerms> {
  const before = await requirePaymentTerms(trx, context.companyId, id);
  const updated = await uniqueName(updatePaymentTerms(trx, context.companyId, id, update));
  if (!updated) throw versionConflict();
  const after = await requirePaymentTerms(trx, context.companyId, id);
  await audit(trx, context, 'payment-terms.changed', before, after);
  return after;
}

async function requirePaymentTerms(trx: Trx, companyId: string, id: string): Promise<PaymentTerms> {
  const terms = await findPaymentTerms(trx, companyId, id);
  if (terms === null) throw notFound('payment terms');
  return terms;
}

async function uniqueName<T>(write: Promise<T>): Promise<T> {
  try {
    return await write;
  } catch (error) {
    if (!isUniqueViolation(error, 'payment_terms_company_id_name_key')) throw error;
    throw fieldError('already_exists', '/name', 'There are payment terms of this name: choose another name.');
  }
}

function audit(
  trx: Trx,
  context: Context,
  action: string,
  before: PaymentTerms | null,
  after: PaymentTerms,
): Promise<void> {
  return writeAudit(trx, {
    ...context,
    action,
    subjectKind: 'payment-terms',
    subjectId: after.id,
    before,
    after,
  });
}
