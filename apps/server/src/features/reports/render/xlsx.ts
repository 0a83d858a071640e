import { type CellObject, utils, type WorkSheet, write } from '@e965/xlsx';
import type { ReportTable, TableColumn, TableRow } from '../table.ts';

/** The digits that a spreadsheet's numbers, IEEE doubles, keep whatever they are. */
const EXACT_DIGITS = 15;
/** The number formats a workbook starts from: left out, it has those of all workbooks that were written before. */
const FORMATS = { 0: 'General', 3: '#,##0', 4: '#,##0.00', 65535: 'General' };
/** A cell of Excel holds no more characters. */
const MOST_CHARACTERS = 32_767;

/**
 * A workbook of one sheet: title, company and what the report covers, then header and rows. An amount is a number where
 * the spreadsheet keeps all of its digits, else text; a text is never a formula. Equal tables give equal bytes: the
 * file's dates are the report's last day and 1980, the first year that its container knows.
 */
export function xlsx(table: ReportTable): Buffer {
  const shown = table.columns.map((column, i) => ({ column, i })).filter(({ column }) => !column.csvOnly);
  const rows: (CellObject | null)[][] = [
    ...[table.title, table.company, ...table.about].map((line) => [text(line)]),
    [],
    shown.map(({ column }) => text(column.heading)),
    ...table.rows.map((row) => shown.map(({ column, i }) => cellOf(row, column, row.cells[i] ?? ''))),
  ];
  const sheet: WorkSheet = {
    '!ref': utils.encode_range({ s: { r: 0, c: 0 }, e: { r: rows.length - 1, c: shown.length - 1 } }),
    '!cols': shown.map(({ column }) => ({ wch: column.kind === 'text' ? 44 : 16 })),
  };
  for (const [r, cells] of rows.entries()) {
    for (const [c, cell] of cells.entries()) if (cell !== null) sheet[utils.encode_cell({ r, c })] = cell;
  }
  const book = Object.assign(utils.book_new(sheet, 'Report'), { SSF: { ...FORMATS } });
  book.Props = {
    Title: table.title,
    Author: table.company,
    CreatedDate: new Date(`${table.date}T00:00:00Z`),
  };
  return write(book, { type: 'buffer', bookType: 'xlsx', compression: true });
}

function cellOf({ depth }: TableRow, { kind }: TableColumn, cell: string): CellObject | null {
  if (cell === '') return null;
  if (kind === 'amount') return amount(cell);
  return text(kind === 'text' ? `${'    '.repeat(depth)}${cell}` : cell);
}

function text(value: string): CellObject {
  return { t: 's', v: value.slice(0, MOST_CHARACTERS) };
}

function amount(decimal: string): CellObject {
  const digits = decimal.replace(/[-.]/g, '').replace(/^0+/, '');
  if (digits.length > EXACT_DIGITS) return text(decimal);
  const places = decimal.split('.')[1]?.length ?? 0;
  return { t: 'n', v: Number(decimal), z: places === 0 ? '#,##0' : `#,##0.${'0'.repeat(places)}` };
}
