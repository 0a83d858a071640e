import type { ErrorCode } from '@crypto-erp/contract/problem';
import { CsvError, parse } from 'csv-parse';

/** What no file may exceed: cells of a row, characters of a cell, bytes of a row. */
export const CSV_LIMITS = { columns: 200, cell: 64 * 1024, row: 1024 * 1024 };

/** A row of cells, and the line of the file in which it begins; a quoted cell may go over several lines. */
export interface CsvRow {
  line: number;
  cells: string[];
}

/** What keeps the file from being read on. */
export class FileError extends Error {
  readonly code: ErrorCode;
  readonly line: number;

  constructor(code: ErrorCode, line: number, message: string) {
    super(message);
    this.name = 'FileError';
    this.code = code;
    this.line = line;
  }
}

/**
 * The rows of a CSV file (RFC 4180) in UTF-8 with or without a byte order mark, its header the first of them. Cells are
 * parted by commas, semicolons or tabs, whichever the first line has most of. Every cell is text, whatever it begins
 * with; blanks around it are left out, and so are rows of empty cells. Holds a row and a piece of the file at a time.
 * Throws {@link FileError} with `wrong_encoding`, `csv_malformed`, `csv_too_large`.
 */
export async function* readCsv(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<CsvRow> {
  const text = decoded(pieces);
  let start = '';
  while (!start.includes('\n') && start.length <= CSV_LIMITS.row) {
    const { value, done } = await text.next();
    if (done) break;
    start += value;
  }
  /** What was parsed and not yet given on. An error does not take it along, as it would in the parser's own buffer. */
  const parsed: Parsed[] = [];
  const parser = parse({
    delimiter: delimiterOf(start),
    record_delimiter: ['\n', '\r'],
    max_record_size: CSV_LIMITS.row,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
    trim: true,
    on_record: (cells: string[], { lines }) => {
      parsed.push({ cells, lastLine: lines });
      return null;
    },
  });
  let failure: Error | undefined;
  parser.on('error', (error) => {
    failure = error;
  });
  const closed = new Promise((resolve) => parser.once('close', resolve));
  parser.resume();

  /** The line behind the last row. */
  let next = 1;
  try {
    for await (const piece of endingWith(start, text)) {
      if (piece === null) parser.end();
      await (piece === null ? closed : new Promise((resolve) => parser.write(piece, resolve)));
      for (const row of parsed.splice(0)) {
        next = row.lastLine + 1;
        yield checked(row);
      }
      if (failure) throw failure instanceof CsvError ? refusalOf(failure, next) : failure;
    }
  } finally {
    parser.destroy();
    await text.return(undefined);
  }
}

interface Parsed {
  cells: string[];
  lastLine: number;
}

function checked({ cells, lastLine }: Parsed): CsvRow {
  const breaks = cells.reduce((sum, cell) => sum + (cell.match(/[\r\n]/g)?.length ?? 0), 0);
  const line = lastLine - breaks;
  if (cells.length > CSV_LIMITS.columns) {
    throw new FileError(
      'csv_too_large',
      line,
      `This row has ${cells.length} cells: a file has at most ${CSV_LIMITS.columns} columns.`,
    );
  }
  const long = cells.findIndex((cell) => cell.length > CSV_LIMITS.cell);
  if (long !== -1) {
    throw new FileError(
      'csv_too_large',
      line,
      `Cell ${long + 1} of this row has more than ${CSV_LIMITS.cell} characters: shorten it, or close its quote.`,
    );
  }
  return { line, cells: cells.map((cell) => cell.trim()) };
}

/** `next`: where the row that cannot be read begins, or blank lines before it. */
function refusalOf(error: CsvError, next: number): FileError {
  switch (error.code) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return new FileError('csv_malformed', next, 'A quote of this row is never closed: close it.');
    case 'CSV_MAX_RECORD_SIZE':
      return new FileError(
        'csv_too_large',
        next,
        'This row has more than 1 MiB: shorten its cells, or close a quote that stays open.',
      );
    default:
      return new FileError(
        'csv_malformed',
        typeof error.lines === 'number' ? error.lines : next,
        'A quote stands where none may: put the whole cell into quotes and double each quote inside.',
      );
  }
}

/** `start`, the rest, and null for the end. */
async function* endingWith(start: string, rest: AsyncIterable<string>): AsyncGenerator<string | null> {
  yield start;
  yield* rest;
  yield null;
}

/** The text of the pieces, with one line feed for each carriage return and line feed. */
async function* decoded(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let line = 1;
  let held = '';
  const next = (piece?: Uint8Array): string => {
    try {
      const text = held + (piece ? decoder.decode(piece, { stream: true }) : decoder.decode());
      if (text.includes('\0')) throw new TypeError('U+0000 is no text.');
      held = piece && text.endsWith('\r') ? '\r' : '';
      return text.slice(0, text.length - held.length).replaceAll('\r\n', '\n');
    } catch {
      throw new FileError(
        'wrong_encoding',
        line,
        'At this line or behind it the file is not UTF-8: save it as CSV in UTF-8.',
      );
    }
  };
  for await (const piece of pieces) {
    const text = next(piece);
    yield text;
    line += text.split('\n').length - 1;
  }
  yield next();
}

/** Which of the three the first line has most of, outside quotes. */
function delimiterOf(start: string): string {
  const [line = ''] = start.replace(/"[^"]*"/g, '').split(/[\r\n]/);
  const count = (mark: string) => line.split(mark).length;
  return [',', ';', '\t'].reduce((best, mark) => (count(mark) > count(best) ? mark : best));
}
