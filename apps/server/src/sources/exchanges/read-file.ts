import { createHash } from 'node:crypto';
import type { ImportError } from '@crypto-erp/contract/imports';
import { type CsvRow, FileError } from '../../features/imports/csv.ts';
import type { Transfer } from '../transfer.ts';
import { Cells, RowError } from './cells.ts';
import type { ExchangeFormat, Movement, RowReading } from './format.ts';
import { plain, size } from './quantity.ts';

/** What became of one row. */
export interface FileRow {
  line: number;
  /** Empty where there is a problem, and where a notice says why. */
  transfers: Transfer[];
  /** Why the row is refused. */
  problem: ImportError | null;
  /** What the user should know of a row that is not wrong. */
  notice: ImportError | null;
}

export interface OpenExchangeFile {
  format: ExchangeFormat;
  rows: AsyncGenerator<FileRow>;
}

/** Some exchanges write lines about the user before the header. */
const LINES_BEFORE_HEADER = 10;
/** Characters. */
const LONGEST_ID = 200;

/**
 * Finds by its header which of these formats a file has, and reads it row by row. The same row has the same identity in
 * every file: by the exchange's own ids where it gives them, else by what it says and how many equal ones stand before it.
 * So the part of a time that two files share must be whole in both, which exports by days are.
 * Throws `FileError` with `unknown_file_format`, `empty_file`, and what `readCsv` throws.
 */
export async function openExchangeFile(
  rows: AsyncIterable<CsvRow>,
  formats: readonly ExchangeFormat[],
): Promise<OpenExchangeFile> {
  const iterator = rows[Symbol.asyncIterator]();
  for (let count = 0; count <= LINES_BEFORE_HEADER; count += 1) {
    const { value: row, done } = await iterator.next();
    if (done) {
      if (count === 0) throw new FileError('empty_file', 1, 'The file has no rows: export it again.');
      break;
    }
    const columns = new Map(row.cells.map((name, index) => [name, index]));
    const found = formats.filter((format) => format.columns.every((column) => columns.has(column)));
    // The one that asks for most is the most certain.
    const format = found.sort((a, b) => b.columns.length - a.columns.length)[0];
    if (format)
      return { format, rows: readRows({ [Symbol.asyncIterator]: () => iterator }, format, columns) };
  }
  await iterator.return?.();
  throw new FileError(
    'unknown_file_format',
    1,
    'The header is of none of the known exports: send the file as the exchange exported it, or write it in the generic format of docs/exchanges.md.',
  );
}

async function* readRows(
  rows: AsyncIterable<CsvRow>,
  format: ExchangeFormat,
  columns: ReadonlyMap<string, number>,
): AsyncGenerator<FileRow> {
  const identify = createIdentifier(format.source);
  const width = Math.max(...[...columns].map(([name, index]) => (name === '' ? 0 : index + 1)));
  for await (const { line, cells } of rows) {
    try {
      if (cells.length < width || cells.slice(width).some((cell) => cell !== '')) {
        const message = `This row has ${cells.length} cells and the header ${width}: leave the file as it was exported.`;
        throw new RowError('wrong_cell_count', null, message);
      }
      const reading = format.read(new Cells(columns, cells));
      if ([reading.id, reading.event].some((id) => id !== null && id.length > LONGEST_ID)) {
        const message = `An id has at most ${LONGEST_ID} characters: leave the file as it was exported.`;
        throw new RowError('invalid_value', null, message);
      }
      const { transfers, repeated } = identify(reading);
      const notice = repeated ?? reading.notice;
      yield { line, transfers, problem: null, notice: notice ? { line, ...notice } : null };
    } catch (error) {
      if (!(error instanceof RowError)) throw error;
      const { code, column, message } = error;
      yield { line, transfers: [], problem: { line, column, code, message }, notice: null };
    }
  }
}

/** What makes transfers of the rows of one source, in their order, and gives each its identity. */
export function createIdentifier(source: string) {
  /** What the row with this id said. */
  const said = new Map<string, string>();
  const counts = new Map<string, number>();
  /** `text` the first time, `text#2` the second. */
  const unique = (text: string): string => {
    const count = (counts.get(text) ?? 0) + 1;
    counts.set(text, count);
    return count === 1 ? text : `${text}#${count}`;
  };

  /** Throws {@link RowError} `row_contradicts`. */
  return function identify(reading: RowReading): { transfers: Transfer[]; repeated?: RowReading['notice'] } {
    const { at, id, movements } = reading;
    const content = contentOf(reading);
    if (id !== null) {
      const before = said.get(id);
      if (before === content) {
        const message = `The row with the id ${id} stands in the file before: it is taken once.`;
        return { transfers: [], repeated: { code: 'row_repeated', column: null, message } };
      }
      if (before !== undefined) {
        const message = `Another row has the same id ${id} and says something else: export the file again.`;
        throw new RowError('row_contradicts', null, message);
      }
      said.set(id, content);
    }
    const transaction = reading.event ?? unique(content);
    const transfers = movements
      .filter(({ quantity }) => quantity.units !== 0n)
      .map((movement): Transfer => {
        const direction = directionOf(movement);
        const wanted = movement.index ?? `${direction}:${movement.symbol}`;
        const index = unique(`${transaction}\n${wanted}`).slice(transaction.length + 1);
        const { units, decimals } = size(movement.quantity);
        return {
          source,
          transaction,
          index,
          direction,
          kind: movement.kind,
          asset: { contract: null, symbol: movement.symbol, decimals },
          amount: units,
          address: null,
          counterparty: movement.counterparty ?? null,
          at,
          block: null,
          // An exchange does not say what came first within an instant; what comes in can then leave.
          position: `${direction === 'in' ? 0 : 1}:${transaction}:${index}`,
          method: null,
        };
      });
    return { transfers };
  };
}

function directionOf({ quantity }: Movement): 'in' | 'out' {
  return quantity.units > 0n ? 'in' : 'out';
}

/** The same for rows that say the same, however they write their amounts. */
function contentOf({ at, event, movements }: RowReading): string {
  const parts = movements.map(({ kind, symbol, quantity, index }) => [
    kind,
    symbol,
    plain(quantity),
    index ?? '',
  ]);
  return createHash('sha256')
    .update(JSON.stringify([at, event, parts]))
    .digest('hex')
    .slice(0, 32);
}
