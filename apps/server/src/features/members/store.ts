import type { Role } from '@crypto-erp/contract/roles';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';

export interface Membership {
  companyId: string;
  userId: string;
  role: Role;
}

/** Makes the user a member of a company that is in the directory. False when they are one: nothing changes. */
export async function addMembership(trx: Trx, { companyId, userId, role }: Membership): Promise<boolean> {
  const { rows } = await sql`
    INSERT INTO control.memberships (company_id, user_id, role) VALUES (${companyId}, ${userId}, ${role})
    ON CONFLICT DO NOTHING RETURNING user_id`.execute(trx);
  return rows.length > 0;
}

/** Makes every other change of the company's memberships wait for this transaction. */
export async function lockMemberships(trx: Trx, companyId: string): Promise<void> {
  await sql`SELECT FROM control.companies WHERE id = ${companyId} FOR UPDATE`.execute(trx);
}

export async function setRole(trx: Trx, { companyId, userId, role }: Membership): Promise<void> {
  await sql`
    UPDATE control.memberships SET role = ${role}
    WHERE company_id = ${companyId} AND user_id = ${userId}`.execute(trx);
}

export async function deleteMembership(trx: Trx, companyId: string, userId: string): Promise<void> {
  await sql`
    DELETE FROM control.memberships WHERE company_id = ${companyId} AND user_id = ${userId}`.execute(trx);
}
