import { formatDecimal } from '@crypto-erp/ledger/decimal';
import { readCsv } from '../features/imports/csv.ts';
import { EXCHANGE_FORMATS } from '../sources/exchanges/formats.ts';
import { type FileRow, openExchangeFile } from '../sources/exchanges/read-file.ts';
import type { Transfer } from '../sources/transfer.ts';

/** What an exchange's file says, row by row, and which format it is taken for. */
export async function readFile(text: string): Promise<{ format: string; rows: FileRow[] }> {
  async function* pieces() {
    yield Buffer.from(text);
  }
  const { format, rows } = await openExchangeFile(readCsv(pieces()), EXCHANGE_FORMATS);
  const read: FileRow[] = [];
  for await (const row of rows) read.push(row);
  return { format: format.name, rows: read };
}

export const transfersOf = (rows: readonly FileRow[]): Transfer[] =>
  rows.flatMap(({ transfers }) => transfers);

/** `trade in 0.50 BTC`: what a transfer moves, in one line. */
export function summary({ kind, direction, amount, asset }: Transfer): string {
  return `${kind} ${direction} ${formatDecimal(amount, asset.decimals)} ${asset.symbol}`;
}

/** The line, column and code of everything that is wrong, then of every notice. */
export function remarks(rows: readonly FileRow[]): string[] {
  const told = (kind: 'problem' | 'notice') =>
    rows.flatMap(({ [kind]: remark }) =>
      remark ? [`${kind} ${remark.line} ${remark.column} ${remark.code}`] : [],
    );
  return [...told('problem'), ...told('notice')];
}

export const identityOf = ({ source, transaction, index }: Transfer): string =>
  `${source}\n${transaction}\n${index}`;
