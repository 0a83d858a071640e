import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';

/** Marks the payment as reversed by the entry that reversed its settlement. */
export async function markPaymentReversed(trx: Trx, companyId: string, id: string): Promise<void> {
  await sql`
    UPDATE erp.payments p SET reversal_entry_id = s.reversal_entry_id FROM erp.settlements s
    WHERE p.company_id = ${companyId} AND p.id = ${id} AND s.company_id = p.company_id AND s.payment_id = p.id`.execute(
    trx,
  );
}
