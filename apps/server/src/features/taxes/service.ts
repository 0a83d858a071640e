import type { Tax, TaxInput, TaxUpdate } from '@crypto-erp/contract/taxes';
import type { Trx } from '../../db/database.ts';
import { isUniqueViolation } from '../../db/errors.ts';
import { newId } from '../../db/id.ts';
import { fieldError, notFound, versionConflict } from '../../errors.ts';
import { requirePostable } from '../accounts/read-model.ts';
import type { Context } from '../audit-log/context.ts';
import { writeAudit } from '../audit-log/service.ts';
import { findTax } from './read-model.ts';
import { insertTax, updateTax } from './store.ts';

/**
 * Adds a tax code. Throws `invalid_input` for an exempt one without its reason or another without its account,
 * `already_exists` for its code; for its account `unknown_account`, `account_archived`, `account_not_postable`, and
 * `control_account` for the receivable and the payable, which only documents move.
 */
export async function createTax(trx: Trx, context: Context, input: TaxInput): Promise<Tax> {
  const { companyId } = context;
  checkFields(input);
  if (input.accountId !== null) await checkAccount(trx, companyId, input.accountId);
  const id = newId();
  await insertUnique(trx, companyId, id, input);
  const after = await requireTax(trx, companyId, id);
  await audit(trx, context, 'tax.created', null, after);
  return after;
}

/** Renames, archives or restores a tax code. Throws `not_found`, `version_conflict`. */
export async function changeTax(trx: Trx, context: Context, id: string, update: TaxUpdate): Promise<Tax> {
  const before = await requireTax(trx, context.companyId, id);
  if (!(await updateTax(trx, context.companyId, id, update))) throw versionConflict();
  const after = await requireTax(trx, context.companyId, id);
  await audit(trx, context, 'tax.changed', before, after);
  return after;
}

function checkFields({ kind, exemptReason, accountId }: TaxInput): void {
  if (kind === 'exempt' && exemptReason === null) {
    throw fieldError('invalid_input', '/exemptReason', 'Say why no tax is charged: the document prints it.');
  }
  if (kind !== 'exempt' && accountId === null) {
    throw fieldError('invalid_input', '/accountId', 'Choose the account that this tax is posted to.');
  }
}

async function checkAccount(trx: Trx, companyId: string, accountId: string): Promise<void> {
  const { code, role } = await requirePostable(trx, companyId, accountId, '/accountId');
  if (role === 'receivable' || role === 'payable') {
    throw fieldError(
      'control_account',
      '/accountId',
      `Account ${code} holds what is owed on documents: choose an account for taxes.`,
    );
  }
}

async function insertUnique(trx: Trx, companyId: string, id: string, input: TaxInput): Promise<void> {
  try {
    await insertTax(trx, companyId, id, input);
  } catch (error) {
    if (!isUniqueViolation(error, 'taxes_company_id_code_key')) throw error;
    throw fieldError('already_exists', '/code', 'Another tax has this code: choose another code.');
  }
}

async function requireTax(trx: Trx, companyId: string, id: string): Promise<Tax> {
  const tax = await findTax(trx, companyId, id);
  if (tax === null) throw notFound('tax');
  return tax;
}

function audit(trx: Trx, context: Context, action: string, before: Tax | null, after: Tax): Promise<void> {
  return writeAudit(trx, { ...context, action, subjectKind: 'tax', subjectId: after.id, before, after });
}
