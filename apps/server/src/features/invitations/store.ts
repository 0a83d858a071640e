import type { Invitation } from '@crypto-erp/contract/members';
import type { Role } from '@crypto-erp/contract/roles';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';

interface NewInvitation {
  id: string;
  companyId: string;
  /** In lower case. */
  email: string;
  role: Role;
  tokenHash: Buffer;
  invitedBy: string | null;
  days: number;
}

/** Writes an invitation that ends `days` from now. */
export async function insertInvitation(trx: Trx, invitation: NewInvitation): Promise<Invitation> {
  const { id, companyId, email, role, tokenHash, invitedBy, days } = invitation;
  const { rows } = await sql<Invitation>`
    INSERT INTO control.invitations (id, company_id, email, role, token_hash, invited_by, expires_at)
    VALUES (${id}, ${companyId}, ${email}, ${role}, ${tokenHash}, ${invitedBy}, now() + make_interval(days => ${days}))
    RETURNING id, email, role, expires_at AS "expiresAt", created_at AS "createdAt"`.execute(trx);
  const [written] = rows;
  if (written === undefined) throw new Error('The new invitation was not returned.');
  return written;
}

export async function markAccepted(trx: Trx, id: string, userId: string): Promise<void> {
  await sql`
    UPDATE control.invitations SET accepted_at = now(), accepted_by = ${userId} WHERE id = ${id}`.execute(
    trx,
  );
}

/** Takes back an invitation that nobody has accepted; returns what it was, or null when there is none. */
export async function deleteInvitation(
  trx: Trx,
  companyId: string,
  id: string,
): Promise<{ email: string; role: Role } | null> {
  const { rows } = await sql<{ email: string; role: Role }>`
    DELETE FROM control.invitations WHERE company_id = ${companyId} AND id = ${id} AND accepted_at IS NULL
    RETURNING email, role`.execute(trx);
  return rows[0] ?? null;
}
