import type { BudgetReport } from '@crypto-erp/contract/budgets';
import type { Company } from '@crypto-erp/contract/companies';
import type { ReportTable } from './table.ts';
import { amounts, headed } from './tables.ts';

/** The rows of each period one after the other, the period named at their start. */
export function budgetTable({ name, periods }: BudgetReport, company: Company): ReportTable {
  return {
    ...headed({
      name: 'budget-against-actual',
      title: `Budget against actual: ${name}`,
      company,
      from: periods[0]?.from ?? null,
      to: periods.at(-1)?.to ?? '',
    }),
    columns: [
      { key: 'period', heading: 'Period', kind: 'label' },
      { key: 'kind', heading: '', kind: 'label', csvOnly: true },
      { key: 'depth', heading: '', kind: 'label', csvOnly: true },
      { key: 'code', heading: 'Code', kind: 'code' },
      { key: 'name', heading: 'Account', kind: 'text' },
      amounts('budget', 'Budget'),
      amounts('actual', 'Actual'),
      amounts('variance', 'Variance'),
      amounts('percent', 'Percent'),
    ],
    rows: periods.flatMap(({ from, rows }) =>
      rows.map(({ kind, depth, code, name: account, budget, amount, variance, percent }) => ({
        kind,
        depth,
        cells: [from.slice(0, 7), kind, String(depth), code, account, budget, amount, variance, percent].map(
          (cell) => cell ?? '',
        ),
      })),
    ),
  };
}
