import type { ApiKey } from '@crypto-erp/contract/members';
import type { Role } from '@crypto-erp/contract/roles';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';

/** At most `limit` keys of the company that are not revoked, older than the id `after`, newest first. */
export async function listApiKeys(
  trx: Trx,
  companyId: string,
  { limit, after }: { limit: number; after: string | null },
): Promise<ApiKey[]> {
  const { rows } = await sql<ApiKey>`
    SELECT id, name, role, prefix, expires_at AS "expiresAt", last_used_at AS "lastUsedAt", created_at AS "createdAt"
    FROM control.api_keys
    WHERE company_id = ${companyId} AND revoked_at IS NULL
      AND (${after}::uuid IS NULL OR id < ${after}::uuid)
    ORDER BY id DESC LIMIT ${limit}`.execute(trx);
  return rows;
}

export interface LiveKey {
  id: string;
  companyId: string;
  role: Role;
  expiresAt: string | null;
}

/** The key with this SHA-256, unless it is revoked or expired. */
export async function findLiveKey(trx: Trx, keyHash: Buffer): Promise<LiveKey | null> {
  const { rows } = await sql<LiveKey>`
    SELECT id, company_id AS "companyId", role, expires_at AS "expiresAt" FROM control.api_keys
    WHERE key_hash = ${keyHash} AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())`.execute(
    trx,
  );
  return rows[0] ?? null;
}
