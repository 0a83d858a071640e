import type {
  TransactionRule,
  TransactionRuleInput,
  TransactionRuleUpdate,
} from '@crypto-erp/contract/transaction-rules';
import { parseDecimal } from '@crypto-erp/ledger/decimal';
import type { Trx } from '../../db/database.ts';
import { newId } from '../../db/id.ts';
import { DomainError, fieldError, notFound, versionConflict } from '../../errors.ts';
import { findAccount } from '../accounts/read-model.ts';
import { usableAccount } from '../accounts/usable-account.ts';
import { assetExists } from '../assets/read-model.ts';
import type { Context } from '../audit-log/context.ts';
import { writeAudit } from '../audit-log/service.ts';
import { findContact } from '../contacts/read-model.ts';
import { findTag } from '../tags/read-model.ts';
import { findWallet } from '../wallets/read-model.ts';
import { findRule, listRules, MAX_RULES } from './read-model.ts';
import { deleteRule, insertRule, updateRule } from './store.ts';

/**
 * Adds a rule. Throws `rule_incomplete`; `unknown_wallet`, `unknown_asset`, `unknown_contact`, `unknown_tag`; `in_use` when
 * there are as many as there may be; and what {@link usableAccount} refuses.
 */
export async function createRule(
  trx: Trx,
  context: Context,
  input: TransactionRuleInput,
): Promise<TransactionRule> {
  const { companyId } = context;
  await check(trx, companyId, input);
  if ((await listRules(trx, companyId)).length >= MAX_RULES) {
    throw new DomainError('in_use', `There are ${MAX_RULES} rules, which is the most: delete one first.`);
  }
  const id = newId();
  await insertRule(trx, companyId, id, input);
  return audited(trx, context, 'transaction-rule.created', null, id);
}

/** Replaces a rule. Throws `not_found`, `version_conflict`, and what {@link createRule} throws. */
export async function changeRule(
  trx: Trx,
  context: Context,
  id: string,
  update: TransactionRuleUpdate,
): Promise<TransactionRule> {
  const before = await requireRule(trx, context.companyId, id);
  await check(trx, context.companyId, update);
  if (!(await updateRule(trx, context.companyId, id, update))) throw versionConflict();
  return audited(trx, context, 'transaction-rule.changed', before, id);
}

/** Deletes a rule; what it said stays. Throws `not_found`. */
export async function removeRule(trx: Trx, context: Context, id: string): Promise<void> {
  const before = await requireRule(trx, context.companyId, id);
  await deleteRule(trx, context.companyId, id);
  const action = 'transaction-rule.deleted';
  const subjectKind = 'transaction-rule';
  await writeAudit(trx, { ...context, action, subjectKind, subjectId: id, before, after: null });
}

/** The rule. Throws `not_found`. */
export async function requireRule(trx: Trx, companyId: string, id: string): Promise<TransactionRule> {
  const rule = await findRule(trx, companyId, id);
  if (rule === null) throw notFound('rule');
  return rule;
}

async function check(trx: Trx, companyId: string, rule: TransactionRuleInput): Promise<void> {
  checkConditions(rule);
  if (rule.walletId !== null && (await findWallet(trx, companyId, rule.walletId)) === null) {
    throw fieldError('unknown_wallet', '/walletId', 'There is no such wallet: choose one.');
  }
  if (rule.asset !== null && !(await assetExists(trx, rule.asset))) {
    throw fieldError('unknown_asset', '/asset', `There is no asset ${rule.asset}: choose one of the list.`);
  }
  if (rule.accountId !== null) {
    usableAccount(await findAccount(trx, companyId, rule.accountId), '/accountId');
  }
  if (rule.contactId !== null && (await findContact(trx, companyId, rule.contactId)) === null) {
    throw fieldError('unknown_contact', '/contactId', 'There is no such contact: choose one or add it.');
  }
  if (rule.tagId !== null && (await findTag(trx, companyId, rule.tagId)) === null) {
    throw fieldError('unknown_tag', '/tagId', 'There is no such tag: choose one or add it.');
  }
}

function checkConditions(rule: TransactionRuleInput): void {
  const { walletId, direction, kind, asset, counterparty, method, minQuantity, maxQuantity } = rule;
  const asked = [walletId, direction, kind, asset, counterparty, method, minQuantity, maxQuantity];
  if (asked.every((condition) => condition === null)) {
    throw fieldError(
      'rule_incomplete',
      '/counterparty',
      'Say what a transfer must be: one condition or more.',
    );
  }
  if (minQuantity === null || maxQuantity === null) return;
  if (parseDecimal(minQuantity, 18) > parseDecimal(maxQuantity, 18)) {
    throw fieldError('rule_incomplete', '/maxQuantity', 'The most is less than the least: enter more.');
  }
}

async function audited(
  trx: Trx,
  context: Context,
  action: string,
  before: TransactionRule | null,
  id: string,
): Promise<TransactionRule> {
  const after = await requireRule(trx, context.companyId, id);
  await writeAudit(trx, {
    ...context,
    action,
    subjectKind: 'transaction-rule',
    subjectId: id,
    before,
    after,
  });
  return after;
}
