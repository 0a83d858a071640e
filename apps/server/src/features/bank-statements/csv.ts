import {
  CSV_DELIMITERS,
  type CsvDelimiter,
  type CsvMapping,
  type CsvPreview,
} from '@crypto-erp/contract/bank-accounts';
import type { FieldError } from '@crypto-erp/contract/problem';
import { CsvError, parse } from 'csv-parse/sync';
import { DomainError, fieldError } from '../../errors.ts';
import { readAmount, readDate } from './csv-values.ts';
import { decodeText } from './encoding.ts';
import { MAX_LINES, MAX_TEXT, type ParsedLine, plain, sumOf, units } from './parsed.ts';

const MAX_COLUMNS = 200;
const MAX_FIELD = 64 * 1024;
/** How many bad values are named at once. */
const MAX_ERRORS = 50;
const PREVIEW_ROWS = 20;
/** How many characters a delimiter is looked for in. */
const HEAD = 64 * 1024;

interface Row {
  line: number;
  cells: string[];
}

/** The rows of a CSV file as movements, in the order of time; the balances when the file has a column of them. */
export interface ParsedCsv {
  lines: ParsedLine[];
  opening: string | null;
  closing: string | null;
}

/**
 * Reads a bank's CSV file by its mapping. Throws `unsupported_encoding`, `csv_delimiter_unknown`, `csv_too_many_columns`,
 * `csv_field_too_long`, `invalid_csv`, `csv_column_missing`, `csv_mapping_incomplete`, `statement_empty`,
 * `statement_too_large`, `balances_do_not_add_up`, and `invalid_csv_row` with every value that is none, by line and
 * column.
 */
export function parseCsv(bytes: Uint8Array, mapping: CsvMapping): ParsedCsv {
  const { text } = decodeText(bytes);
  const rows = readRows(
    text,
    mapping.delimiter ?? detectDelimiter(text, mapping.skipLines),
    mapping.skipLines,
  );
  const headings = mapping.headings ? rows.shift()?.cells.map((cell) => cell.trim()) : undefined;
  if (rows.length === 0) throw new DomainError('statement_empty', 'The file has no row below its headings.');
  const column = columnFinder(headings, rows[0]?.cells.length ?? 0);
  const read = rowReader(mapping, column);
  const errors: FieldError[] = [];
  const parsed = rows.map((row) => read(row, errors));
  if (errors.length > 0) {
    const first = errors[0]?.message ?? '';
    throw new DomainError(
      'invalid_csv_row',
      `${first} Correct the file or its mapping.`,
      errors.slice(0, MAX_ERRORS),
    );
  }
  return inOrderOfTime(parsed, mapping.balance !== null);
}

/** The first rows of a file as they are, to choose a mapping by. Throws what reading refuses in {@link parseCsv}. */
export function previewCsv(bytes: Uint8Array): CsvPreview {
  const { text, encoding } = decodeText(bytes);
  const delimiter = detectDelimiter(text, 0);
  const rows = readRows(text, delimiter, 0, PREVIEW_ROWS).map(({ cells }) =>
    cells.map((cell) => cell.slice(0, 200)),
  );
  return { encoding, delimiter, rows };
}

/**
 * The delimiter that splits most of the first lines into the same number of columns. Throws `csv_delimiter_unknown` when
 * none splits any.
 */
export function detectDelimiter(text: string, skipLines: number): CsvDelimiter {
  const head = text
    .slice(0, HEAD)
    .split(/\r\n|\n|\r/, skipLines + 30)
    .slice(skipLines);
  const scored = CSV_DELIMITERS.map((delimiter) => {
    const counts = head
      .map((line) => withoutQuoted(line).split(delimiter).length)
      .filter((count) => count > 1);
    const usual = counts.toSorted((a, b) => a - b)[Math.floor(counts.length / 2)] ?? 0;
    return { delimiter, lines: counts.filter((count) => count === usual).length, columns: usual };
  });
  const [best] = scored.toSorted((a, b) => b.lines - a.lines || b.columns - a.columns);
  if (best !== undefined && best.lines > 0) return best.delimiter;
  throw new DomainError(
    'csv_delimiter_unknown',
    'The rows are not divided by comma, semicolon, tab or bar: send a CSV file of two columns or more.',
  );
}

function withoutQuoted(line: string): string {
  return line.replace(/"(?:[^"]|"")*"/g, '');
}

function readRows(text: string, delimiter: string, skipLines: number, most?: number): Row[] {
  const rows: Row[] = [];
  const keep = (cells: string[], { lines }: { lines: number }): null => {
    rows.push(bounded({ line: lines, cells }));
    // One more than rows, for the headings.
    if (rows.length <= MAX_LINES + 1) return null;
    throw new DomainError(
      'statement_too_large',
      `The file has more than ${MAX_LINES} rows: send it in parts.`,
    );
  };
  try {
    parse(text, {
      delimiter,
      bom: true,
      from_line: skipLines + 1,
      ...(most !== undefined && { to: most }),
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      // What is refused below is not read to its end.
      max_record_size: MAX_FIELD * 4,
      on_record: keep,
    });
    return rows;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    if (error.code === 'CSV_MAX_RECORD_SIZE') throw tooLong(Number(error.lines));
    const message = `Line ${error.lines} is no CSV: check its quotation marks.`;
    throw fieldError('invalid_csv', `line/${error.lines}`, message);
  }
}

function bounded(row: Row): Row {
  if (row.cells.length > MAX_COLUMNS) {
    throw new DomainError(
      'csv_too_many_columns',
      `Line ${row.line} has ${row.cells.length} columns, and ${MAX_COLUMNS} is the most.`,
    );
  }
  if (row.cells.some((cell) => cell.length > MAX_FIELD)) throw tooLong(row.line);
  return row;
}

function tooLong(line: number): DomainError {
  return new DomainError(
    'csv_field_too_long',
    `Line ${line} has a value of more than ${MAX_FIELD} characters.`,
  );
}

interface Column {
  name: string;
  index: number;
}

/** Finds a column by its heading or as `#3`. Throws `csv_column_missing`. */
function columnFinder(headings: string[] | undefined, width: number): (name: string) => Column {
  return (name) => {
    const byPlace = /^#(\d{1,3})$/.exec(name)?.[1];
    const byHeading = headings?.indexOf(name.trim()) ?? -1;
    const index = byHeading >= 0 ? byHeading : Number(byPlace ?? 0) - 1;
    if (index >= 0 && index < width) return { name, index };
    throw new DomainError(
      'csv_column_missing',
      `The file has no column "${name.slice(0, 50)}": its columns are ${(headings ?? [`#1 to #${width}`]).join(', ').slice(0, 500)}.`,
    );
  };
}

interface ParsedRow {
  row: Row;
  line: ParsedLine;
  balance: bigint;
}

function rowReader(mapping: CsvMapping, find: (name: string) => Column) {
  const optional = (name: string | null): Column | null => (name === null ? null : find(name));
  const date = find(mapping.date);
  const [valueDate, balance] = [optional(mapping.valueDate), optional(mapping.balance)];
  const [amount, debit, credit] = [
    optional(mapping.amount),
    optional(mapping.debit),
    optional(mapping.credit),
  ];
  const texts = mapping.text.map(find);
  const others = {
    reference: optional(mapping.reference),
    bankReference: optional(mapping.bankReference),
    counterpartyName: optional(mapping.counterpartyName),
    counterpartyIban: optional(mapping.counterpartyIban),
  };
  const cell = ({ cells }: Row, column: Column | null): string =>
    column === null ? '' : (cells[column.index] ?? '').trim();

  return (row: Row, errors: FieldError[]): ParsedRow => {
    const fail = (column: Column, what: string): void => {
      const shown = cell(row, column).slice(0, 40);
      const message = `Line ${row.line}, column "${column.name}": "${shown}" is no ${what}.`;
      errors.push({ path: `line/${row.line}/${column.name}`, code: 'invalid_csv_row', message });
    };
    const dayIn = (column: Column): string => {
      const day = readDate(cell(row, column), mapping.dateFormat);
      if (day === null) fail(column, `day as ${mapping.dateFormat}`);
      return day ?? '';
    };
    const amountIn = (column: Column): string => {
      const read = readAmount(cell(row, column), mapping.decimalSeparator);
      if (read === null) fail(column, `amount with the decimal sign "${mapping.decimalSeparator}"`);
      return read ?? '0';
    };
    const given = (column: Column | null): column is Column => column !== null && cell(row, column) !== '';
    const moved = (): string => {
      if (amount !== null) return amountIn(amount);
      if (given(debit) && given(credit) && units(amountIn(debit)) !== 0n && units(amountIn(credit)) !== 0n) {
        fail(debit, 'amount beside one in the other column');
      }
      if (given(debit) && units(amountIn(debit)) !== 0n) return `-${amountIn(debit).replace('-', '')}`;
      if (given(credit)) return amountIn(credit);
      if (debit !== null && !given(debit)) fail(debit, 'amount, nor is one in the other column');
      return '0';
    };
    const text = texts.map((column) => cell(row, column)).filter((part) => part !== '');
    return {
      row,
      balance: balance === null ? 0n : units(amountIn(balance)),
      line: {
        date: dayIn(date),
        valueDate: given(valueDate) ? dayIn(valueDate) : null,
        amount: moved(),
        reversal: false,
        endToEndId: '',
        reference: cell(row, others.reference).slice(0, 140),
        bankReference: cell(row, others.bankReference).slice(0, 140),
        counterpartyName: cell(row, others.counterpartyName).slice(0, 140),
        counterpartyIban: cell(row, others.counterpartyIban).replaceAll(' ', '').slice(0, 34),
        text: text.join(' ').slice(0, MAX_TEXT),
      },
    };
  };
}

/**
 * The movements from the oldest to the newest: banks write files in either order. Balances say which it is, and lead from
 * row to row; without them the first and the last day do.
 */
function inOrderOfTime(parsed: readonly ParsedRow[], balances: boolean): ParsedCsv {
  const reversed = parsed.toReversed();
  const [first, last] = [parsed[0] as ParsedRow, parsed.at(-1) as ParsedRow];
  if (!balances) {
    const rows = first.line.date > last.line.date ? reversed : parsed;
    return { lines: moving(rows), opening: null, closing: null };
  }
  const forward = breakOf(parsed);
  const rows = forward === undefined || first.line.date < last.line.date ? parsed : reversed;
  const broken = rows === parsed ? forward : breakOf(reversed);
  if (broken !== undefined) {
    const { line, balance, expected } = broken;
    throw new DomainError(
      'balances_do_not_add_up',
      `Line ${line}: the balance before it and its amount make ${plain(expected)}, not ${plain(balance)}, a difference of ${plain(balance - expected)}.`,
    );
  }
  const [oldest, newest] = [rows[0] as ParsedRow, rows.at(-1) as ParsedRow];
  const opening = oldest.balance - units(oldest.line.amount);
  return { lines: moving(rows), opening: plain(opening), closing: plain(newest.balance) };
}

/** The first row whose balance does not follow from that of the row before. */
function breakOf(rows: readonly ParsedRow[]) {
  for (const [i, { row, line, balance }] of rows.entries()) {
    const before = rows[i - 1];
    if (before === undefined) continue;
    const expected = before.balance + units(line.amount);
    if (expected !== balance) return { line: row.line, balance, expected };
  }
  return undefined;
}

/** A row of nothing moved nothing: banks tell of cards and notices so. */
function moving(rows: readonly ParsedRow[]): ParsedLine[] {
  return rows.map(({ line }) => line).filter((line) => sumOf([line]) !== 0n);
}
