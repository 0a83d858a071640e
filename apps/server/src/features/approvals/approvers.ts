import type { ApprovalRule } from '@crypto-erp/contract/approvals';
import type { Role } from '@crypto-erp/contract/roles';
import type { Database } from '../../db/database.ts';
import { can } from '../../permissions.ts';
import type { Context } from '../audit-log/context.ts';
import { findRole } from '../members/read-model.ts';
import { delegatorsOf } from './read-model.ts';

/** A member who can decide: the actor, or somebody in whose place the actor decides. */
export interface Person {
  userId: string;
  role: Role;
}

/**
 * The actor and, after them, those who delegated to them and may still decide. Empty for who is no user: an API key decides
 * nothing. It reads members, who live apart from the books, so it takes no transaction.
 */
export async function peopleBehind(db: Database, { companyId, actor }: Context): Promise<Person[]> {
  const { id: userId, role } = actor;
  if (actor.kind !== 'user' || userId === null || role === undefined) return [];
  const delegators = await db.inCompany(companyId, (trx) => delegatorsOf(trx, companyId, userId));
  const people: Person[] = [{ userId, role }];
  await db.inControl(async (trx) => {
    for (const id of delegators) {
      const theirs = await findRole(trx, companyId, id);
      if (theirs !== null && can(theirs, 'approvals:write')) people.push({ userId: id, role: theirs });
    }
  });
  return people;
}

/** Whether a rule lets a person decide; without a rule everyone may who decides at all. */
export function isApprover({ userId, role }: Person, rule: ApprovalRule | null): boolean {
  if (rule === null) return true;
  return rule.approverIds.includes(userId) || rule.approverRoles.some((one) => one === role);
}
