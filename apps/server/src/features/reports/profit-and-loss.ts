import type { ProfitAndLoss } from '@crypto-erp/contract/reports';
import { formatDecimal } from '@crypto-erp/ledger/decimal';
import type { Trx } from '../../db/database.ts';
import { type Column, rangeColumns, reportColumns } from './columns.ts';
import type { Range } from './range.ts';
import { buildSection, totalRow } from './statement.ts';
import { accountFigures, statementAccounts, sumDrills } from './statement-accounts.ts';

/**
 * Income, expenses and what is left of them in each column, in the base asset; the entry that closed a year is no part of
 * them. The first column is the report's own. An
 * account with movements that sum to zero is shown. Throws `not_found` for a company without books.
 */
export async function profitAndLoss(
  trx: Trx,
  companyId: string,
  { from, to }: Range,
  columns: readonly Column[] = rangeColumns({ from, to }),
): Promise<ProfitAndLoss> {
  const { baseAsset, decimals, accounts } = await accountFigures(
    trx,
    companyId,
    ['income', 'expense'],
    columns,
    'without',
  );
  const section = (type: 'income' | 'expense') =>
    buildSection(
      type,
      statementAccounts(
        accounts,
        type,
        columns,
        (net, moved) => (moved ? (type === 'income' ? -net : net) : null),
        'without',
      ),
      { decimals, drills: sumDrills([type], columns, 'without') },
    );
  const income = section('income');
  const expense = section('expense');
  const profits = income.totals.map((amount, i) => amount - (expense.totals[i] ?? 0n));
  const form = { decimals, drills: sumDrills(['income', 'expense'], columns, 'without') };
  const main = (amounts: readonly bigint[]) => formatDecimal(amounts[0] ?? 0n, decimals);
  return {
    from,
    to,
    baseAsset,
    ...reportColumns(columns),
    rows: [...income.rows, ...expense.rows, totalRow('Profit', profits, form)],
    income: main(income.totals),
    expense: main(expense.totals),
    profit: main(profits),
  };
}
