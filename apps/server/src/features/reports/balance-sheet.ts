import { ACCOUNT_TYPES } from '@crypto-erp/contract/accounts';
import type { BalanceSheet } from '@crypto-erp/contract/reports';
import { formatDecimal } from '@crypto-erp/ledger/decimal';
import type { Trx } from '../../db/database.ts';
import { drill } from './balances.ts';
import { type Column, dayColumns, reportColumns } from './columns.ts';
import { buildSection, type DerivedLine, totalRow } from './statement.ts';
import { accountFigures, statementAccounts, sumDrills } from './statement-accounts.ts';

/** The result that no entry has moved into equity stands within it. */
const EQUITY = ['equity', 'income', 'expense'] as const;

/**
 * What the company owns and owes at the end of each column's last day, in the base asset; the first column is the
 * report's own. Equity contains, as its last line, the balance of all income and expense accounts, which no year-end close
 * has moved to the retained earnings yet. Throws `not_found` for a company without
 * books.
 */
export async function balanceSheet(
  trx: Trx,
  companyId: string,
  asOf: string,
  columns: readonly Column[] = dayColumns(asOf),
): Promise<BalanceSheet> {
  const { baseAsset, decimals, accounts } = await accountFigures(trx, companyId, ACCOUNT_TYPES, columns);
  const results = columns.map((_, i) =>
    accounts
      .filter(({ type }) => type === 'income' || type === 'expense')
      .reduce((sum, { nets }) => sum - (nets[i] ?? 0n), 0n),
  );
  const section = (type: 'asset' | 'liability' | 'equity', derived: DerivedLine[] = []) =>
    buildSection(
      type,
      statementAccounts(accounts, type, columns, (net) =>
        net === 0n ? null : type === 'asset' ? net : -net,
      ),
      { decimals, drills: sumDrills(type === 'equity' ? EQUITY : [type], columns) },
      derived,
    );
  const assets = section('asset');
  const liabilities = section('liability');
  const notYetClosed = {
    name: 'Result not yet closed',
    cells: columns.map((column, i) => ({
      amount: results[i] ?? 0n,
      drill: drill({ types: ['income', 'expense'] }, column),
    })),
  };
  const equity = section('equity', [notYetClosed]);
  const form = { decimals, drills: sumDrills(['liability', ...EQUITY], columns) };
  const main = (amounts: readonly bigint[]) => formatDecimal(amounts[0] ?? 0n, decimals);
  return {
    asOf,
    baseAsset,
    ...reportColumns(columns),
    rows: [
      ...assets.rows,
      ...liabilities.rows,
      ...equity.rows,
      totalRow(
        'Total liabilities and equity',
        liabilities.totals.map((amount, i) => amount + (equity.totals[i] ?? 0n)),
        form,
      ),
    ],
    assets: main(assets.totals),
    liabilities: main(liabilities.totals),
    equity: main(equity.totals),
    result: main(results),
  };
}
