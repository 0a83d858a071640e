import type { ImportError } from '@crypto-erp/contract/imports';
import type { ErrorCode, FieldError } from '@crypto-erp/contract/problem';
import type { Column, Together } from './column.ts';
import type { CsvRow } from './csv.ts';

/** The most rows of a file, and of one record: one more than any schema takes, so that the schema says it. */
const MOST = { rows: 500_000, rowsOfRecord: 1_001 };

/** Where each of the format's columns stands in the rows. */
export type Places = ReadonlyMap<string, number>;

/** `Unit price`, `unit_price` and `unitPrice` are one name. */
const plain = (name: string) => name.toLowerCase().replace(/[\s_-]/g, '');

/** Reads the header. Names every column that is unknown, missing or there twice. */
export function placesOf(
  header: CsvRow,
  columns: readonly Column[],
): { places: Places; problems: ImportError[] } {
  const places = new Map<string, number>();
  const problems: ImportError[] = [];
  const wrong = (column: string, code: ErrorCode, message: string) =>
    problems.push({ line: header.line, column, code, message });
  for (const [i, cell] of header.cells.entries()) {
    const column = columns.find(({ name }) => plain(name) === plain(cell));
    if (column === undefined) {
      const names = columns.map(({ name }) => name).join(', ');
      wrong(
        cell,
        'unknown_column',
        `There is no column ${cell || 'without a name'}: the columns are ${names}.`,
      );
    } else if (places.has(column.name)) {
      wrong(cell, 'duplicate_column', `The column ${column.name} is there twice.`);
    } else places.set(column.name, i);
  }
  for (const { name, required } of columns) {
    if (required && !places.has(name)) wrong(name, 'missing_column', `The column ${name} is missing.`);
  }
  return { places, problems };
}

/** Rows of the file that come to one contact, account, entry or document. */
export class FileRecord {
  readonly reference: string;
  readonly rows: CsvRow[] = [];
  /** The last line in which one of its rows begins, and how many rows there are. */
  lastLine = 0;
  rowCount = 0;
  readonly problems: ImportError[] = [];
  readonly #columns: readonly Column[];
  readonly #places: Places;

  constructor(reference: string, columns: readonly Column[], places: Places) {
    this.reference = reference;
    this.#columns = columns;
    this.#places = places;
  }

  get line(): number {
    return this.rows[0]?.line ?? 1;
  }

  add(row: CsvRow): void {
    if (this.rows.length < MOST.rowsOfRecord) this.rows.push(row);
    this.lastLine = row.line;
    this.rowCount += 1;
  }

  /** The cell of a row; undefined when it is empty or there is no such column. */
  cell(row: number, column: string): string | undefined {
    return this.rows[row]?.cells[this.#places.get(column) ?? -1] || undefined;
  }

  /** The cell of a column that belongs to the whole record. */
  head(column: string): string | undefined {
    return this.cell(0, column);
  }

  /** Notes what is wrong with a cell, or with the row when the column is null. The first of a cell is kept. */
  problem(row: number, column: string | null, code: string, message: string): void {
    const line = this.rows[row]?.line ?? this.line;
    if (this.problems.some((one) => one.line === line && one.column === column)) return;
    this.problems.push({ line, column, code, message });
  }

  /** Notes what the API would say of a field of the body, at the cell that it came from. */
  fieldProblem({ path, code, message }: FieldError, { invalid = false } = {}): void {
    const row = Number(/^[/]lines[/](\d+)/.exec(path)?.[1] ?? 0);
    const field = path.replace(/^[/]lines[/]\d+/, '/lines/*');
    const column = this.#columns.find((one) => one.field === field);
    const blamed = column?.name ?? null;
    const line = this.rows[row]?.line;
    if (this.problems.some((one) => one.line === line && one.column === blamed)) return;
    this.problem(
      row,
      (column && this.cell(row, column.name) === undefined && column.from) || blamed,
      invalid ? 'invalid_value' : code,
      (invalid && column?.hint) || message,
    );
  }

  /** What is wrong, from top to bottom and from left to right. */
  sortedProblems(): ImportError[] {
    const place = ({ column }: ImportError) => this.#places.get(column ?? '') ?? -1;
    return this.problems.toSorted((a, b) => a.line - b.line || place(a) - place(b));
  }

  /** Notes required cells that are empty, and cells of the whole record that differ from row to row. */
  checkCells(): void {
    for (const [i] of this.rows.entries()) {
      for (const { name, required, head } of this.#columns) {
        const cell = this.cell(i, name);
        if (required && cell === undefined && !(head && i > 0)) {
          this.problem(i, name, 'missing_value', `The column ${name} needs a value here.`);
        }
        if (head && i > 0 && cell !== undefined && cell !== this.head(name)) {
          const message = `The rows of ${this.reference} say different things of ${name}: the first has ${this.head(name) ?? 'none'}.`;
          this.problem(i, name, 'differs_in_record', message);
        }
      }
    }
  }
}

/**
 * The records of the rows behind the header, those that begin behind line `after` only. A row that has not the header's
 * number of cells is a record by itself with that problem. Rows of one record stand together.
 */
export async function* recordsOf(
  rows: AsyncIterable<CsvRow>,
  { columns, together, reference }: { columns: readonly Column[]; together: Together; reference: string },
  places: Places,
  width: number,
  after = 0,
): AsyncGenerator<FileRecord> {
  const seen = new Set<string>();
  let current: FileRecord | undefined;
  let count = 0;
  for await (const row of rows) {
    count += 1;
    if (row.line <= after) continue;
    const name = row.cells[places.get(reference) ?? -1] ?? '';
    const whole = row.cells.length === width;
    if (whole && current && belongs(current, row, places, together)) {
      current.add(row);
      continue;
    }
    if (current) yield current;
    current = new FileRecord(name, columns, places);
    current.add(row);
    if (count > MOST.rows) {
      current.problem(0, null, 'too_many_rows', `A file has at most ${MOST.rows} rows: part it.`);
      break;
    }
    if (!whole) {
      const message = `This row has ${row.cells.length} cells, and the header has ${width}.`;
      current.problem(0, null, 'wrong_cell_count', message);
      yield current;
      current = undefined;
    } else if (typeof together === 'object') {
      const head = current;
      const key = together.map((column) => head.head(column) ?? '').join('\n');
      if (seen.has(key)) {
        const message = `Rows of ${name} stand further up: put all rows of it together.`;
        current.problem(0, reference, 'not_together', message);
      }
      seen.add(key);
    }
  }
  if (current) yield current;
}

function belongs(current: FileRecord, row: CsvRow, places: Places, together: Together): boolean {
  if (typeof together === 'string') return together === 'whole-file';
  return together.every((column, i) => {
    const cell = row.cells[places.get(column) ?? -1] ?? '';
    return cell === '' ? i > 0 : cell === current.head(column);
  });
}

/** Up to `most` records at a time. */
export async function* batchesOf(
  records: AsyncIterable<FileRecord>,
  most: number,
): AsyncGenerator<FileRecord[]> {
  let batch: FileRecord[] = [];
  for await (const record of records) {
    batch.push(record);
    if (batch.length < most) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
