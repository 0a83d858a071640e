import type { ApiKey, ApiKeyInput } from '@crypto-erp/contract/members';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';

interface NewApiKey extends ApiKeyInput {
  id: string;
  companyId: string;
  keyHash: Buffer;
  prefix: string;
  createdBy: string | null;
}

export async function insertApiKey(trx: Trx, key: NewApiKey): Promise<ApiKey> {
  const { rows } = await sql<ApiKey>`
    INSERT INTO control.api_keys (id, company_id, name, role, key_hash, prefix, expires_at, created_by)
    VALUES (${key.id}, ${key.companyId}, ${key.name}, ${key.role}, ${key.keyHash}, ${key.prefix}, ${key.expiresAt},
      ${key.createdBy})
    RETURNING id, name, role, prefix, expires_at AS "expiresAt", last_used_at AS "lastUsedAt",
      created_at AS "createdAt"`.execute(trx);
  const [written] = rows;
  if (written === undefined) throw new Error('The new API key was not returned.');
  return written;
}

/** Ends a key for good; returns its name and role, or null when there is none that lives. */
export async function revokeKey(
  trx: Trx,
  companyId: string,
  id: string,
): Promise<Pick<ApiKey, 'name' | 'role'> | null> {
  const { rows } = await sql<Pick<ApiKey, 'name' | 'role'>>`
    UPDATE control.api_keys SET revoked_at = now()
    WHERE company_id = ${companyId} AND id = ${id} AND revoked_at IS NULL
    RETURNING name, role`.execute(trx);
  return rows[0] ?? null;
}

/** Notes that the key was used now. Several processes may: the row changes at most once a minute. */
export async function touchKey(trx: Trx, id: string): Promise<void> {
  await sql`
    UPDATE control.api_keys SET last_used_at = now()
    WHERE id = ${id} AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')`.execute(trx);
}
