import type { AccountRole } from '@crypto-erp/contract/accounts';
import { sql } from 'kysely';
import type { Trx } from '../db/database.ts';

/** The id of the account that has each role. A role that no account has is absent. */
export async function accountsByRole(trx: Trx, companyId: string): Promise<Map<AccountRole, string>> {
  const { rows } = await sql<{ role: AccountRole; id: string }>`
    SELECT role, id FROM erp.accounts WHERE company_id = ${companyId} AND role IS NOT NULL`.execute(trx);
  return new Map(rows.map(({ role, id }) => [role, id]));
}
