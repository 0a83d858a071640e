import { createReadStream } from 'node:fs';
import { formatDecimal } from '@crypto-erp/ledger/decimal';
import { stringify } from 'csv-stringify/sync';
import { DomainError } from '../errors.ts';
import { FileError, readCsv } from '../features/imports/csv.ts';
import { EXCHANGE_FORMATS } from '../sources/exchanges/formats.ts';
import { openExchangeFile } from '../sources/exchanges/read-file.ts';
import { systemCode } from '../start-error.ts';

const COLUMNS = [
  'line',
  'time',
  'kind',
  'direction',
  'amount',
  'asset',
  'counterparty',
  'transaction',
  'index',
];

/**
 * Prints what an exchange's file says as CSV, a transfer a row, and tells of every row that is refused, left out or unknown.
 * Needs no database. True: nothing was refused. Throws `not_found`.
 */
export async function showExchangeFile(
  path: string,
  print: (line: string) => void,
  tell: (line: string) => void,
): Promise<boolean> {
  let [refused, count] = [0, 0];
  try {
    const { format, rows } = await openExchangeFile(readCsv(createReadStream(path)), EXCHANGE_FORMATS);
    print(COLUMNS.join(','));
    for await (const { line, transfers, problem, notice } of rows) {
      for (const one of transfers) {
        const amount = formatDecimal(one.amount, one.asset.decimals);
        const { kind, direction, counterparty, transaction, index } = one;
        const cells = [
          line,
          one.at,
          kind,
          direction,
          amount,
          one.asset.symbol,
          counterparty,
          transaction,
          index,
        ];
        print(stringify([cells]).trimEnd());
      }
      count += transfers.length;
      if (problem) refused += 1;
      const remark = problem ?? notice;
      if (remark) {
        const place = remark.column === null ? `line ${line}` : `line ${line}, ${remark.column}`;
        tell(`${place}: ${remark.code}: ${remark.message}`);
      }
    }
    tell(`${format.name}: ${count} transfers, ${refused} rows refused`);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') throw new DomainError('not_found', `There is no file ${path}.`);
    if (!(error instanceof FileError)) throw error;
    tell(`line ${error.line}: ${error.code}: ${error.message}`);
    return false;
  }
  return refused === 0;
}
