import type { ApprovalKind, ApprovalRule, ApprovalRuleInput } from '@crypto-erp/contract/approvals';
import type { Trx } from '../../db/database.ts';
import { fieldError, notFound, versionConflict } from '../../errors.ts';
import type { AssetCatalogue } from '../assets/catalogue.ts';
import type { Context } from '../audit-log/context.ts';
import { writeAudit } from '../audit-log/service.ts';
import { companySettings } from '../companies/read-model.ts';
import { findRule } from './read-model.ts';
import { deleteRule, saveRule } from './store.ts';

/**
 * Sets the amount above which something of `kind` needs an approval, and by whom. What was approved stays so. Throws
 * `invalid_input` without anyone who may approve, `too_many_decimals`, `version_conflict`.
 */
export async function setRule(
  trx: Trx,
  context: Context,
  assets: AssetCatalogue,
  kind: ApprovalKind,
  input: ApprovalRuleInput,
): Promise<ApprovalRule> {
  const { companyId } = context;
  if (input.approverRoles.length + input.approverIds.length === 0) {
    throw fieldError('invalid_input', '/approverRoles', 'Say who approves: a role or a user.');
  }
  const { baseAsset } = await companySettings(trx, companyId);
  const decimals = await assets.decimals(baseAsset);
  if ((input.threshold.split('.')[1] ?? '').length > decimals) {
    throw fieldError('too_many_decimals', '/threshold', `${baseAsset} has at most ${decimals} decimals.`);
  }
  const before = await findRule(trx, companyId, kind);
  if (!(await saveRule(trx, companyId, kind, input))) throw versionConflict();
  const after = await requireRule(trx, companyId, kind);
  await audit(trx, context, 'approval-rule.set', before, after);
  return after;
}

/** Lets everyone post something of `kind` alone again. Throws `not_found`. */
export async function removeRule(trx: Trx, context: Context, kind: ApprovalKind): Promise<void> {
  const before = await requireRule(trx, context.companyId, kind);
  await deleteRule(trx, context.companyId, kind);
  await audit(trx, context, 'approval-rule.removed', before, null);
}

async function requireRule(trx: Trx, companyId: string, kind: ApprovalKind): Promise<ApprovalRule> {
  const rule = await findRule(trx, companyId, kind);
  if (rule === null) throw notFound('approval rule');
  return rule;
}

/** A rule has no id: the audit record names its kind in `before` and `after`. */
function audit(
  trx: Trx,
  context: Context,
  action: string,
  before: ApprovalRule | null,
  after: ApprovalRule | null,
): Promise<void> {
  return writeAudit(trx, {
    ...context,
    action,
    subjectKind: 'approval-rule',
    subjectId: null,
    before,
    after,
  });
}
