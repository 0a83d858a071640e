import { type Cells, RowError } from './cells.ts';
import type { Movement } from './format.ts';
import { type Quantity, size } from './quantity.ts';

interface Side {
  symbol: string;
  /** Its sign is not looked at. */
  quantity: Quantity;
}

/** The same leaving the account, whatever its sign was. */
export function negative(quantity: Quantity): Quantity {
  const { units, decimals } = size(quantity);
  return { units: -units, decimals };
}

/**
 * The two sides of a trade, where a column says `buy` or `sell` (in any case) of the base.
 * Throws {@link RowError} `missing_value`, `unknown_row_type`.
 */
export function trade(
  cells: Cells,
  column: string,
  { base, quote }: { base: Side; quote: Side },
): Movement[] {
  const side = cells.required(column).toLowerCase();
  if (side !== 'buy' && side !== 'sell') {
    throw new RowError(
      'unknown_row_type',
      column,
      `${column} must be buy or sell: leave the file as it was exported.`,
    );
  }
  const [into, out] = side === 'buy' ? [base, quote] : [quote, base];
  return [
    { kind: 'trade', symbol: into.symbol, quantity: size(into.quantity) },
    { kind: 'trade', symbol: out.symbol, quantity: negative(out.quantity) },
  ];
}
