import type { BudgetReport, BudgetReportQuery, BudgetReportRow } from '@crypto-erp/contract/budgets';
import type { StatementRow } from '@crypto-erp/contract/reports';
import { addDays, addMonths, fiscalYearRange } from '@crypto-erp/ledger/dates';
import { divideRounded, formatDecimal } from '@crypto-erp/ledger/decimal';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';
import { fieldError } from '../../errors.ts';
import { findBudget } from '../budgets/read-model.ts';
import { companySettings } from '../companies/read-model.ts';
import { drill, unitsOf } from './balances.ts';
import type { Column } from './columns.ts';
import type { Range } from './range.ts';
import { buildSection, totalRow } from './statement.ts';
import { type AccountFigure, accountFigures } from './statement-accounts.ts';

const MONTHS = { month: 1, quarter: 3, year: 12 } as const;
/** What {@link buildSection} is asked for: the actual amounts, then those of the budget. */
const NO_DRILL = () => null;

/**
 * A budget against what was posted, for each month, quarter or year of its fiscal year, in the base asset: income and
 * expense both positive. With a dimension's value both sides are those of the value alone; without, the budget is the sum
 * of all its lines. Throws `unknown_budget`.
 */
export async function budgetReport(
  trx: Trx,
  companyId: string,
  { budgetId, by = 'year', dimensionValueId }: BudgetReportQuery,
): Promise<BudgetReport> {
  const budget = await findBudget(trx, companyId, budgetId);
  if (budget === null) {
    throw fieldError(
      'unknown_budget',
      'query/budgetId',
      'There is no such budget: choose one from the list.',
    );
  }
  const { baseAsset, fiscalYearStartMonth } = await companySettings(trx, companyId);
  const ranges = periodsOf(budget.fiscalYear, fiscalYearStartMonth, MONTHS[by]);
  const columns = ranges.map(
    (range): Column => ({ ...range, name: range.from, dimensionValueId: dimensionValueId ?? null }),
  );
  const figures = await accountFigures(trx, companyId, ['income', 'expense'], columns, 'without');
  const budgets = await budgetAmounts(trx, companyId, budgetId, ranges, dimensionValueId, figures.decimals);
  return {
    budgetId,
    name: budget.name,
    fiscalYear: budget.fiscalYear,
    baseAsset,
    periods: columns.map((column, i) => ({
      from: ranges[i]?.from ?? '',
      to: column.to,
      rows: periodRows(figures.accounts, figures.decimals, column, i, budgets[i] ?? new Map()),
    })),
  };
}

/** The parts of a fiscal year, each of so many months. */
function periodsOf(fiscalYear: number, startMonth: number, months: number): Range[] {
  // A fiscal year is named by the calendar year in which it ends, so the first of January of that year lies in it.
  const { from, to } = fiscalYearRange(`${fiscalYear}-01-01`, startMonth);
  const ranges: Range[] = [];
  for (let start = from; start <= to; start = addMonths(start, months)) {
    ranges.push({ from: start, to: addDays(addMonths(start, months), -1) });
  }
  return ranges;
}

/** For each range the budget of each account, in smallest units. */
async function budgetAmounts(
  trx: Trx,
  companyId: string,
  budgetId: string,
  ranges: readonly Range[],
  dimensionValueId: string | undefined,
  decimals: number,
): Promise<Map<string, bigint>[]> {
  const { rows } = await sql<{ n: number; accountId: string; amount: string }>`
    SELECT r.n::int, l.account_id AS "accountId", round(sum(l.amount), ${decimals})::text AS amount
    FROM unnest(${ranges.map(({ from }) => from)}::date[], ${ranges.map(({ to }) => to)}::date[])
      WITH ORDINALITY AS r (first, last, n)
    JOIN erp.budget_lines l ON l.month BETWEEN r.first AND r.last
    WHERE l.company_id = ${companyId} AND l.budget_id = ${budgetId}
      ${dimensionValueId === undefined ? sql`` : sql`AND l.dimension_value_id = ${dimensionValueId}`}
    GROUP BY r.n, l.account_id`.execute(trx);
  return ranges.map(
    (_, i) =>
      new Map(
        rows.filter(({ n }) => n === i + 1).map(({ accountId, amount }) => [accountId, unitsOf(amount)]),
      ),
  );
}

function periodRows(
  accounts: readonly AccountFigure[],
  decimals: number,
  column: Column,
  n: number,
  budgets: ReadonlyMap<string, bigint>,
): BudgetReportRow[] {
  const section = (type: 'income' | 'expense') => {
    const shown = accounts
      .filter((account) => account.type === type)
      .map(({ nets, moved, ...account }) => {
        const net = nets[n] ?? 0n;
        const budget = budgets.get(account.id);
        const some = moved[n] || budget !== undefined;
        return {
          ...account,
          cells: [
            {
              amount: some ? (type === 'income' ? -net : net) : null,
              drill: drill({ accountId: account.id }, column, 'without'),
            },
            { amount: some ? (budget ?? 0n) : null, drill: null },
          ],
        };
      });
    const ofHeading = (headingId: string | null) =>
      drill(headingId === null ? { types: [type] } : { accountId: headingId }, column, 'without');
    return buildSection(type, shown, { decimals, drills: [ofHeading, NO_DRILL] });
  };
  const income = section('income');
  const expense = section('expense');
  const profit = income.totals.map((amount, i) => amount - (expense.totals[i] ?? 0n));
  const form = {
    decimals,
    drills: [() => drill({ types: ['income', 'expense'] }, column, 'without'), NO_DRILL],
  };
  return [...income.rows, ...expense.rows, totalRow('Profit', profit, form)].map((row) =>
    compared(row, decimals),
  );
}

/** The row with its second column, the budget, set against its first. */
function compared({ columns = [], ...row }: StatementRow, decimals: number): BudgetReportRow {
  const budget = columns[0]?.amount ?? null;
  if (row.amount === null || budget === null) return { ...row, budget: null, variance: null, percent: null };
  const [actual, expected] = [unitsOf(row.amount), unitsOf(budget)];
  const variance = actual - expected;
  return {
    ...row,
    budget,
    variance: formatDecimal(variance, decimals),
    percent:
      expected === 0n
        ? null
        : formatDecimal(
            divideRounded(variance * 10_000n, expected < 0n ? -expected : expected, 'half-even'),
            2,
          ),
  };
}
