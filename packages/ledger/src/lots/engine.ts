import { LedgerError } from '../error.ts';
import { byTime } from './order.ts';
import { Pool } from './pool.ts';
import { shares } from './share.ts';
import type { LotMethod, OpenLot } from './types.ts';

/** One thing that happened to an asset. Quantities in smallest units of the asset, worth in smallest units of the base asset. */
export interface LotEvent {
  id: string;
  kind: 'acquire' | 'dispose' | 'transfer';
  asset: string;
  wallet: string;
  /** Where a transfer arrives. */
  toWallet: string;
  /** Instant in UTC, calendar date, and what sorts the events of one instant. @see OpenLot */
  at: string;
  on: string;
  position: string;
  /** Above zero. */
  quantity: bigint;
  /** Cost of what is acquired, proceeds of what is disposed of. */
  worth: bigint;
  /** Leaves the wallet on top of the quantity. */
  fee: bigint;
  feeWorth: bigint;
}

export interface EngineSettings<E extends LotEvent> {
  method(event: E): LotMethod;
  /** One pool of an asset for all wallets, or one for each. */
  pool: 'company' | 'wallet';
  /**
   * A fee is a disposal of its own; or it is none, and what it cost stays in the books: in the lot that it bought, in what it
   * transferred, in the cost of what it sold.
   */
  fees: 'disposal' | 'basis';
  /** What leaves without a lot: it cost zero, or it is refused. */
  shortfall: 'zero' | 'fail';
  /** @see Pool */
  step: bigint;
  /** Told of each quantity that left without a lot. */
  missed(event: E, quantity: bigint): void;
}

/** A lot, or a part that was carried on, with the event that acquired it. */
export interface EventLot<E> extends OpenLot {
  event: E;
}

/** What left one lot, or none: nothing was there, so it cost zero. */
export interface Disposal<E> {
  event: E;
  lot: EventLot<E> | null;
  quantity: bigint;
  cost: bigint;
  proceeds: bigint;
}

/** What is left of what one event acquired, in one pool: `wallet` empty where that is the company's. */
export interface Remaining<E> {
  event: E;
  wallet: string;
  quantity: bigint;
  cost: bigint;
}

type Part<E> = Pick<Disposal<E>, 'lot' | 'quantity' | 'cost'>;

/** Runs events, given in their order, over the pools of their assets. Holds the open lots and nothing else. */
export class LotEngine<E extends LotEvent> {
  private readonly settings: EngineSettings<E>;
  private readonly pools = new Map<string, Map<string, Pool<EventLot<E>>>>();
  /** Numbers the parts that were carried on. */
  private carried = 0;

  constructor(settings: EngineSettings<E>) {
    this.settings = settings;
  }

  /**
   * Does one event: what left by it, its own quantity first, then its fee; of each, one disposal a lot, the older lot first.
   * Where fees are of the basis, the fee of what is acquired is less than its quantity.
   * @throws LedgerError `lots_missing` where more leaves than there is and that is refused
   */
  apply(event: E): Disposal<E>[] {
    const pool = this.pool(event.asset, event.wallet);
    if (event.kind === 'acquire') return this.acquire(event, pool);
    if (event.kind === 'transfer') return this.transfer(event, pool);
    const parts = this.take(event, pool, event.quantity);
    if (event.fee === 0n) return disposals(event, parts, event.worth);
    if (this.settings.fees === 'disposal')
      return [...disposals(event, parts, event.worth), ...this.disposeFee(event, pool)];
    return disposals(event, withCost(parts, this.feeCost(event, pool), this.settings.step), event.worth);
  }

  /** What is left: by asset, by wallet, the older lot first. */
  *remaining(): Generator<Remaining<E>> {
    for (const [, pools] of inOrder(this.pools)) {
      for (const [wallet, pool] of inOrder(pools)) {
        const parts = pool.open().map((lot) => ({ lot, quantity: lot.remaining, cost: lot.remainingCost }));
        for (const { lot, quantity, cost } of byLot(parts)) {
          if (lot !== null) yield { event: lot.event, wallet, quantity, cost };
        }
      }
    }
  }

  private acquire(event: E, pool: Pool<EventLot<E>>): Disposal<E>[] {
    const { id, quantity, worth } = event;
    const lot = {
      id,
      acquiredAt: event.at,
      acquiredOn: event.on,
      position: event.position,
      quantity,
      cost: worth,
      remaining: quantity,
      remainingCost: worth,
      event,
    };
    pool.add(lot);
    if (event.fee === 0n) return [];
    if (this.settings.fees === 'disposal') return this.disposeFee(event, pool);
    const cost = this.feeCost(event, pool);
    // What is left of the new lot is taken out and comes back with what the fee cost.
    const left = { lotId: id, quantity: lot.remaining };
    const { portions } = pool.take(lot.remaining, this.settings.method(event), [left]);
    this.put(event, pool, withCost(portions, cost, this.settings.step));
    return [];
  }

  private transfer(event: E, from: Pool<EventLot<E>>): Disposal<E>[] {
    const to = this.pool(event.asset, event.toWallet);
    const { fees, step } = this.settings;
    if (fees === 'basis' && event.fee > 0n) {
      const parts = this.take(event, from, event.quantity);
      this.put(event, to, withCost(parts, this.feeCost(event, from), step));
      return [];
    }
    if (to !== from) this.put(event, to, this.take(event, from, event.quantity));
    return event.fee > 0n ? this.disposeFee(event, from) : [];
  }

  private disposeFee(event: E, pool: Pool<EventLot<E>>): Disposal<E>[] {
    return disposals(event, this.take(event, pool, event.fee), event.feeWorth);
  }

  private feeCost(event: E, pool: Pool<EventLot<E>>): bigint {
    return this.take(event, pool, event.fee).reduce((sum, { cost }) => sum + cost, 0n);
  }

  private take(event: E, pool: Pool<EventLot<E>>, quantity: bigint): Part<E>[] {
    if (this.settings.shortfall === 'fail' && pool.quantity < quantity) {
      const message = `More ${event.asset} leaves than was acquired.`;
      throw new LedgerError('lots_missing', message, '/quantity');
    }
    const { portions, missing } = pool.take(quantity, this.settings.method(event));
    if (missing === 0n) return portions;
    this.settings.missed(event, missing);
    return [...portions, { lot: null, quantity: missing, cost: 0n }];
  }

  /** Carries parts on: they keep their dates. What had no lot begins with this event. */
  private put(event: E, pool: Pool<EventLot<E>>, parts: readonly Part<E>[]): void {
    for (const { lot, quantity, cost } of parts) {
      const from = lot ?? { event, acquiredAt: event.at, acquiredOn: event.on, position: event.position };
      this.carried += 1;
      pool.add({
        id: `${from.event.id} ${String(this.carried).padStart(12, '0')}`,
        acquiredAt: from.acquiredAt,
        acquiredOn: from.acquiredOn,
        position: from.position,
        quantity,
        cost,
        remaining: quantity,
        remainingCost: cost,
        event: from.event,
      });
    }
  }

  private pool(asset: string, wallet: string): Pool<EventLot<E>> {
    const place = this.settings.pool === 'company' ? '' : wallet;
    const pools = madeOnce(this.pools, asset, () => new Map<string, Pool<EventLot<E>>>());
    return madeOnce(pools, place, () => new Pool<EventLot<E>>(this.settings.step));
  }
}

function madeOnce<T>(map: Map<string, T>, key: string, make: () => T): T {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = make();
  map.set(key, made);
  return made;
}

function withCost<E>(parts: readonly Part<E>[], cost: bigint, step: bigint): Part<E>[] {
  const added = shares(
    cost,
    parts.map((part) => part.quantity),
    step,
  );
  return parts.map((part, i) => ({ ...part, cost: part.cost + (added[i] as bigint) }));
}

/** The worth is shared by quantity; the last takes what no whole unit can be made of. */
function disposals<E>(event: E, parts: readonly Part<E>[], worth: bigint): Disposal<E>[] {
  const lines = byLot(parts);
  const proceeds = shares(
    worth,
    lines.map((line) => line.quantity),
    1n,
  );
  return lines.map((line, i) => ({ event, ...line, proceeds: proceeds[i] as bigint }));
}

/** One part for what one event acquired, the oldest first and what had no lot last. */
function byLot<E>(parts: readonly Part<E>[]): Part<E>[] {
  if (parts.length < 2) return parts.map(({ lot, quantity, cost }) => ({ lot, quantity, cost }));
  const lines: Part<E>[] = [];
  for (const { lot, quantity, cost } of parts.toSorted(lotOrder)) {
    const last = lines.at(-1);
    if (last?.lot && last.lot.event === lot?.event) {
      last.quantity += quantity;
      last.cost += cost;
    } else lines.push({ lot, quantity, cost });
  }
  return lines;
}

function lotOrder<E>(a: Part<E>, b: Part<E>): number {
  if (a.lot === null || b.lot === null) return Number(a.lot === null) - Number(b.lot === null);
  return byTime(a.lot, b.lot);
}

function inOrder<T>(map: ReadonlyMap<string, T>): [string, T][] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : 1));
}
