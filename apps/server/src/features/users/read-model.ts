import type { Me } from '@crypto-erp/contract/companies';
import type { Role } from '@crypto-erp/contract/roles';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';
import { permissionsOf } from '../../permissions.ts';

/** The signed-in user and the companies they may enter, by name. Null when the user is gone. */
export async function readMe(trx: Trx, userId: string): Promise<Me | null> {
  const user = await sql<Me['user']>`
    SELECT id, name, email, two_factor_enabled AS "twoFactorEnabled" FROM control.users
    WHERE id = ${userId}`.execute(trx);
  const companies = await sql<{ id: string; name: string; role: Role }>`
    SELECT c.id, c.name, m.role FROM control.memberships m JOIN control.companies c ON c.id = m.company_id
    WHERE m.user_id = ${userId} ORDER BY c.name, c.id`.execute(trx);
  const found = user.rows[0];
  if (found === undefined) return null;
  return {
    user: found,
    companies: companies.rows.map((company) => ({ ...company, permissions: permissionsOf(company.role) })),
  };
}

/** Who did something, as a row names them. */
export interface NamedActor {
  actorId: string | null;
  actorName: string | null;
}

/** The rows with the present name of each user or API key that they name; null for the system and what is gone. */
export async function withActorNames<T extends { actorId: string | null }>(
  trx: Trx,
  rows: readonly T[],
): Promise<(T & NamedActor)[]> {
  const ids = [...new Set(rows.flatMap(({ actorId }) => actorId ?? []))];
  const found = await sql<{ id: string; name: string }>`
    SELECT id, name FROM control.users WHERE id = ANY (${ids}::uuid[])
    UNION ALL SELECT id, name FROM control.api_keys WHERE id = ANY (${ids}::uuid[])`.execute(trx);
  const names = new Map(found.rows.map(({ id, name }) => [id, name]));
  return rows.map((row) => ({ ...row, actorName: names.get(row.actorId ?? '') ?? null }));
}
