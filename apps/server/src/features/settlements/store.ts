import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';
import { newId } from '../../db/id.ts';

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

/**
 * Marks a settlement of `parts` items as reversed on `date`, and opens them again by what it had cleared; each gets its
 * audit record.
 */
export async function undo(
  trx: Trx,
  companyId: string,
  actor: object,
  settlement: { id: string; parts: number },
  date: string,
  reversalEntryId: string | null,
): Promise<void> {
  const auditIds = Array.from({ length: settlement.parts }, () => newId());
  await sql`
    SELECT erp.undo_settlement(${companyId}, ${settlement.id}, ${date}, ${reversalEntryId},
      ${JSON.stringify(actor)}::jsonb, ${auditIds}::uuid[])`.execute(trx);
}
