import type { ErrorCode } from '@crypto-erp/contract/problem';
import { readInstant } from './instant.ts';
import { type Quantity, readQuantity } from './quantity.ts';

/** What is wrong with one row. `column` as the header calls it; null: the whole row. */
export class RowError extends Error {
  readonly code: ErrorCode;
  readonly column: string | null;

  constructor(code: ErrorCode, column: string | null, message: string) {
    super(message);
    this.name = 'RowError';
    this.code = code;
    this.column = column;
  }
}

/** An asset as exchanges call them: short, with no blank. It is text, whatever it begins with. */
const SYMBOL = /^[^\s]{1,32}$/;

/** The cells of one row by their columns. A column that the file does not have is empty. */
export class Cells {
  readonly #columns: ReadonlyMap<string, number>;
  readonly #cells: readonly string[];

  constructor(columns: ReadonlyMap<string, number>, cells: readonly string[]) {
    this.#columns = columns;
    this.#cells = cells;
  }

  has(column: string): boolean {
    return this.#columns.has(column);
  }

  text(column: string): string {
    return this.#cells[this.#columns.get(column) ?? -1] ?? '';
  }

  /** Throws {@link RowError} `missing_value`. */
  required(column: string): string {
    const text = this.text(column);
    if (text === '')
      throw new RowError('missing_value', column, `${column} is empty in this row: fill it in.`);
    return text;
  }

  /** Null where the cell is empty. Throws {@link RowError} `invalid_value`. */
  optionalQuantity(column: string): Quantity | null {
    const text = this.text(column);
    return text === '' ? null : quantityIn(column, text);
  }

  /** Throws {@link RowError} `missing_value`, `invalid_value`. */
  quantity(column: string): Quantity {
    return quantityIn(column, this.required(column));
  }

  /** Throws {@link RowError} `missing_value`, `invalid_value`. */
  symbol(column: string): string {
    const text = this.required(column);
    if (!SYMBOL.test(text)) {
      throw new RowError('invalid_value', column, `${column} must be the name of an asset, like BTC.`);
    }
    return text;
  }

  /** In UTC unless the cell has an offset. Throws {@link RowError} `missing_value`, `invalid_value`. */
  instant(column: string, read: (cell: string) => string | null = readInstant): string {
    const at = read(this.required(column));
    if (at !== null) return at;
    throw new RowError(
      'invalid_value',
      column,
      `${column} must be an instant as the exchange writes it, like 2024-03-01 10:00:00: leave the file as it was exported.`,
    );
  }
}

/** The amount in a text of this column. Throws {@link RowError} `invalid_value`. */
export function quantityIn(column: string, text: string): Quantity {
  const quantity = readQuantity(text);
  if (quantity !== null) return quantity;
  throw new RowError(
    'invalid_value',
    column,
    `${column} must be an amount with a point, like -1234.56, of at most 18 decimals and 38 digits.`,
  );
}
