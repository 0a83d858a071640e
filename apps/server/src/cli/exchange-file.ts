import { createReadStream } from 'node:fs';
import { DomainError } from '../errors.ts';
import { FileError, readCsv } from '../features/imports/csv.ts';
import { EXCHANGE_FORMATS } from '../sources/exchanges/formats.ts';
import { openExchangeFile } from '../sources/exchanges/read-file.ts';
import { systemCode } from '../start-error.ts';
import { TRANSFER_COLUMNS, transferRow } from './transfer-rows.ts';

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
    print(`line,${TRANSFER_COLUMNS}`);
    for await (const { line, transfers, problem, notice } of rows) {
      for (const transfer of transfers) print(`${line},${transferRow(transfer)}`);
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
