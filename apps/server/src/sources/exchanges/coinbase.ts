import type { TransferKind } from '@crypto-erp/contract/wallets';
import { type Cells, quantityIn, RowError } from './cells.ts';
import type { ExchangeFormat, Movement, RowReading } from './format.ts';
import { minus, size } from './quantity.ts';
import { negative } from './sides.ts';

/** Rows that move one asset in one direction; the sign of their quantity is not looked at, as old files have none. */
const ONE_SIDED: Readonly<Record<string, { kind: TransferKind; direction: 'in' | 'out' }>> = {
  Receive: { kind: 'deposit', direction: 'in' },
  Deposit: { kind: 'deposit', direction: 'in' },
  'Exchange Withdrawal': { kind: 'deposit', direction: 'in' },
  'Pro Withdrawal': { kind: 'deposit', direction: 'in' },
  Send: { kind: 'withdrawal', direction: 'out' },
  Withdrawal: { kind: 'withdrawal', direction: 'out' },
  'Exchange Deposit': { kind: 'withdrawal', direction: 'out' },
  'Pro Deposit': { kind: 'withdrawal', direction: 'out' },
  'Rewards Income': { kind: 'staking', direction: 'in' },
  'Reward Income': { kind: 'staking', direction: 'in' },
  'Staking Income': { kind: 'staking', direction: 'in' },
  'Inflation Reward': { kind: 'staking', direction: 'in' },
  'Interest payout': { kind: 'interest', direction: 'in' },
  'Coinbase Earn': { kind: 'airdrop', direction: 'in' },
  'Learning Reward': { kind: 'airdrop', direction: 'in' },
  'Subscription Rebate': { kind: 'other', direction: 'in' },
  'Subscription Rebates (24 Hours)': { kind: 'other', direction: 'in' },
  Donation: { kind: 'other', direction: 'out' },
  'Admin Debit': { kind: 'other', direction: 'out' },
};

/** Rows about parts of one account, which holds as much before as after. */
const INSIDE = new Set([
  'Vault Withdrawal',
  'Cash to Savings',
  'Retail Staking Transfer',
  'Retail Unstaking Transfer',
]);
const BUY_OR_SELL = /^(?:Advanced? Trade )?(Buy|Sell)$/;
const AMOUNT = '([0-9][0-9,]*(?:[.][0-9]+)?|[.][0-9]+)';
const TRADED = new RegExp(
  String.raw`^(?:Bought|Sold) ${AMOUNT} (\S+) for [A-Z]{0,3}[$€£¥]?${AMOUNT} ([A-Z0-9]+)\b`,
);
const CONVERTED = new RegExp(String.raw`^Converted ${AMOUNT} (\S+) to ${AMOUNT} (\S+)$`);

/** A side that the notes alone name. */
const noted = (kind: TransferKind, symbol: string, amount: string): Movement => ({
  kind,
  symbol,
  quantity: size(quantityIn('Notes', amount)),
});
const out = (movement: Movement): Movement => ({ ...movement, quantity: negative(movement.quantity) });

function read(cells: Cells): RowReading {
  const type = cells.required('Transaction Type');
  const id = cells.text('ID') || null;
  const reading: RowReading = { at: cells.instant('Timestamp'), id, event: id, movements: [] };
  const one = { symbol: cells.symbol('Asset'), quantity: size(cells.quantity('Quantity Transacted')) };
  const side = BUY_OR_SELL.exec(type)?.[1];
  if (side !== undefined) return { ...reading, movements: tradeOf(cells, side === 'Buy', one) };
  if (type === 'Convert') return converted(cells, reading, one);
  if (INSIDE.has(type)) {
    const message = `${type} moves ${one.symbol} inside the account, which holds as much as before.`;
    return { ...reading, notice: { code: 'row_left_out', column: 'Transaction Type', message } };
  }
  const known = ONE_SIDED[type];
  if (known === undefined) {
    const message = `Coinbase's "${type}" is not known here: bring the row in by the generic format, and leave it out of this file.`;
    throw new RowError('unknown_row_type', 'Transaction Type', message);
  }
  const counterparty = cells.text(known.direction === 'in' ? 'Sender Address' : 'Recipient Address') || null;
  const movement: Movement = { kind: known.kind, ...one, counterparty };
  return { ...reading, movements: [known.direction === 'in' ? movement : out(movement)] };
}

/**
 * The other side is what the row came to without the fee, in the price's currency, and the fee is the difference to the
 * total. A trade for another coin says its other side only in the notes, with the fee inside.
 */
function tradeOf(cells: Cells, isBuy: boolean, one: Omit<Movement, 'kind'>): Movement[] {
  const base: Movement = { kind: 'trade', ...one };
  const currency = cells.text('Price Currency') || cells.required('Spot Price Currency');
  const [, , , amount = '', quote = currency] = TRADED.exec(cells.text('Notes')) ?? [];
  if (quote !== currency) {
    const other = noted('trade', quote, amount);
    return isBuy ? [base, out(other)] : [out(base), other];
  }
  const subtotal = size(cells.quantity('Subtotal'));
  const total = size(cells.quantity(totalColumn(cells)));
  const fee: Movement = {
    kind: 'fee',
    symbol: currency,
    quantity: isBuy ? minus(subtotal, total) : minus(total, subtotal),
    index: 'fee',
  };
  const other: Movement = { kind: 'trade', symbol: currency, quantity: subtotal };
  return isBuy ? [base, out(other), fee] : [out(base), other, fee];
}

function totalColumn(cells: Cells): string {
  const [now, before] = ['Total (inclusive of fees and/or spread)', 'Total (inclusive of fees)'];
  return cells.has(now) ? now : before;
}

/** Both sides stand in the notes. Where the other side has a row of its own too, that is the same fact again. */
function converted(cells: Cells, reading: RowReading, one: Omit<Movement, 'kind'>): RowReading {
  const match = CONVERTED.exec(cells.text('Notes'));
  if (match === null) {
    const message =
      'The notes of a Convert must be like "Converted 0.001 BTC to 90 USDC": leave the file as it was exported.';
    throw new RowError('invalid_value', 'Notes', message);
  }
  const [, , from = '', amount = '', to = ''] = match;
  if (one.symbol === to && from !== to) {
    const message = `This is the other side of the conversion from ${from}, whose row brings both.`;
    return { ...reading, notice: { code: 'row_left_out', column: 'Asset', message } };
  }
  return { ...reading, movements: [out({ kind: 'trade', ...one }), noted('trade', to, amount)] };
}

const COLUMNS = ['Timestamp', 'Transaction Type', 'Asset', 'Quantity Transacted', 'Subtotal', 'Notes'];

/**
 * Coinbase's transaction history, with ids (since 2023) and without. Times are UTC. The header comes behind some lines
 * about the user.
 */
export const coinbase: readonly ExchangeFormat[] = [
  { price: 'Price Currency', total: 'Total (inclusive of fees and/or spread)' },
  { price: 'Spot Price Currency', total: 'Total (inclusive of fees and/or spread)' },
  { price: 'Spot Price Currency', total: 'Total (inclusive of fees)' },
].map(({ price, total }) => ({
  name: 'coinbase',
  source: 'exchange:coinbase',
  columns: [...COLUMNS, price, total],
  read,
}));
