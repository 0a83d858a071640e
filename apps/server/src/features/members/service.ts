import type { Member } from '@crypto-erp/contract/members';
import type { Role } from '@crypto-erp/contract/roles';
import type { Trx } from '../../db/database.ts';
import { DomainError } from '../../errors.ts';
import { can, mayGrant } from '../../permissions.ts';
import type { Context } from '../audit-log/context.ts';
import { writeAudit } from '../audit-log/service.ts';
import { countOwners, findMember } from './read-model.ts';
import { addMembership, deleteMembership, lockMemberships, type Membership, setRole } from './store.ts';

/** Whoever changes who may do what in a company, with their own role there. */
export interface Granter extends Context {
  role: Role;
}

// Memberships are control data and the audit record is the company's. Both are in one database today, so one
// transaction holds both. When companies move to servers of their own, the control write will carry its audit
// record in a control outbox that is delivered to the company's shard: no transaction spans two servers.

/** Makes the user a member, for who creates a company or accepts an invitation. False when they are one already. */
export function joinCompany(trx: Trx, membership: Membership): Promise<boolean> {
  return addMembership(trx, membership);
}

/**
 * Gives a member another role. Throws `not_found`, `not_permitted` when the old or the new role is more than the
 * granter may give, and `last_owner`.
 */
export async function changeRole(trx: Trx, by: Granter, userId: string, role: Role): Promise<Member> {
  const { companyId, actor } = by;
  const member = await lockMember(trx, companyId, userId);
  if (member.role === role) return member;
  refuseGrant(by.role, member.role);
  refuseGrant(by.role, role);
  if (member.role === 'owner') await refuseLastOwner(trx, companyId);
  await setRole(trx, { companyId, userId, role });
  await writeAudit(trx, {
    companyId,
    actor,
    action: 'member.role-changed',
    subjectKind: 'member',
    subjectId: userId,
    before: { role: member.role },
    after: { role },
  });
  return { ...member, role };
}

/**
 * Ends a membership: a user's own, or another's by one who may write members. The keys and the work of the
 * member stay the company's. Throws `not_found`, `not_permitted` and `last_owner`.
 */
export async function removeMember(trx: Trx, by: Granter, userId: string): Promise<void> {
  const { companyId, actor } = by;
  const leaves = actor.kind === 'user' && actor.id === userId;
  if (!leaves && !can(by.role, 'members:write')) {
    throw new DomainError(
      'not_permitted',
      'You may leave the company yourself; only an admin removes others.',
    );
  }
  const member = await lockMember(trx, companyId, userId);
  if (!leaves) refuseGrant(by.role, member.role);
  if (member.role === 'owner') await refuseLastOwner(trx, companyId);
  await deleteMembership(trx, companyId, userId);
  await writeAudit(trx, {
    companyId,
    actor,
    action: leaves ? 'member.left' : 'member.removed',
    subjectKind: 'member',
    subjectId: userId,
    before: { role: member.role, email: member.email },
    after: null,
  });
}

/** Throws `not_permitted` when `granter` may neither give nor take `role`. */
export function refuseGrant(granter: Role, role: Role): void {
  if (mayGrant(granter, role)) return;
  const message =
    role === 'owner' ? 'Only an owner gives or takes the owner role.' : `${granter} may not give ${role}.`;
  throw new DomainError('not_permitted', message, [{ path: '/role', code: 'not_permitted', message }]);
}

async function lockMember(trx: Trx, companyId: string, userId: string): Promise<Member> {
  await lockMemberships(trx, companyId);
  const member = await findMember(trx, companyId, userId);
  if (member === null) throw new DomainError('not_found', 'There is no such member in this company.');
  return member;
}

async function refuseLastOwner(trx: Trx, companyId: string): Promise<void> {
  if ((await countOwners(trx, companyId)) > 1) return;
  throw new DomainError('last_owner', 'A company keeps at least one owner: make another member owner first.');
}
