import { binanceHistory, binanceOldTrades, binanceTrades } from './binance.ts';
import { bitstamp, bitstampOld } from './bitstamp.ts';
import { coinbase } from './coinbase.ts';
import type { ExchangeFormat } from './format.ts';
import { generic } from './generic.ts';
import { krakenLedgers } from './kraken-ledger.ts';
import { krakenTrades } from './kraken-trades.ts';

/** Every file of an exchange that can be read (docs/exchanges.md). */
export const EXCHANGE_FORMATS: readonly ExchangeFormat[] = [
  ...coinbase,
  krakenLedgers,
  krakenTrades,
  binanceHistory,
  binanceTrades,
  binanceOldTrades,
  bitstamp,
  bitstampOld,
  generic,
];
