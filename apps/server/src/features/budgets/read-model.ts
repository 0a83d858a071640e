import type { Budget, BudgetSummary } from '@crypto-erp/contract/budgets';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';

const SUMMARY = sql`b.id, b.name, b.fiscal_year AS "fiscalYear", b.archived, b.version`;

/** All budgets, the latest year first. */
export async function listBudgets(trx: Trx, companyId: string): Promise<BudgetSummary[]> {
  const { rows } = await sql<BudgetSummary>`
    SELECT ${SUMMARY} FROM erp.budgets b WHERE b.company_id = ${companyId}
    ORDER BY b.fiscal_year DESC, b.name`.execute(trx);
  return rows;
}

/** The budget with its lines as they were given, or null. */
export async function findBudget(trx: Trx, companyId: string, id: string): Promise<Budget | null> {
  const { rows } = await sql<Budget>`
    SELECT ${SUMMARY}, coalesce((
        SELECT jsonb_agg(jsonb_build_object('accountId', l.account_id, 'month', to_char(l.month, 'YYYY-MM'),
          'dimensionValueId', l.dimension_value_id, 'amount', trim_scale(l.amount)::text) ORDER BY l.position)
        FROM erp.budget_lines l WHERE l.company_id = b.company_id AND l.budget_id = b.id), '[]') AS lines
    FROM erp.budgets b WHERE b.company_id = ${companyId} AND b.id = ${id}`.execute(trx);
  return rows[0] ?? null;
}
