import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';

/** A year that was closed. Dates are `YYYY-MM-DD`. */
export interface NewYearClose {
  id: string;
  year: number;
  from: string;
  to: string;
  entryId: string | null;
}

export async function insertYearClose(trx: Trx, companyId: string, close: NewYearClose): Promise<void> {
  await sql`
    INSERT INTO erp.year_closes (company_id, id, fiscal_year, first_month, last_day, entry_id)
    VALUES (${companyId}, ${close.id}, ${close.year}, ${close.from}::date, ${close.to}::date, ${close.entryId})`.execute(
    trx,
  );
}

/** Marks a close as reopened, by the entry that reverses its own, if it had one. */
export async function markReopened(
  trx: Trx,
  companyId: string,
  id: string,
  { reason, entryId }: { reason: string; entryId: string | null },
): Promise<void> {
  await sql`
    UPDATE erp.year_closes SET reopened_at = now(), reopen_reason = ${reason}, reopen_entry_id = ${entryId}
    WHERE company_id = ${companyId} AND id = ${id}`.execute(trx);
}
