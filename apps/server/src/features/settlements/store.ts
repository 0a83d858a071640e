import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';

/** Writes a settlement that posts nothing, as `erp.write_settlement` names its fields; `actor` is for the audit records. */
export async function insertSettlement(
  trx: Trx,
  companyId: string,
  actor: object,
  settlement: object,
): Promise<void> {
  await sql`
    SELECT erp.settle_without_entry(${companyId}, ${JSON.stringify(actor)}::jsonb,
      ${JSON.stringify(settlement)}::jsonb)`.execute(trx);
}

/** Marks the settlement as reversed on `date`, and opens its items again by what it had cleared. */
export async function undo(
  trx: Trx,
  companyId: string,
  id: string,
  date: string,
  reversalEntryId: string | null,
): Promise<void> {
  await sql`
    UPDATE erp.settlements SET reversed_on = ${date}, reversal_entry_id = ${reversalEntryId}
    WHERE company_id = ${companyId} AND id = ${id}`.execute(trx);
  await sql`
    UPDATE erp.documents d SET settled_amount = d.settled_amount - p.amount, settled_base = d.settled_base - p.base_amount,
      status = CASE WHEN d.settled_amount = p.amount THEN 'posted' ELSE 'partly-paid' END, version = d.version + 1
    FROM erp.settlement_parts p
    WHERE p.company_id = ${companyId} AND p.settlement_id = ${id}
      AND d.company_id = p.company_id AND d.id = p.document_id`.execute(trx);
  await sql`
    UPDATE erp.payments y SET settled_amount = y.settled_amount - p.amount, settled_base = y.settled_base - p.base_amount
    FROM erp.settlement_parts p
    WHERE p.company_id = ${companyId} AND p.settlement_id = ${id}
      AND y.company_id = p.company_id AND y.id = p.payment_id`.execute(trx);
}
