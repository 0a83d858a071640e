import { ACCOUNT_TYPES } from '@crypto-erp/contract/accounts';
import type { BalanceSheet } from '@crypto-erp/contract/reports';
import { formatDecimal } from '@crypto-erp/ledger/decimal';
import type { Trx } from '../../db/database.ts';
import { drill, FIRST_DATE } from './balances.ts';
import { buildSection, type DerivedLine, totalRow } from './statement.ts';
import { accountFigures } from './statement-accounts.ts';

/**
 * What the company owns and owes at the end of `asOf`, in the base asset. Equity contains, as its last line, the
 * balance of all income and expense accounts, which no year-end close has moved to the retained earnings yet. Throws `not_found` for a company without books.
 */
export async function balanceSheet(trx: Trx, companyId: string, asOf: string): Promise<BalanceSheet> {
  const { baseAsset, decimals, accounts } = await accountFigures(trx, companyId, ACCOUNT_TYPES, null, asOf);
  const result = accounts
    .filter(({ type }) => type === 'income' || type === 'expense')
    .reduce((sum, { net }) => sum - net, 0n);

  const section = (type: 'asset' | 'liability' | 'equity', derived: DerivedLine[] = []) =>
    buildSection(
      type,
      accounts
        .filter((account) => account.type === type)
        .map(({ net, ...account }) => ({
          ...account,
          amount: net === 0n ? null : type === 'asset' ? net : -net,
          drill: drill(account.id, FIRST_DATE, asOf),
        })),
      decimals,
      derived,
    );
  const assets = section('asset');
  const liabilities = section('liability');
  const equity = section('equity', [{ name: 'Result not yet closed', amount: result }]);
  return {
    asOf,
    baseAsset,
    rows: [
      ...assets.rows,
      ...liabilities.rows,
      ...equity.rows,
      totalRow('Total liabilities and equity', liabilities.total + equity.total, decimals),
    ],
    assets: formatDecimal(assets.total, decimals),
    liabilities: formatDecimal(liabilities.total, decimals),
    equity: formatDecimal(equity.total, decimals),
    result: formatDecimal(result, decimals),
  };
}
