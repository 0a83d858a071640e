import { formatDecimal } from '@crypto-erp/ledger/decimal';
import { stringify } from 'csv-stringify/sync';
import type { Transfer } from '../sources/transfer.ts';

/** The header of {@link transferRow}. */
export const TRANSFER_COLUMNS = 'time,kind,direction,amount,asset,counterparty,transaction,index';

/** A transfer as a row of CSV. */
export function transferRow(one: Transfer): string {
  const amount = formatDecimal(one.amount, one.asset.decimals);
  const { kind, direction, counterparty, transaction, index } = one;
  const cells = [one.at, kind, direction, amount, one.asset.symbol, counterparty, transaction, index];
  return stringify([cells]).trimEnd();
}
