import type { ProfitAndLoss } from '@crypto-erp/contract/reports';
import { formatDecimal } from '@crypto-erp/ledger/decimal';
import type { Trx } from '../../db/database.ts';
import { drill } from './balances.ts';
import type { Range } from './range.ts';
import { buildSection, totalRow } from './statement.ts';
import { accountFigures } from './statement-accounts.ts';

/**
 * Income, expenses and what is left of them over the range, in the base asset; the entry that closed a year is no part of
 * them. An account with movements that sum to zero is shown. Throws `not_found` for a company without books.
 */
export async function profitAndLoss(
  trx: Trx,
  companyId: string,
  { from, to }: Range,
): Promise<ProfitAndLoss> {
  const { baseAsset, decimals, accounts } = await accountFigures(
    trx,
    companyId,
    ['income', 'expense'],
    from,
    to,
    'without',
  );
  const section = (type: 'income' | 'expense') =>
    buildSection(
      type,
      accounts
        .filter((account) => account.type === type)
        .map(({ net, moved, ...account }) => ({
          ...account,
          amount: moved ? (type === 'income' ? -net : net) : null,
          drill: drill(account.id, from, to),
        })),
      decimals,
    );
  const income = section('income');
  const expense = section('expense');
  const profit = income.total - expense.total;
  return {
    from,
    to,
    baseAsset,
    rows: [...income.rows, ...expense.rows, totalRow('Profit', profit, decimals)],
    income: formatDecimal(income.total, decimals),
    expense: formatDecimal(expense.total, decimals),
    profit: formatDecimal(profit, decimals),
  };
}
