import type { Approval, ApprovalInput } from '@crypto-erp/contract/approvals';
import { formatDecimal, MAX_DECIMALS, parseDecimal, trimDecimal } from '@crypto-erp/ledger/decimal';
import type { Trx } from '../../db/database.ts';
import { newId } from '../../db/id.ts';
import { DomainError, notFound, versionConflict } from '../../errors.ts';
import type { AssetCatalogue } from '../assets/catalogue.ts';
import type { Context } from '../audit-log/context.ts';
import { writeAudit } from '../audit-log/service.ts';
import { prepareDocumentDraft } from '../documents/posting.ts';
import { requireEntry } from '../entries/service.ts';
import { isApprover, type Person } from './approvers.ts';
import { authorsOf, findApproval, findRule } from './read-model.ts';
import { decideApproval, insertApproval, lockDraft } from './store.ts';

/**
 * Submits a draft as it is at `version`. A later change of the draft makes the approval void. Throws `not_found`,
 * `not_a_draft`, `version_conflict`, what keeps a document from being posted, and `already_submitted` while another waits or
 * was granted.
 */
export async function submit(
  trx: Trx,
  context: Context,
  assets: AssetCatalogue,
  input: ApprovalInput,
): Promise<Approval> {
  const { companyId, actor } = context;
  await lockDraft(trx, companyId, input.subjectId);
  const amount = await amountOf(trx, context, assets, input);
  const id = newId();
  if (!(await insertApproval(trx, companyId, id, { ...input, amount, submittedBy: actor.id }))) {
    throw new DomainError('already_submitted', 'This draft is submitted already: wait for the decision.');
  }
  const after = await requireApproval(trx, companyId, id);
  await audit(trx, context, 'approval.submitted', null, after);
  return after;
}

/**
 * Approves or rejects what was submitted. `people` are the actor and those in whose place they decide
 * (see `peopleBehind`): the first who may by the company's rule and wrote nothing of the draft. Throws `not_found`,
 * `already_decided`, `not_an_approver`, `approver_is_author`.
 */
export async function decide(
  trx: Trx,
  context: Context,
  id: string,
  status: 'approved' | 'rejected',
  comment: string,
  people: readonly Person[],
): Promise<Approval> {
  const { companyId } = context;
  const before = await requireApproval(trx, companyId, id);
  const [actor] = people;
  const rule = await findRule(trx, companyId, before.kind);
  const approvers = people.filter((person) => isApprover(person, rule));
  if (actor === undefined || approvers.length === 0) {
    throw new DomainError('not_an_approver', 'Your company lets others decide this: ask one of them.');
  }
  const authors = await authorsOf(trx, companyId, before.kind, before.subjectId);
  const decider = approvers.find(({ userId }) => !authors.has(userId));
  if (authors.has(actor.userId) || decider === undefined) {
    throw new DomainError(
      'approver_is_author',
      'Somebody other than its author decides this: ask another approver.',
    );
  }
  const decision = {
    status,
    comment,
    decidedBy: actor.userId,
    onBehalfOf: decider === actor ? null : decider.userId,
  };
  if (!(await decideApproval(trx, companyId, id, decision))) {
    const { status: now } = await requireApproval(trx, companyId, id);
    throw new DomainError('already_decided', `This is ${now} already: read it again.`);
  }
  const after = await requireApproval(trx, companyId, id);
  await audit(trx, context, `approval.${status}`, before, after);
  return after;
}

/** The approval. Throws `not_found`. */
export async function requireApproval(trx: Trx, companyId: string, id: string): Promise<Approval> {
  const approval = await findApproval(trx, companyId, id);
  if (approval === null) throw notFound('approval');
  return approval;
}

/**
 * What the draft comes to in the base asset: the debits of its entry, which is what the rule is measured by at posting.
 * Throws `not_found`, `not_a_draft`, `version_conflict`, and what keeps a document from being posted.
 */
async function amountOf(
  trx: Trx,
  context: Context,
  assets: AssetCatalogue,
  { kind, subjectId: id, version }: ApprovalInput,
): Promise<string> {
  if (kind !== 'entry') {
    const { entry } = await prepareDocumentDraft(trx, context, assets, kind, { id, version }, null);
    const amounts = entry.lines.map((line) => parseDecimal(line.base_amount, MAX_DECIMALS));
    const debits = amounts.reduce((sum, one) => (one > 0n ? sum + one : sum), 0n);
    return trimDecimal(formatDecimal(debits, MAX_DECIMALS));
  }
  const draft = await requireEntry(trx, context.companyId, id);
  if (draft.status !== 'draft') {
    throw new DomainError('not_a_draft', 'This is posted already: it needs no approval.');
  }
  if (draft.version !== version) throw versionConflict();
  return draft.total;
}

function audit(
  trx: Trx,
  context: Context,
  action: string,
  before: Approval | null,
  after: Approval,
): Promise<void> {
  return writeAudit(trx, { ...context, action, subjectKind: 'approval', subjectId: after.id, before, after });
}
