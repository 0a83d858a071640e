import type { Delegation, DelegationInput } from '@crypto-erp/contract/approvals';
import type { Trx } from '../../db/database.ts';
import { newId } from '../../db/id.ts';
import { DomainError, fieldError, notFound } from '../../errors.ts';
import { can } from '../../permissions.ts';
import type { Context } from '../audit-log/context.ts';
import { writeAudit } from '../audit-log/service.ts';
import { findDelegation } from './read-model.ts';
import { insertDelegation, revokeDelegation } from './store.ts';

/**
 * Lets another member, whom the caller knows to be one, decide in the place of the actor. It gives what the actor may by the
 * company's rules; whether the other may decide at all is their own role's matter. Throws `not_permitted` for who is no
 * user, `invalid_input`.
 */
export async function delegate(trx: Trx, context: Context, input: DelegationInput): Promise<Delegation> {
  const { companyId, actor } = context;
  if (actor.kind !== 'user' || actor.id === null) {
    throw new DomainError('not_permitted', 'Only a user delegates: an API key decides nothing.');
  }
  if (input.toUserId === actor.id) {
    throw fieldError('invalid_input', '/toUserId', 'You decide for yourself already: choose somebody else.');
  }
  if (input.from > input.to) {
    throw fieldError('invalid_input', '/to', 'The last day is before the first: choose a later one.');
  }
  const id = newId();
  await insertDelegation(trx, companyId, id, actor.id, input);
  const after = await requireDelegation(trx, companyId, id);
  await audit(trx, context, 'approval-delegation.created', null, after);
  return after;
}

/**
 * Ends a delegation at once, as often as it is asked. Whoever delegated may, and who runs the company. Throws `not_found`,
 * `not_permitted`.
 */
export async function revoke(trx: Trx, context: Context, id: string): Promise<void> {
  const { companyId, actor } = context;
  const before = await requireDelegation(trx, companyId, id);
  const runsCompany = actor.role !== undefined && can(actor.role, 'company:write');
  if (before.fromUserId !== actor.id && !runsCompany) {
    throw new DomainError('not_permitted', 'Only who delegated, an owner or an admin ends this.');
  }
  await revokeDelegation(trx, companyId, id);
  await audit(
    trx,
    context,
    'approval-delegation.revoked',
    before,
    await requireDelegation(trx, companyId, id),
  );
}

async function requireDelegation(trx: Trx, companyId: string, id: string): Promise<Delegation> {
  const found = await findDelegation(trx, companyId, id);
  if (found === null) throw notFound('delegation');
  return found;
}

function audit(
  trx: Trx,
  context: Context,
  action: string,
  before: Delegation | null,
  after: Delegation,
): Promise<void> {
  const subject = { subjectKind: 'approval-delegation', subjectId: after.id };
  return writeAudit(trx, { ...context, action, ...subject, before, after });
}
