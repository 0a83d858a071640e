import type { BankRule, BankRuleInput, BankRuleUpdate } from '@crypto-erp/contract/bank-rules';
import { parseDecimal } from '@crypto-erp/ledger/decimal';
import type { Trx } from '../../db/database.ts';
import { newId } from '../../db/id.ts';
import { DomainError, fieldError, notFound, versionConflict } from '../../errors.ts';
import { findAccount } from '../accounts/read-model.ts';
import { usableAccount } from '../accounts/usable-account.ts';
import type { Context } from '../audit-log/context.ts';
import { writeAudit } from '../audit-log/service.ts';
import { findBankAccount } from '../bank-accounts/read-model.ts';
import { findContact } from '../contacts/read-model.ts';
import { findBankRule, listBankRules, MAX_RULES } from './read-model.ts';
import { deleteBankRule, insertBankRule, updateBankRule } from './store.ts';

/**
 * Adds a rule. Throws `rule_incomplete`, `unknown_bank_account`, `unknown_contact`, `in_use` when there are as many as
 * there may be, and what {@link usableAccount} refuses.
 */
export async function createBankRule(trx: Trx, context: Context, input: BankRuleInput): Promise<BankRule> {
  const { companyId } = context;
  await check(trx, companyId, input);
  if ((await listBankRules(trx, companyId)).length >= MAX_RULES) {
    throw new DomainError('in_use', `There are ${MAX_RULES} rules, which is the most: delete one first.`);
  }
  const id = newId();
  await insertBankRule(trx, companyId, id, input);
  return audited(trx, context, 'bank-rule.created', null, id);
}

/** Replaces a rule. Throws `not_found`, `version_conflict`, and what {@link createBankRule} throws. */
export async function changeBankRule(
  trx: Trx,
  context: Context,
  id: string,
  update: BankRuleUpdate,
): Promise<BankRule> {
  const before = await requireBankRule(trx, context.companyId, id);
  await check(trx, context.companyId, update);
  if (!(await updateBankRule(trx, context.companyId, id, update))) throw versionConflict();
  return audited(trx, context, 'bank-rule.changed', before, id);
}

/** Deletes a rule; what it booked stays. Throws `not_found`. */
export async function removeBankRule(trx: Trx, context: Context, id: string): Promise<void> {
  const before = await requireBankRule(trx, context.companyId, id);
  await deleteBankRule(trx, context.companyId, id);
  const action = 'bank-rule.deleted';
  await writeAudit(trx, { ...context, action, subjectKind: 'bank-rule', subjectId: id, before, after: null });
}

/** The rule. Throws `not_found`. */
export async function requireBankRule(trx: Trx, companyId: string, id: string): Promise<BankRule> {
  const rule = await findBankRule(trx, companyId, id);
  if (rule === null) throw notFound('bank rule');
  return rule;
}

async function check(trx: Trx, companyId: string, rule: BankRuleInput): Promise<void> {
  const { contains, minAmount, maxAmount, accountId, contactId, bankAccountId } = rule;
  if (contains.trim() === '' && minAmount === null && maxAmount === null) {
    throw fieldError('rule_incomplete', '/contains', 'Say which text or which amount the lines have.');
  }
  if (minAmount !== null && maxAmount !== null && parseDecimal(minAmount, 18) > parseDecimal(maxAmount, 18)) {
    throw fieldError('rule_incomplete', '/maxAmount', 'The most is less than the least: enter more.');
  }
  if ((accountId === null) === (contactId === null)) {
    throw fieldError('rule_incomplete', '/accountId', 'Choose either an account or a contact.');
  }
  if (accountId !== null) usableAccount(await findAccount(trx, companyId, accountId), '/accountId');
  if (contactId !== null && (await findContact(trx, companyId, contactId)) === null) {
    throw fieldError('unknown_contact', '/contactId', 'There is no such contact: choose one or add it.');
  }
  if (bankAccountId !== null && (await findBankAccount(trx, companyId, bankAccountId)) === null) {
    throw fieldError('unknown_bank_account', '/bankAccountId', 'There is no such bank account: choose one.');
  }
}

async function audited(
  trx: Trx,
  context: Context,
  action: string,
  before: BankRule | null,
  id: string,
): Promise<BankRule> {
  const after = await requireBankRule(trx, context.companyId, id);
  await writeAudit(trx, { ...context, action, subjectKind: 'bank-rule', subjectId: id, before, after });
  return after;
}
