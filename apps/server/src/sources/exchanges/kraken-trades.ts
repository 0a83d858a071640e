import { type Cells, RowError } from './cells.ts';
import type { ExchangeFormat, RowReading } from './format.ts';
import { krakenPair } from './kraken-assets.ts';
import { negative, trade } from './sides.ts';

/** Kraken's export "Trades". Times are UTC. Each part is known as in the ledgers, so the two files may overlap. */
export const krakenTrades: ExchangeFormat = {
  name: 'kraken-trades',
  source: 'exchange:kraken',
  columns: ['txid', 'pair', 'time', 'type', 'cost', 'fee', 'vol'],
  read(cells: Cells): RowReading {
    const id = cells.required('txid');
    const pair = krakenPair(cells.symbol('pair'));
    if (pair === null) {
      const message = `The two assets of ${cells.text('pair')} cannot be told apart: import Kraken's ledgers instead.`;
      throw new RowError('invalid_value', 'pair', message);
    }
    if (cells.optionalQuantity('margin')?.units) {
      const message = "A trade on margin moves only what it gains or loses: import Kraken's ledgers instead.";
      throw new RowError('unknown_row_type', 'margin', message);
    }
    const fee = {
      kind: 'fee' as const,
      symbol: pair.quote,
      quantity: negative(cells.quantity('fee')),
      index: 'fee',
    };
    const sides = trade(cells, 'type', {
      base: { symbol: pair.base, quantity: cells.quantity('vol') },
      quote: { symbol: pair.quote, quantity: cells.quantity('cost') },
    });
    return { at: cells.instant('time'), id, event: id, movements: [...sides, fee] };
  },
};
