import type { TransferKind } from '@crypto-erp/contract/wallets';
import { type Cells, quantityIn, RowError } from './cells.ts';
import type { ExchangeFormat, Movement, RowReading } from './format.ts';
import { readInstantInWords } from './instant.ts';
import type { Quantity } from './quantity.ts';
import { size } from './quantity.ts';
import { negative, trade } from './sides.ts';

const ONE_SIDED: Readonly<Record<string, { kind: TransferKind; direction: 'in' | 'out' }>> = {
  deposit: { kind: 'deposit', direction: 'in' },
  'ripple deposit': { kind: 'deposit', direction: 'in' },
  'card deposit': { kind: 'deposit', direction: 'in' },
  withdrawal: { kind: 'withdrawal', direction: 'out' },
  'ripple payment': { kind: 'withdrawal', direction: 'out' },
  'staking reward': { kind: 'staking', direction: 'in' },
};
const INSIDE = new Set(['started generating', 'ended generating']);

interface Valued {
  symbol: string;
  quantity: Quantity;
}

/** What both forms of the file say, each in its own way. */
interface Form {
  subtype: string;
  at(cells: Cells): string;
  /** Null where the cell is empty. */
  valued(cells: Cells, column: 'Amount' | 'Value' | 'Fee'): Valued | null;
}

function readAs(form: Form, cells: Cells): RowReading {
  const type = cells.required('Type');
  const name = type.toLowerCase();
  const id = cells.text('ID') || null;
  const reading: RowReading = { at: form.at(cells), id, event: id, movements: [] };
  const need = (column: 'Amount' | 'Value'): Valued => {
    const valued = form.valued(cells, column);
    if (valued === null)
      throw new RowError('missing_value', column, `${column} is empty in this row: fill it in.`);
    return valued;
  };
  const amount = need('Amount');
  if (INSIDE.has(name)) {
    const message = `${type} moves ${amount.symbol} inside the account, which holds as much as before.`;
    return { ...reading, notice: { code: 'row_left_out', column: 'Type', message } };
  }
  const fee = form.valued(cells, 'Fee');
  const fees: Movement[] =
    fee === null ? [] : [{ kind: 'fee', symbol: fee.symbol, quantity: negative(fee.quantity), index: 'fee' }];
  if (name === 'market') {
    const sides = trade(cells, form.subtype, { base: amount, quote: need('Value') });
    return { ...reading, movements: [...sides, ...fees] };
  }
  const known = ONE_SIDED[name];
  if (known === undefined) {
    const message = `Bitstamp's "${type}" is not known here: bring the row in by the generic format, and leave it out of this file.`;
    throw new RowError('unknown_row_type', 'Type', message);
  }
  const quantity = known.direction === 'in' ? size(amount.quantity) : negative(amount.quantity);
  return { ...reading, movements: [{ kind: known.kind, symbol: amount.symbol, quantity }, ...fees] };
}

const inColumns: Form = {
  subtype: 'Subtype',
  at: (cells) => cells.instant('Datetime'),
  valued(cells, column) {
    const quantity = cells.optionalQuantity(column);
    return quantity && { quantity, symbol: cells.symbol(`${column} currency`) };
  },
};

/** Bitstamp's export as RFC 4180: each amount beside its currency, times in UTC, an id for each row. */
export const bitstamp: ExchangeFormat = {
  name: 'bitstamp',
  source: 'exchange:bitstamp',
  columns: [
    'ID',
    'Type',
    'Subtype',
    'Datetime',
    'Amount',
    'Amount currency',
    'Value',
    'Value currency',
    'Fee',
    'Fee currency',
  ],
  read: (cells) => readAs(inColumns, cells),
};

const inCells: Form = {
  subtype: 'Sub Type',
  at: (cells) => cells.instant('Datetime', readInstantInWords),
  valued(cells, column) {
    const text = cells.text(column);
    if (text === '') return null;
    const [amount = '', symbol, ...more] = text.split(' ');
    if (symbol === undefined || symbol === '' || more.length > 0) {
      const message = `${column} must be like "0.5 BTC": leave the file as it was exported.`;
      throw new RowError('invalid_value', column, message);
    }
    return { symbol, quantity: quantityIn(column, amount) };
  },
};

/** Bitstamp's older export: amounts like `0.5 BTC`, times in UTC to the minute, and no ids. */
export const bitstampOld: ExchangeFormat = {
  name: 'bitstamp-old',
  source: 'exchange:bitstamp',
  columns: ['Type', 'Datetime', 'Account', 'Amount', 'Value', 'Rate', 'Fee', 'Sub Type'],
  read: (cells) => readAs(inCells, cells),
};
