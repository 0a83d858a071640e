import type { Invitation } from '@crypto-erp/contract/members';
import type { Role } from '@crypto-erp/contract/roles';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';

/** At most `limit` invitations that nobody has accepted, older than the id `after`, newest first. */
export async function listInvitations(
  trx: Trx,
  companyId: string,
  { limit, after }: { limit: number; after: string | null },
): Promise<Invitation[]> {
  const { rows } = await sql<Invitation>`
    SELECT id, email, role, expires_at AS "expiresAt", created_at AS "createdAt" FROM control.invitations
    WHERE company_id = ${companyId} AND accepted_at IS NULL
      AND (${after}::uuid IS NULL OR id < ${after}::uuid)
    ORDER BY id DESC LIMIT ${limit}`.execute(trx);
  return rows;
}

export interface FoundInvitation {
  id: string;
  companyId: string;
  email: string;
  role: Role;
  acceptedBy: string | null;
  expired: boolean;
}

/** The invitation whose token has this hash, whatever its state. With `lock`, others wait for this transaction. */
export async function findInvitation(
  trx: Trx,
  tokenHash: Buffer,
  lock = false,
): Promise<FoundInvitation | null> {
  const { rows } = await sql<FoundInvitation>`
    SELECT id, company_id AS "companyId", email, role, accepted_by AS "acceptedBy", expires_at <= now() AS expired
    FROM control.invitations WHERE token_hash = ${tokenHash} ${lock ? sql`FOR UPDATE` : sql``}`.execute(trx);
  return rows[0] ?? null;
}
