import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';

/** Whether opening balances are posted and not reversed. */
export async function hasOpeningBalances(trx: Trx, companyId: string): Promise<boolean> {
  const { rows } = await sql`
    SELECT FROM erp.entries o WHERE o.company_id = ${companyId} AND o.source = 'opening-balance' AND NOT EXISTS (
      SELECT FROM erp.entries r WHERE r.company_id = o.company_id AND r.reverses_id = o.id)
    LIMIT 1`.execute(trx);
  return rows.length > 0;
}
