import { TRANSFER_KINDS, type TransferKind } from '@crypto-erp/contract/wallets';
import { type Cells, RowError } from './cells.ts';
import type { ExchangeFormat, Movement, RowReading } from './format.ts';
import { negative } from './sides.ts';

const SIGNED = /^[-+]/;

/** A format that anyone can write (docs/exchanges.md): a row is an event with what came in, what went out, and the fee. */
export const generic: ExchangeFormat = {
  name: 'generic',
  source: 'exchange:generic',
  columns: ['time', 'type', 'in_asset', 'in_amount', 'out_asset', 'out_amount', 'fee_asset', 'fee_amount'],
  read(cells: Cells): RowReading {
    const type = cells.required('type');
    const kind = TRANSFER_KINDS.find((one) => one === type);
    if (kind === undefined) {
      throw new RowError('unknown_row_type', 'type', `type must be one of ${TRANSFER_KINDS.join(', ')}.`);
    }
    const id = cells.text('id') || null;
    const counterparty = cells.text('counterparty') || null;
    const movements = [
      ...side(cells, 'in', kind, counterparty),
      ...side(cells, 'out', kind, counterparty),
      ...side(cells, 'fee', 'fee', null),
    ];
    if (movements.length === 0) {
      throw new RowError('missing_value', 'in_amount', 'Fill in what came in, what went out, or the fee.');
    }
    const sides = movements.filter(({ index }) => index !== 'fee').length;
    if (kind === 'trade' && sides !== 2) {
      throw new RowError(
        'missing_value',
        'out_amount',
        'A trade has both an asset in and an asset out: fill in both.',
      );
    }
    return { at: cells.instant('time'), id, event: id, movements };
  },
};

/** Throws {@link RowError} `missing_value`, `invalid_value`. */
function side(
  cells: Cells,
  name: 'in' | 'out' | 'fee',
  kind: TransferKind,
  counterparty: string | null,
): Movement[] {
  const [asset, amount] = [`${name}_asset`, `${name}_amount`];
  if (cells.text(asset) === '' && cells.text(amount) === '') return [];
  const quantity = cells.quantity(amount);
  if (quantity.units === 0n || SIGNED.test(cells.text(amount))) {
    throw new RowError(
      'invalid_value',
      amount,
      `${amount} must be above zero and without a sign: its column says where it goes.`,
    );
  }
  const symbol = cells.symbol(asset);
  return [
    { kind, symbol, quantity: name === 'in' ? quantity : negative(quantity), index: name, counterparty },
  ];
}
