import type { AccountRole } from '@crypto-erp/contract/accounts';
import { sql } from 'kysely';
import type { Trx } from '../db/database.ts';
import { newId } from '../db/id.ts';
import type { Context } from '../features/audit-log/context.ts';
import { ENTRY_SERIES, postItem } from '../features/entries/post-item.ts';
import { postWithin, requireEntry, reverseAny } from '../features/entries/service.ts';
import { insertReopening, lockMonth, unlockMonth } from '../features/periods/store.ts';

/**
 * Gives a company a row in each table about closing and approving, as the application may write them: a closed year
 * without entries, a month that was reopened, a revaluation of one euro, a rule that concerns nothing, an approval that is asked for, a delegation.
 */
export async function insertClosingRows(
  trx: Trx,
  context: Context,
  account: (role: AccountRole) => string,
): Promise<void> {
  const { companyId } = context;
  await sql`
    INSERT INTO erp.closed_periods (company_id, month, lock)
    SELECT ${companyId}, m::date, 'hard' FROM generate_series('2019-01-01', '2019-12-01', interval '1 month') AS m`.execute(
    trx,
  );
  await insertReopenedMonth(trx, companyId);
  await sql`
    INSERT INTO erp.year_closes (company_id, id, fiscal_year, first_month, last_day)
    VALUES (${companyId}, ${newId()}, 2019, '2019-01-01', '2019-12-31')`.execute(trx);
  await insertRevaluation(trx, context, account);
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

/** January 2018, closed for good and opened again. */
async function insertReopenedMonth(trx: Trx, companyId: string): Promise<void> {
  await lockMonth(trx, companyId, '2018-01', 'hard');
  const owner = { kind: 'user', id: newId(), ip: null, role: 'owner' } as const;
  await insertReopening(trx, companyId, '2018-01', owner, 'A late bill');
  await unlockMonth(trx, companyId, '2018-01');
}

/** A revaluation of the bank account as of the end of March 2026, with its entry and the reversal of that. */
async function insertRevaluation(
  trx: Trx,
  context: Context,
  account: (role: AccountRole) => string,
): Promise<void> {
  const { companyId } = context;
  const [id, entryId] = [newId(), newId()];
  const line = (accountId: string, amount: string) => ({
    account_id: accountId,
    asset: 'EUR',
    quantity: amount,
    base_amount: amount,
    description: '',
    contact_id: null,
  });
  const entry = {
    id: entryId,
    series: ENTRY_SERIES,
    fiscal_year: 2026,
    date: '2026-03-31',
    description: 'Revaluation',
    source: 'revaluation' as const,
    source_id: id,
    reverses_id: null,
    lines: [line(account('bank'), '1'), line(account('unrealised_exchange_gain'), '-1')],
  };
  const item = postItem({
    actor: context.actor,
    command: null,
    action: 'revaluation.posted',
    answer: { id: entryId },
    entry,
  });
  await postWithin(trx, companyId, item);
  const posted = await requireEntry(trx, companyId, entryId);
  const undone = { date: '2026-04-01', description: 'Reversal of the revaluation' };
  const reversal = await reverseAny(trx, context, posted, undone, 'revaluation.reversed', id);
  await sql`
    INSERT INTO erp.revaluations (company_id, id, date, entry_id, reversal_entry_id, gain, loss, lines)
    VALUES (${companyId}, ${id}, '2026-03-31', ${entryId}, ${reversal.id}, 1, 0, '[]')`.execute(trx);
}
