import { stringify } from 'csv-stringify/sync';
import type { ReportTable, TableColumn, TableRow } from '../table.ts';

const FORMULA = /^[=+\-@\t\r]/;
const FORM = { record_delimiter: 'windows', quote_record_delimiter: true } as const;

/**
 * RFC 4180 with a header row. Amounts are plain decimals; a free text that a spreadsheet would take for a formula
 * gets an apostrophe in front.
 */
export function csv({ columns, rows }: Pick<ReportTable, 'columns' | 'rows'>): string {
  return csvHeader(columns) + csvRows(columns, rows);
}

/** The first line of a CSV file. */
export function csvHeader(columns: readonly TableColumn[]): string {
  return stringify([columns.map(({ key }) => key)], FORM);
}

/** The lines of these rows. */
export function csvRows(columns: readonly TableColumn[], rows: readonly TableRow[]): string {
  return stringify(
    rows.map(({ cells }) =>
      columns.map(({ kind }, i) => {
        const cell = cells[i] ?? '';
        return (kind === 'text' || kind === 'code') && FORMULA.test(cell) ? `'${cell}` : cell;
      }),
    ),
    FORM,
  );
}
