import type { Tax, TaxInput, TaxUpdate } from '@crypto-erp/contract/taxes';
import { trimDecimal } from '@crypto-erp/ledger/decimal';
import type { Trx } from '../../db/database.ts';
import { isUniqueViolation } from '../../db/errors.ts';
import { newId } from '../../db/id.ts';
import { fieldError, notFound, versionConflict } from '../../errors.ts';
import { findAccount } from '../accounts/read-model.ts';
import { usableAccount } from '../accounts/usable-account.ts';
import type { Context } from '../audit-log/context.ts';
import { writeAudit } from '../audit-log/service.ts';
import { findTax } from './read-model.ts';
import { insertTax, updateTax } from './store.ts';

/**
 * Adds a tax code. Throws `invalid_input` for fields that do not go with its kind, `already_exists` for its code, and
 * for its accounts what {@link usableAccount} refuses.
 */
export async function createTax(trx: Trx, context: Context, input: TaxInput): Promise<Tax> {
  const { companyId } = context;
  checkFields(input);
  await checkAccount(trx, companyId, input.accountId, '/accountId');
  await checkAccount(trx, companyId, input.inputAccountId ?? null, '/inputAccountId');
  const id = newId();
  await insertUnique(trx, companyId, id, input);
  const after = await requireTax(trx, companyId, id);
  await audit(trx, context, 'tax.created', null, after);
  return after;
}

/**
 * Renames, archives or restores a tax code. Throws `not_found`, `version_conflict`, and for the accounts of one that
 * is restored what {@link usableAccount} refuses.
 */
export async function changeTax(trx: Trx, context: Context, id: string, update: TaxUpdate): Promise<Tax> {
  const before = await requireTax(trx, context.companyId, id);
  if (before.archived && !update.archived) {
    await checkAccount(trx, context.companyId, before.accountId, '/archived');
    await checkAccount(trx, context.companyId, before.inputAccountId, '/archived');
  }
  if (!(await updateTax(trx, context.companyId, id, update))) throw versionConflict();
  const after = await requireTax(trx, context.companyId, id);
  await audit(trx, context, 'tax.changed', before, after);
  return after;
}

function checkFields({ kind, rate, exemptReason, accountId }: TaxInput): void {
  if (kind === 'exempt' && trimDecimal(rate) !== '0') {
    throw fieldError('invalid_input', '/rate', 'An exempt tax charges nothing: its rate is 0.');
  }
  if (kind === 'exempt' && exemptReason === null) {
    throw fieldError('invalid_input', '/exemptReason', 'Say why no tax is charged: the document prints it.');
  }
  if (kind === 'standard' && exemptReason !== null) {
    throw fieldError(
      'invalid_input',
      '/exemptReason',
      'This tax is charged: it has no reason why it is not.',
    );
  }
  if (kind !== 'exempt' && accountId === null) {
    throw fieldError('invalid_input', '/accountId', 'Choose the account that this tax is posted to.');
  }
}

async function checkAccount(
  trx: Trx,
  companyId: string,
  accountId: string | null,
  path: string,
): Promise<void> {
  if (accountId !== null) usableAccount(await findAccount(trx, companyId, accountId), path);
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
