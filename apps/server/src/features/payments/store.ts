import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';

/** Marks the payment as reversed and answers the base amount it had cleared. */
export async function markPaymentReversed(
  trx: Trx,
  companyId: string,
  id: string,
  entryId: string,
): Promise<{ clearedBase: string }> {
  const { rows } = await sql<{ clearedBase: string }>`
    UPDATE erp.payments SET reversal_entry_id = ${entryId} WHERE company_id = ${companyId} AND id = ${id}
    RETURNING trim_scale(cleared_base)::text AS "clearedBase"`.execute(trx);
  if (rows[0] === undefined) throw new Error('A payment vanished while it was reversed.');
  return rows[0];
}
