import type { Contact, ContactInput, ContactUpdate } from '@crypto-erp/contract/contacts';
import type { Trx } from '../../db/database.ts';
import { newId } from '../../db/id.ts';
import { fieldError, notFound, versionConflict } from '../../errors.ts';
import { assetExists } from '../assets/read-model.ts';
import type { Context } from '../audit-log/context.ts';
import { writeAudit } from '../audit-log/service.ts';
import { findPaymentTerms } from '../payment-terms/read-model.ts';
import { findContact } from './read-model.ts';
import { insertContact, updateContact } from './store.ts';

/** Adds a contact. Throws `unknown_asset`, `unknown_payment_terms`. */
export async function createContact(trx: Trx, context: Context, input: ContactInput): Promise<Contact> {
  await checkContactReferences(trx, context.companyId, input);
  const id = newId();
  await insertContact(trx, context.companyId, id, input);
  const after = await requireContact(trx, context.companyId, id);
  await writeAudit(trx, {
    ...context,
    action: 'contact.created',
    subjectKind: 'contact',
    subjectId: id,
    before: null,
    after,
  });
  return after;
}

/**
 * Replaces every field of a contact, `archived` among them. Throws `not_found`, `unknown_asset`,
 * `unknown_payment_terms`, `version_conflict`.
 */
export async function changeContact(
  trx: Trx,
  context: Context,
  id: string,
  update: ContactUpdate,
): Promise<Contact> {
  const before = await requireContact(trx, context.companyId, id);
  await checkContactReferences(trx, context.companyId, update);
  if (!(await updateContact(trx, context.companyId, id, update))) throw versionConflict();
  const after = await requireContact(trx, context.companyId, id);
  await writeAudit(trx, {
    ...context,
    action: 'contact.changed',
    subjectKind: 'contact',
    subjectId: id,
    before,
    after,
  });
  return after;
}

/** The contact. Throws `not_found`. */
export async function requireContact(trx: Trx, companyId: string, id: string): Promise<Contact> {
  const contact = await findContact(trx, companyId, id);
  if (contact === null) throw notFound('contact');
  return contact;
}

/** Checks what a contact refers to. Throws `unknown_asset`, `unknown_payment_terms`. */
export async function checkContactReferences(
  trx: Trx,
  companyId: string,
  input: Pick<ContactInput, 'defaultAsset' | 'paymentTermsId'>,
): Promise<void> {
  const { defaultAsset, paymentTermsId } = input;
  if (defaultAsset !== null && !(await assetExists(trx, defaultAsset))) {
    throw fieldError(
      'unknown_asset',
      '/defaultAsset',
      'There is no such asset: choose one from the list of assets.',
    );
  }
  if (paymentTermsId !== null && (await findPaymentTerms(trx, companyId, paymentTermsId)) === null) {
    throw fieldError(
      'unknown_payment_terms',
      '/paymentTermsId',
      'There are no such payment terms: choose some from the list.',
    );
  }
}
