import type { TransferKind } from '@crypto-erp/contract/wallets';
import { type Cells, RowError } from './cells.ts';
import type { ExchangeFormat, Movement, RowReading } from './format.ts';
import { plain, type Quantity, readQuantity, size } from './quantity.ts';
import { negative, trade } from './sides.ts';

/** The operations of each kind, in small letters, as Binance's statements of several years call them. */
const OPERATIONS: readonly (readonly [TransferKind, readonly string[]])[] = [
  [
    'trade',
    [
      'buy',
      'sell',
      'transaction related',
      'transaction buy',
      'transaction spend',
      'transaction sold',
      'transaction revenue',
      'binance convert',
      'large otc trading',
      'small assets exchange bnb',
      'stablecoins auto-conversion',
      'auto-invest transaction',
    ],
  ],
  ['fee', ['fee', 'transaction fee', 'funding fee']],
  ['deposit', ['deposit', 'fiat deposit', 'crypto box']],
  ['withdrawal', ['withdraw', 'withdrawal', 'fiat withdraw', 'fiat withdrawal', 'send']],
  [
    'staking',
    [
      'staking rewards',
      'pos savings interest',
      'eth 2.0 staking rewards',
      'bnb vault rewards',
      'simple earn locked rewards',
      'dot slot auction rewards',
    ],
  ],
  [
    'interest',
    [
      'savings interest',
      'savings distribution',
      'simple earn flexible interest',
      'launchpool interest',
      'launchpool earnings withdrawal',
    ],
  ],
  ['mining', ['pool distribution', 'super bnb mining']],
  [
    'airdrop',
    [
      'airdrop assets',
      'distribution',
      'cash voucher distribution',
      'simple earn flexible airdrop',
      'campaign related reward',
    ],
  ],
  [
    'other',
    [
      'commission history',
      'commission rebate',
      'commission fee shared with you',
      'referrer rebates',
      'referral kickback',
      'referral commission',
      'token swap - redenomination/rebranding',
      'token swap - distribution',
      'asset recovery',
      'realize profit and loss',
      'realized profit and loss',
      'insurance fund compensation',
    ],
  ],
];
const KINDS: ReadonlyMap<string, TransferKind> = new Map(
  OPERATIONS.flatMap(([kind, names]) => names.map((name): [string, TransferKind] => [name, kind])),
);

/** Undefined: an operation that is not known. What takes back a reward is none. */
function kindOf(name: string, { units }: Quantity): TransferKind | undefined {
  const kind = KINDS.get(name);
  const isReward = kind === 'staking' || kind === 'interest' || kind === 'mining' || kind === 'airdrop';
  return isReward && units < 0n ? 'other' : kind;
}

/** Operations between the parts of one account. Each has its two sides in the file, or keeps the asset where it was. */
const INSIDE = new Set([
  'transfer_in',
  'transfer_out',
  'savings purchase',
  'savings principal redemption',
  'pos savings purchase',
  'pos savings redemption',
  'staking purchase',
  'staking redemption',
  'simple earn locked subscription',
  'simple earn locked redemption',
  'simple earn flexible subscription',
  'simple earn flexible redemption',
  'launchpool subscription/redemption',
  'transfer between main and funding wallet',
  'transfer between spot account and um futures account',
  'transfer between spot account and cm futures account',
  'transfer between main account/futures and margin account',
]);

/** Binance gives its rows no ids: what trades at one time in one part of the account is one event. */
function tradedAt(at: string, account: string): string {
  return `${at} ${account.toLowerCase()} trade`;
}

/** What a movement is within its event: two equal ones are told apart by their order. */
function indexed(movement: Movement): Movement {
  const direction = movement.quantity.units > 0n ? 'in' : 'out';
  return { ...movement, index: `${direction}:${movement.symbol}:${plain(size(movement.quantity))}` };
}

/** Binance's transaction history (statement). `UTC_Time` is UTC. */
export const binanceHistory: ExchangeFormat = {
  name: 'binance-history',
  source: 'exchange:binance',
  columns: ['UTC_Time', 'Account', 'Operation', 'Coin', 'Change'],
  read(cells: Cells): RowReading {
    const at = cells.instant('UTC_Time');
    const account = cells.required('Account');
    const operation = cells.required('Operation');
    const [symbol, quantity] = [cells.symbol('Coin'), cells.quantity('Change')];
    const name = operation.toLowerCase();
    if (INSIDE.has(name)) {
      const message = `${operation} moves ${symbol} inside the account, which holds as much as before.`;
      const notice = { code: 'row_left_out' as const, column: 'Operation', message };
      return { at, id: null, event: null, movements: [], notice };
    }
    const kind = kindOf(name, quantity);
    const isTrade = kind === 'trade' || name === 'fee' || name === 'transaction fee';
    const event = isTrade ? tradedAt(at, account) : `${at} ${account.toLowerCase()} ${name}`;
    const movement = indexed({ kind: kind ?? 'other', symbol, quantity });
    const reading: RowReading = { at, id: null, event, movements: [movement] };
    if (kind !== undefined) return reading;
    const message = `Binance's "${operation}" is not known here: it is kept as a movement of no special kind.`;
    return { ...reading, notice: { code: 'unknown_row_type', column: 'Operation', message } };
  },
};

/** Binance's trade history with an asset in each cell, `0.5BTC`. The two of the pair say where the amount ends. */
export const binanceTrades: ExchangeFormat = {
  name: 'binance-trades',
  source: 'exchange:binance',
  columns: ['Date(UTC)', 'Pair', 'Side', 'Price', 'Executed', 'Amount', 'Fee'],
  read(cells: Cells): RowReading {
    const pair = cells.symbol('Pair');
    const [executed, amount] = [cells.required('Executed'), cells.required('Amount')];
    const splits = Array.from(pair, (_, at) => at)
      .slice(1)
      .flatMap((at) => {
        const [base, quote] = [amountOf(executed, pair.slice(0, at)), amountOf(amount, pair.slice(at))];
        return base && quote ? [{ base, quote }] : [];
      });
    if (splits.length !== 1 || splits[0] === undefined) {
      const message = `Executed and Amount must be amounts of the two assets of ${pair}: leave the file as it was exported.`;
      throw new RowError('invalid_value', 'Pair', message);
    }
    const sides = trade(cells, 'Side', splits[0]);
    return tradeReading(cells, [...sides, ...feeOf(cells)]);
  },
};

function feeOf(cells: Cells): Movement[] {
  const text = cells.text('Fee');
  if (text === '') return [];
  const [, amount = '', symbol = ''] =
    /^([0-9.,]+(?:E-?[0-9]{1,2})?)([A-Z0-9]*[A-Z][A-Z0-9]*)$/.exec(text) ?? [];
  const quantity = readQuantity(amount);
  if (quantity === null) {
    throw new RowError(
      'invalid_value',
      'Fee',
      'Fee must be like 0.001BNB: leave the file as it was exported.',
    );
  }
  return [{ kind: 'fee', symbol, quantity: negative(quantity) }];
}

function amountOf(text: string, symbol: string) {
  const quantity = text.endsWith(symbol) ? readQuantity(text.slice(0, -symbol.length)) : null;
  return quantity && { symbol, quantity };
}

/** What Binance's markets can be quoted in. */
const QUOTES =
  'FDUSD USDT BUSD USDC TUSD USDP USD1 BIDR IDRT BTC ETH BNB EUR GBP TRY AUD BRL RUB UAH NGN ZAR PLN RON ARS JPY MXN CZK DAI PAX UST TRX XRP DOGE DOT SOL'.split(
    ' ',
  );

/** Binance's older trade history, with a coin for the fee and a market like `BTCUSDT`. */
export const binanceOldTrades: ExchangeFormat = {
  name: 'binance-old-trades',
  source: 'exchange:binance',
  columns: ['Date(UTC)', 'Market', 'Type', 'Price', 'Amount', 'Total', 'Fee', 'Fee Coin'],
  read(cells: Cells): RowReading {
    const market = cells.symbol('Market');
    const quote = QUOTES.find((one) => market.endsWith(one) && market.length > one.length);
    if (quote === undefined) {
      const message = `The two assets of ${market} cannot be told apart: import the transaction history instead.`;
      throw new RowError('invalid_value', 'Market', message);
    }
    const sides = trade(cells, 'Type', {
      base: { symbol: market.slice(0, -quote.length), quantity: cells.quantity('Amount') },
      quote: { symbol: quote, quantity: cells.quantity('Total') },
    });
    const fee = cells.quantity('Fee');
    if (fee.units === 0n) return tradeReading(cells, sides);
    const symbol = cells.symbol('Fee Coin');
    return tradeReading(cells, [...sides, { kind: 'fee', symbol, quantity: negative(fee) }]);
  },
};

/** Known as in the transaction history, so that both files of the same trades add them once where their times agree. */
function tradeReading(cells: Cells, movements: Movement[]): RowReading {
  const at = cells.instant('Date(UTC)');
  return { at, id: null, event: tradedAt(at, 'spot'), movements: movements.map(indexed) };
}
