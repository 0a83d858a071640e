import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';

/** Why a line is matched with nothing; null: it is to be matched. */
export async function updateIgnoredReason(
  trx: Trx,
  companyId: string,
  id: string,
  reason: string | null,
): Promise<void> {
  await sql`
    UPDATE erp.bank_lines SET ignored_reason = ${reason} WHERE company_id = ${companyId} AND id = ${id}`.execute(
    trx,
  );
}
