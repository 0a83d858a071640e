import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { LedgerError } from '@crypto-erp/ledger/error';
import { type Disposal, LotEngine, type LotEvent } from '@crypto-erp/ledger/lots/engine';
import { termOf } from '@crypto-erp/ledger/lots/holding-period';
import { LOT_METHODS, type LotMethod } from '@crypto-erp/ledger/lots/types';
import { DomainError } from '../errors.ts';
import { FileError } from '../features/imports/csv.ts';
import { BadRows, decimalsOf, type LotRow, readRows, unitsOf } from './lots-rows.ts';

export const LOTS_USAGE = `  lots --method fifo|lifo|hifo|lofo|average --pool company|wallet [--fees disposal|basis]
       [--shortfall zero|fail] [--remaining] FILE
                               disposals and gains of a list of events, with no database`;

export interface LotsOptions {
  method: LotMethod;
  pool: 'company' | 'wallet';
  fees: 'disposal' | 'basis';
  shortfall: 'zero' | 'fail';
  remaining: boolean;
}

/** To how many decimals a division is rounded that does not come out even. */
const DECIMALS = 18;
/** A gain on what was held for more than so many months is long-term, as in the United States. */
const LONG_TERM_MONTHS = 12;
const DISPOSAL_HEADER = 'disposal_id,lot_id,asset,quantity,acquired_at,disposed_at,cost,proceeds,gain,term\n';
const REMAINING_HEADER = 'lot_id,asset,wallet,quantity,acquired_at,cost\n';
/** How much is told of what left without a lot. */
const MOST_WARNED = 10;
/** How many characters are written at once. */
const CHUNK = 64 * 1024;

/** What `erp lots ARGS` is told; null when nobody understands the arguments. */
export function lotsArguments(args: string[]): { file: string; options: LotsOptions } | null {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        method: { type: 'string' },
        pool: { type: 'string' },
        fees: { type: 'string', default: 'disposal' },
        shortfall: { type: 'string', default: 'zero' },
        remaining: { type: 'boolean', default: false },
      },
    });
    const method = LOT_METHODS.find((one) => one === values.method);
    const pool = (['company', 'wallet'] as const).find((one) => one === values.pool);
    const fees = (['disposal', 'basis'] as const).find((one) => one === values.fees);
    const shortfall = (['zero', 'fail'] as const).find((one) => one === values.shortfall);
    const [file] = positionals;
    if (!method || !pool || !fees || !shortfall || !file || positionals.length > 1) return null;
    return { file, options: { method, pool, fees, shortfall, remaining: values.remaining } };
  } catch {
    return null;
  }
}

/** Writes what a file comes to, to the standard output. Throws `invalid_input` with line and column. */
export async function lotsCommand(file: string, options: LotsOptions): Promise<void> {
  try {
    const report = lotsReport(createReadStream(file), options, (text) => console.error(text));
    await pipeline(report, process.stdout);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // Whoever reads it has read enough.
    if (code === 'EPIPE') return;
    if (error instanceof FileError)
      throw new DomainError('invalid_input', `line ${error.line}: ${error.message}`);
    if (error instanceof BadRows) throw new DomainError('invalid_input', error.message);
    if (code === 'ENOENT' || code === 'EISDIR' || code === 'EACCES')
      throw new DomainError('invalid_input', `${file} cannot be read: ${code}.`);
    throw error;
  }
}

/**
 * What a CSV file of events comes to, piece by piece: one line for each lot that a disposal took from, then those that remain.
 * All numbers are exact; only a division that does not come out even is rounded, half-even. `warn` is told what left without
 * a lot.
 * @throws BadRows, FileError
 */
export async function* lotsReport(
  pieces: AsyncIterable<Uint8Array>,
  options: LotsOptions,
  warn: (text: string) => void,
): AsyncGenerator<string> {
  const rows = await readRows(pieces, options.fees);
  let text = '';
  for (const line of linesOf(rows, options, warn)) {
    text += line;
    if (text.length < CHUNK) continue;
    yield text;
    text = '';
  }
  yield text;
}

function* linesOf(
  rows: readonly LotRow[],
  options: LotsOptions,
  warn: (text: string) => void,
): Generator<string> {
  const scale = scaleOf(rows);
  let missed = 0;
  const engine = new LotEngine<FileEvent>({
    ...options,
    method: () => options.method,
    step: 10n ** BigInt(scale.cost - DECIMALS),
    missed({ line, asset }, quantity) {
      missed += 1;
      if (missed > MOST_WARNED) return;
      warn(`line ${line}: ${decimal(quantity, scale.quantity)} ${asset} left without a lot and cost 0.`);
    },
  });
  yield DISPOSAL_HEADER;
  for (const row of rows) {
    for (const disposal of applied(engine, eventOf(row, scale))) yield disposalLine(disposal, scale);
  }
  if (missed > MOST_WARNED) warn(`… and ${missed - MOST_WARNED} more.`);
  if (!options.remaining) return;
  yield `\n${REMAINING_HEADER}`;
  for (const { event, wallet, quantity, cost } of engine.remaining()) {
    const amounts = [decimal(quantity, scale.quantity), event.time, decimal(cost, scale.cost)];
    yield `${[cell(event.id), cell(event.asset), cell(wallet), ...amounts].join(',')}\n`;
  }
}

/** How many decimals the quantities and the costs of a file have, so that each product is a whole number of units. */
interface Scale {
  quantity: number;
  price: number;
  cost: number;
  /** What a quantity times a price is to be multiplied by to have the decimals of costs. */
  factor: bigint;
}

interface FileEvent extends LotEvent {
  line: number;
  time: string;
}

function scaleOf(rows: readonly LotRow[]): Scale {
  let [quantity, price] = [0, 0];
  for (const row of rows) {
    quantity = Math.max(quantity, decimalsOf(row.quantity), decimalsOf(row.fee));
    price = Math.max(price, decimalsOf(row.unitPrice));
  }
  const cost = Math.max(quantity + price, DECIMALS);
  return { quantity, price, cost, factor: 10n ** BigInt(cost - quantity - price) };
}

function eventOf(row: LotRow, scale: Scale): FileEvent {
  const quantity = unitsOf(row.quantity, scale.quantity);
  const fee = unitsOf(row.fee, scale.quantity);
  const price = unitsOf(row.unitPrice, scale.price) * scale.factor;
  const instant = new Date(row.ms).toISOString().slice(0, -1);
  return {
    line: row.line,
    id: row.id,
    kind: KINDS[row.type],
    asset: row.asset,
    wallet: row.wallet,
    toWallet: row.toWallet,
    time: row.time,
    at: `${instant}${String(row.micros).padStart(3, '0')}Z`,
    on: row.time.slice(0, 10),
    position: String(row.line).padStart(10, '0'),
    quantity,
    worth: quantity * price,
    fee,
    feeWorth: fee * price,
  };
}

const KINDS = {
  acquire: 'acquire',
  income: 'acquire',
  dispose: 'dispose',
  fee: 'dispose',
  transfer: 'transfer',
} as const;

function applied(engine: LotEngine<FileEvent>, event: FileEvent): Disposal<FileEvent>[] {
  try {
    return engine.apply(event);
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    throw new BadRows([
      `line ${event.line}: ${error.message} Add what acquired it, or let it cost zero with --shortfall zero.`,
    ]);
  }
}

function disposalLine({ event, lot, quantity, cost, proceeds }: Disposal<FileEvent>, scale: Scale): string {
  const cells = [
    cell(event.id),
    cell(lot?.event.id ?? ''),
    cell(event.asset),
    decimal(quantity, scale.quantity),
    lot?.event.time ?? '',
    event.time,
    decimal(cost, scale.cost),
    decimal(proceeds, scale.cost),
    decimal(proceeds - cost, scale.cost),
    termOf({ acquiredOn: lot?.acquiredOn ?? null, disposedOn: event.on }, LONG_TERM_MONTHS),
  ];
  return `${cells.join(',')}\n`;
}

/** All digits, without zeros at the end. */
function decimal(units: bigint, decimals: number): string {
  if (units < 0n) return `-${decimal(-units, decimals)}`;
  if (units === 0n || decimals === 0) return units.toString();
  const digits = units.toString().padStart(decimals + 1, '0');
  const fraction = digits.slice(-decimals).replace(/0+$/, '');
  return fraction === '' ? digits.slice(0, -decimals) : `${digits.slice(0, -decimals)}.${fraction}`;
}

function cell(text: string): string {
  return /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
