import type { TransferKind } from '@crypto-erp/contract/wallets';
import { type AccountStep, type Call, stepOf } from './account-step.ts';
import { type Answer, answerOf, unfit } from './answer.ts';
import type { Movement, RowReading } from './format.ts';
import { readInstant } from './instant.ts';
import { negative } from './sides.ts';

/** Transactions of an answer. */
const PAGE = 1000;
/** Bitstamp's types of transactions, by their numbers. */
const KINDS: Readonly<Record<string, TransferKind>> = {
  '0': 'deposit',
  '1': 'withdrawal',
  '2': 'trade',
  '14': 'transfer',
  '27': 'staking',
  '32': 'other',
  '35': 'transfer',
};
/** What is no amount of a currency. Names with a line are prices of pairs and such. */
const OTHER = new Set(['id', 'datetime', 'type', 'fee', 'status']);

/** Bitstamp does not say what a key may do, only whether it may read. Throws `SourceError` `source_refused`. */
export async function checkBitstampKey(call: Call): Promise<void> {
  await call('privatePostUserTransactions', { limit: '1', sort: 'desc' });
}

/** Bitstamp's transactions, the oldest first. The cursor is the id of the last one read. */
export async function* readBitstamp(
  call: Call,
  cursor: string | null,
  _now: Date,
  signal: AbortSignal,
): AsyncGenerator<AccountStep> {
  const step = stepOf('exchange:bitstamp');
  let last = cursor;
  while (!signal.aborted) {
    const since: Record<string, string> = last === null ? {} : { since_id: last };
    const answer = await call('privatePostUserTransactions', { ...since, sort: 'asc', limit: `${PAGE}` });
    if (!Array.isArray(answer)) throw unfit('bitstamp', 'a list');
    const readings = answer.map((one) => readTransaction(answerOf('bitstamp', one)));
    const next = readings.at(-1)?.id ?? last ?? '0';
    yield step(readings, next);
    // One that begins with what it was asked to begin behind would never end.
    if (answer.length < PAGE || (last !== null && BigInt(next) <= BigInt(last))) return;
    last = next;
  }
}

function readTransaction(one: Answer): RowReading {
  const [id, type, at] = [one.text('id'), one.text('type'), readInstant(one.text('datetime'))];
  if (!/^\d{1,20}$/.test(id) || at === null) throw unfit('bitstamp', 'a transaction with id and time');
  const kind = KINDS[type];
  const moved = one.names
    .filter((name) => !OTHER.has(name) && !name.includes('_'))
    .map(
      (name): Movement => ({
        kind: kind ?? 'other',
        symbol: name.toUpperCase(),
        quantity: one.quantity(name),
      }),
    )
    .filter(({ quantity }) => quantity.units !== 0n);
  const pair = one.names.find((name) => /^[a-z0-9]+_[a-z0-9]+$/.test(name) && name !== 'order_id');
  const symbol = type === '2' ? pair?.split('_')[1]?.toUpperCase() : moved[0]?.symbol;
  const fee = one.quantity('fee');
  if (fee.units !== 0n && symbol === undefined) throw unfit('bitstamp', 'the currency of a fee');
  const fees: Movement[] =
    symbol === undefined ? [] : [{ kind: 'fee', symbol, quantity: negative(fee), index: 'fee' }];
  const reading: RowReading = { at, id, event: id, movements: [...moved, ...fees] };
  if (kind !== undefined) return reading;
  const message = `Bitstamp's type ${type} is not known here: it is kept as a movement of no special kind.`;
  return { ...reading, notice: { code: 'unknown_row_type', column: 'type', message } };
}
