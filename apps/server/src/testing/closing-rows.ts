import { sql } from 'kysely';
import type { Trx } from '../db/database.ts';
import { newId } from '../db/id.ts';

/**
 * Gives a company a row in each table about closing and approving, as the application may write them: a closed year
 * without entries, a revaluation whose entries are `entryIds`, a rule that concerns nothing, an approval that is asked
 * for, a delegation.
 */
export async function insertClosingRows(
  trx: Trx,
  companyId: string,
  entryIds: [entry: string, reversal: string],
): Promise<void> {
  await sql`
    INSERT INTO erp.closed_periods (company_id, month, lock)
    SELECT ${companyId}, m::date, 'hard' FROM generate_series('2019-01-01', '2019-12-01', interval '1 month') AS m`.execute(
    trx,
  );
  await sql`
    INSERT INTO erp.year_closes (company_id, id, fiscal_year, first_month, last_day)
    VALUES (${companyId}, ${newId()}, 2019, '2019-01-01', '2019-12-31')`.execute(trx);
  await sql`
    INSERT INTO erp.revaluations (company_id, id, date, entry_id, reversal_entry_id, gain, loss, lines)
    VALUES (${companyId}, ${newId()}, '2026-03-31', ${entryIds[0]}, ${entryIds[1]}, 1, 0, '[]')`.execute(trx);
  await sql`
    INSERT INTO erp.approval_rules (company_id, kind, threshold, approver_roles, approver_ids)
    VALUES (${companyId}, 'bill', 1000000, '{owner}', '{}')`.execute(trx);
  await sql`
    INSERT INTO erp.approvals (company_id, id, kind, subject_id, subject_version, amount, status, submitted_by)
    VALUES (${companyId}, ${newId()}, 'bill', ${newId()}, 1, 1, 'submitted', ${newId()})`.execute(trx);
  await sql`
    INSERT INTO erp.approval_delegations (company_id, id, from_user_id, to_user_id, from_date, to_date)
    VALUES (${companyId}, ${newId()}, ${newId()}, ${newId()}, '2026-01-01', '2026-12-31')`.execute(trx);
}
