import type { BudgetInput, BudgetLine, BudgetUpdate } from '@crypto-erp/contract/budgets';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';

export async function insertBudget(
  trx: Trx,
  companyId: string,
  id: string,
  { name, fiscalYear }: BudgetInput,
): Promise<void> {
  await sql`
    INSERT INTO erp.budgets (company_id, id, name, fiscal_year)
    VALUES (${companyId}, ${id}, ${name}, ${fiscalYear})`.execute(trx);
}

/** Replaces the budget's name and state as they were at `version`; false when it has another version by now. */
export async function updateBudget(
  trx: Trx,
  companyId: string,
  id: string,
  { name, archived, version }: BudgetUpdate,
): Promise<boolean> {
  const { rows } = await sql`
    UPDATE erp.budgets SET name = ${name}, archived = ${archived}, version = version + 1
    WHERE company_id = ${companyId} AND id = ${id} AND version = ${version} RETURNING id`.execute(trx);
  return rows.length === 1;
}

/** Replaces all lines of the budget as it was at `version`; false when it has another version by now. */
export async function replaceLines(
  trx: Trx,
  companyId: string,
  id: string,
  version: number,
  lines: readonly BudgetLine[],
): Promise<boolean> {
  const { rows } = await sql`
    UPDATE erp.budgets SET version = version + 1
    WHERE company_id = ${companyId} AND id = ${id} AND version = ${version} RETURNING id`.execute(trx);
  if (rows.length === 0) return false;
  await sql`DELETE FROM erp.budget_lines WHERE company_id = ${companyId} AND budget_id = ${id}`.execute(trx);
  await sql`
    INSERT INTO erp.budget_lines (company_id, budget_id, position, account_id, month, dimension_value_id, amount)
    SELECT ${companyId}, ${id}, l.n, (l.line ->> 'accountId')::uuid, ((l.line ->> 'month') || '-01')::date,
      (l.line ->> 'dimensionValueId')::uuid, (l.line ->> 'amount')::numeric
    FROM jsonb_array_elements(${JSON.stringify(lines)}::jsonb) WITH ORDINALITY AS l (line, n)`.execute(trx);
  return true;
}
