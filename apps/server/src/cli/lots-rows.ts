import { isCalendarDate } from '@crypto-erp/ledger/dates';
import { type CsvRow, readCsv } from '../features/imports/csv.ts';

export const COLUMNS = [
  'id',
  'time',
  'type',
  'wallet',
  'asset',
  'quantity',
  'unit_price',
  'fee_quantity',
  'to_wallet',
] as const;
type Column = (typeof COLUMNS)[number];
const TYPES = ['acquire', 'income', 'dispose', 'fee', 'transfer'] as const;

/** A row of the file, checked. Numbers stay text until it is known how many decimals the file has. */
export interface LotRow {
  line: number;
  id: string;
  /** As written, and as milliseconds of the epoch and microseconds of those. */
  time: string;
  ms: number;
  micros: number;
  type: (typeof TYPES)[number];
  wallet: string;
  toWallet: string;
  asset: string;
  quantity: string;
  unitPrice: string;
  fee: string;
}

/** A cell that cannot be read, or what keeps the whole file from it. */
export class BadRows extends Error {
  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'BadRows';
  }
}

/** How many bad rows are told at once. */
const MOST_TOLD = 20;
const TIME =
  /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,6}))?)?(?:Z|([+-])([01]\d|2[0-3]):([0-5]\d))$/;
const NUMBER = /^\d{1,38}(?:\.\d{1,38})?$/;

/**
 * The rows in the order of time, then of lines.
 * @throws BadRows with line and column of each bad cell; FileError for what is no CSV
 */
export async function readRows(
  pieces: AsyncIterable<Uint8Array>,
  fees: 'disposal' | 'basis',
): Promise<LotRow[]> {
  const rows: LotRow[] = [];
  const problems: string[] = [];
  const ids = new Set<string>();
  const names = new Map<string, string>();
  /** Wallets and assets are few: one string each. */
  const known = (name: string): string => {
    const found = names.get(name);
    if (found === undefined) names.set(name, name);
    return found ?? name;
  };
  let places: Record<Column, number> | undefined;
  for await (const row of readCsv(pieces)) {
    if (places === undefined) {
      places = placesOf(row);
      continue;
    }
    const found = checkRow(row, places, fees);
    if (!('column' in found) && ids.has(found.id)) {
      problems.push(`line ${row.line}, column id: ${found.id} is the id of a row above. Give each its own.`);
    } else if ('column' in found) {
      problems.push(`line ${row.line}, column ${found.column}: ${found.message}`);
    } else {
      ids.add(found.id);
      rows.push({
        ...found,
        wallet: known(found.wallet),
        toWallet: known(found.toWallet),
        asset: known(found.asset),
      });
    }
    if (problems.length === MOST_TOLD) break;
  }
  if (places === undefined)
    throw new BadRows([`line 1: The file is empty. Its header is ${COLUMNS.join(',')}.`]);
  if (problems.length > 0) throw new BadRows(problems);
  return rows.sort((a, b) => a.ms - b.ms || a.micros - b.micros || a.line - b.line);
}

function placesOf({ line, cells }: CsvRow): Record<Column, number> {
  const missing = COLUMNS.filter((column) => !cells.includes(column));
  const strange = cells.filter(
    (cell, i) => !COLUMNS.some((one) => one === cell) || cells.indexOf(cell) !== i,
  );
  if (missing.length + strange.length > 0) {
    throw new BadRows([`line ${line}: The header is ${cells.join(',')}. Make it ${COLUMNS.join(',')}.`]);
  }
  return Object.fromEntries(COLUMNS.map((column) => [column, cells.indexOf(column)])) as Record<
    Column,
    number
  >;
}

interface BadCell {
  column: Column;
  message: string;
}

function checkRow(
  { line, cells }: CsvRow,
  places: Record<Column, number>,
  fees: 'disposal' | 'basis',
): LotRow | BadCell {
  const cell = (column: Column): string => cells[places[column]] ?? '';
  const bad = (column: Column, message: string): BadCell => ({ column, message });
  for (const column of ['id', 'wallet', 'asset'] as const) {
    if (cell(column) === '') return bad(column, 'It is empty.');
  }
  const time = readTime(cell('time'));
  if (time === null) {
    return bad(
      'time',
      'Write it as 2024-05-31T12:30:00.000000+02:00, with Z or an offset, at most microseconds.',
    );
  }
  const type = TYPES.find((one) => one === cell('type'));
  if (type === undefined) return bad('type', `It is none of ${TYPES.join(', ')}.`);
  const numbers = {
    quantity: cell('quantity'),
    unitPrice: cell('unit_price'),
    fee: cell('fee_quantity') || '0',
  };
  if (!NUMBER.test(numbers.quantity) || isZero(numbers.quantity))
    return bad('quantity', 'It is no number above zero, such as 0.25.');
  if (!NUMBER.test(numbers.fee)) return bad('fee_quantity', 'It is no number, such as 0.25.');
  const buys = type === 'acquire' || type === 'income';
  if (fees === 'basis' && buys && !isLess(numbers.fee, numbers.quantity))
    return bad('fee_quantity', 'A fee of the basis is less than what it buys.');
  const needsPrice = type !== 'transfer' || (fees === 'disposal' && !isZero(numbers.fee));
  if (numbers.unitPrice === '' && !needsPrice) numbers.unitPrice = '0';
  if (!NUMBER.test(numbers.unitPrice)) {
    return bad(
      'unit_price',
      numbers.unitPrice === '' ? 'It is needed here.' : 'It is no number, such as 0.25.',
    );
  }
  const toWallet = cell('to_wallet');
  if (type === 'transfer' && (toWallet === '' || toWallet === cell('wallet')))
    return bad('to_wallet', 'A transfer needs another wallet to arrive in.');
  if (type !== 'transfer' && toWallet !== '')
    return bad('to_wallet', `It is for transfers, and this is: ${type}.`);
  const names = { id: cell('id'), wallet: cell('wallet'), toWallet, asset: cell('asset') };
  return { line, ...names, ...numbers, type, time: cell('time'), ...time };
}

const isZero = (number: string): boolean => /^[0.]*$/.test(number);

function isLess(number: string, other: string): boolean {
  const decimals = Math.max(decimalsOf(number), decimalsOf(other));
  return unitsOf(number, decimals) < unitsOf(other, decimals);
}

/** How many decimals a number is written with. */
export function decimalsOf(number: string): number {
  const point = number.indexOf('.');
  return point < 0 ? 0 : number.length - point - 1;
}

/** A number in units of so many decimals, at least its own. */
export function unitsOf(number: string, decimals: number): bigint {
  const [whole = '', fraction = ''] = number.split('.');
  return BigInt(whole + fraction.padEnd(decimals, '0'));
}

function readTime(text: string): { ms: number; micros: number } | null {
  const match = TIME.exec(text);
  if (match === null) return null;
  const [, date = '', hour, minute, second = '00', fraction = '', sign, hours = '0', minutes = '0'] = match;
  if (!isCalendarDate(date)) return null;
  const decimals = fraction.padEnd(6, '0');
  const local = Date.parse(`${date}T${hour}:${minute}:${second}.${decimals.slice(0, 3)}Z`);
  const offset = (Number(hours) * 60 + Number(minutes)) * 60_000;
  return { ms: sign === '-' ? local + offset : local - offset, micros: Number(decimals.slice(3)) };
}
