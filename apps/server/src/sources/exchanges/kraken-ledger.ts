import type { TransferKind } from '@crypto-erp/contract/wallets';
import type { ExchangeFormat, Movement, RowReading } from './format.ts';
import { krakenSymbol } from './kraken-assets.ts';
import type { Quantity } from './quantity.ts';

/** One change of one balance, as Kraken's file and its interface say it alike. */
export interface KrakenLedgerEntry {
  /** The entry's own id. Empty: not settled, and written again once it is. */
  txid: string;
  /** What the entry belongs to: of a trade its id. */
  refid: string;
  /** Instant in UTC, ISO 8601 with microseconds. */
  at: string;
  type: string;
  subtype: string;
  asset: string;
  /** With its sign. */
  amount: Quantity;
  /** Is taken from the balance besides the amount; below zero when it is given back. */
  fee: Quantity;
}

const KINDS: Readonly<Record<string, TransferKind>> = {
  trade: 'trade',
  spend: 'trade',
  receive: 'trade',
  conversion: 'trade',
  deposit: 'deposit',
  withdrawal: 'withdrawal',
  staking: 'staking',
  dividend: 'interest',
  'invite bonus': 'airdrop',
  reward: 'airdrop',
  margin: 'other',
  settled: 'other',
  rollover: 'fee',
  adjustment: 'other',
  credit: 'other',
  sale: 'other',
};

/** Subtypes that move an asset between the parts of one account: both sides are the same asset of the same wallet. */
const INSIDE = /^(spottostaking|stakingtospot|spotfromstaking|stakingfromspot)$/;
const INSIDE_EARN = /^(allocation|deallocation|autoallocation|migration)$/;

/**
 * What a ledger entry moves. The parts of a trade are known by its id and their asset, so that Kraken's file of trades says
 * the same; everything else by the entry's id.
 */
export function readKrakenEntry(entry: KrakenLedgerEntry): RowReading {
  const { at, txid, refid, type, subtype } = entry;
  if (txid === '') {
    const message = 'This entry is not settled: Kraken writes it again with an id once it is.';
    return { ...nothing(at), notice: { code: 'row_left_out', column: 'txid', message } };
  }
  const symbol = krakenSymbol(entry.asset);
  const isTrade = type === 'trade';
  const fee: Movement = {
    kind: 'fee',
    symbol,
    quantity: { ...entry.fee, units: -entry.fee.units },
    index: isTrade ? 'fee' : `${txid}:fee`,
  };
  const reading: RowReading = { at, id: txid, event: refid === '' ? txid : refid, movements: [fee] };
  if (INSIDE.test(subtype) || (type === 'earn' && INSIDE_EARN.test(subtype))) {
    const message = `${type} ${subtype} moves ${symbol} inside the account, which holds as much as before.`;
    return { ...reading, notice: { code: 'row_left_out', column: 'subtype', message } };
  }
  const kind = kindOf(entry);
  const movement: Movement = { kind: kind ?? 'other', symbol, quantity: entry.amount };
  reading.movements = [isTrade ? movement : { ...movement, index: txid }, fee];
  if (kind !== null) return reading;
  const message = `Kraken's "${`${type} ${subtype}`.trim()}" is not known here: it is kept as a movement of no special kind.`;
  return { ...reading, notice: { code: 'unknown_row_type', column: 'type', message } };
}

/** Null: a type that is not known. */
function kindOf({ type, subtype, amount }: KrakenLedgerEntry): TransferKind | null {
  if (type === 'earn') return subtype === 'reward' || subtype === 'bonus' ? 'staking' : null;
  if (type === 'transfer') {
    if (subtype === '') return amount.units > 0n ? 'airdrop' : 'other';
    return /future/.test(subtype) ? 'transfer' : null;
  }
  return KINDS[type] ?? null;
}

function nothing(at: string): RowReading {
  return { at, id: null, event: null, movements: [] };
}

/** Kraken's export "Ledgers". Times are UTC. */
export const krakenLedgers: ExchangeFormat = {
  name: 'kraken-ledgers',
  source: 'exchange:kraken',
  columns: ['txid', 'refid', 'time', 'type', 'asset', 'amount', 'fee', 'balance'],
  read: (cells) =>
    readKrakenEntry({
      txid: cells.text('txid'),
      refid: cells.text('refid'),
      at: cells.instant('time'),
      type: cells.required('type'),
      subtype: cells.text('subtype'),
      asset: cells.symbol('asset'),
      amount: cells.quantity('amount'),
      fee: cells.optionalQuantity('fee') ?? { units: 0n, decimals: 0 },
    }),
};
