import type { Member } from '@crypto-erp/contract/members';
import type { Role } from '@crypto-erp/contract/roles';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';

/** The user's role in the company, or null for one who is no member. */
export async function findRole(trx: Trx, companyId: string, userId: string): Promise<Role | null> {
  const { rows } = await sql<{ role: Role }>`
    SELECT role FROM control.memberships WHERE company_id = ${companyId} AND user_id = ${userId}`.execute(
    trx,
  );
  return rows[0]?.role ?? null;
}

/** One member with their name, or null. */
export async function findMember(trx: Trx, companyId: string, userId: string): Promise<Member | null> {
  const { rows } = await sql<Member>`
    SELECT m.user_id AS "userId", u.name, u.email, m.role, m.joined_at AS "joinedAt"
    FROM control.memberships m JOIN control.users u ON u.id = m.user_id
    WHERE m.company_id = ${companyId} AND m.user_id = ${userId}`.execute(trx);
  return rows[0] ?? null;
}

/** At most `limit` members after the user id `after`, in the order of their ids. */
export async function listMembers(
  trx: Trx,
  companyId: string,
  { limit, after }: { limit: number; after: string | null },
): Promise<Member[]> {
  const { rows } = await sql<Member>`
    SELECT m.user_id AS "userId", u.name, u.email, m.role, m.joined_at AS "joinedAt"
    FROM control.memberships m JOIN control.users u ON u.id = m.user_id
    WHERE m.company_id = ${companyId} AND (${after}::uuid IS NULL OR m.user_id > ${after}::uuid)
    ORDER BY m.user_id LIMIT ${limit}`.execute(trx);
  return rows;
}

/** Whether someone with this e-mail address is a member. */
export async function hasMemberWithEmail(trx: Trx, companyId: string, email: string): Promise<boolean> {
  const { rows } = await sql`
    SELECT FROM control.memberships m JOIN control.users u ON u.id = m.user_id
    WHERE m.company_id = ${companyId} AND u.email = ${email}`.execute(trx);
  return rows.length > 0;
}

/** How many owners the company has. */
export async function countOwners(trx: Trx, companyId: string): Promise<number> {
  const { rows } = await sql<{ owners: number }>`
    SELECT count(*)::int AS owners FROM control.memberships
    WHERE company_id = ${companyId} AND role = 'owner'`.execute(trx);
  return rows[0]?.owners ?? 0;
}

/** Those of `userIds` that are members of the company. */
export async function membersAmong(
  trx: Trx,
  companyId: string,
  userIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (userIds.length === 0) return new Set();
  const { rows } = await sql<{ userId: string }>`
    SELECT user_id AS "userId" FROM control.memberships
    WHERE company_id = ${companyId} AND user_id = ANY (${[...userIds]}::uuid[])`.execute(trx);
  return new Set(rows.map((row) => row.userId));
}
