import { allocate } from '../allocation.ts';
import { smaller } from '../decimal.ts';
import { LedgerError } from '../error.ts';
import { Pool } from '../lots/pool.ts';
import { share } from '../lots/share.ts';
import type { ChosenLot, LotMethod, OpenLot } from '../lots/types.ts';
import type { Move, Place } from './part.ts';

export interface LotBookSettings {
  /** The pool of the lots of a place. */
  poolOf(place: Place): string;
  /** What leaves without a lot: refused, or it cost zero. */
  shortfall: 'block' | 'zero';
}

/** When a move is done, and how. */
export interface MoveTime {
  /** The instant its lots are acquired at, ISO 8601 in UTC with microseconds, and the day of that in the company's time zone. */
  acquiredAt: string;
  acquiredOn: string;
  /** Sorts the moves of one instant. */
  position: string;
  /** The id of the lot that this move makes: the same for the same place, so that a repetition makes the same lots. */
  lotId(part: number): string;
  method(asset: string): LotMethod;
  /** Lots that a person chose, of whatever asset. */
  chosen: readonly ChosenLot[];
}

/** What left a lot by a move. Without a lot: nothing was there, so it cost zero. */
export interface LotUse {
  lot: OpenLot | null;
  asset: string;
  poolId: string;
  quantity: bigint;
  cost: bigint;
  /** Its part of what the move brought; null for what was carried. */
  proceeds: bigint | null;
}

/** A lot as it is acquired: nothing is used of it. */
export type AcquiredLot = Omit<OpenLot, 'remaining' | 'remainingCost'>;

export interface NewLot {
  lot: AcquiredLot;
  asset: string;
  poolId: string;
  part: number;
}

export interface Outcome {
  /** What left the lots, in smallest units of the base asset. */
  cost: bigint;
  uses: LotUse[];
  lots: NewLot[];
}

const NOTHING: Outcome = { cost: 0n, uses: [], lots: [] };

/** The refusal of what leaves without a lot. */
export function lotsMissing(asset: string): LedgerError {
  return new LedgerError(
    'lots_missing',
    `More ${asset} leaves than was acquired. Post what acquired it first, or let what is missing cost zero.`,
    '/transfers',
  );
}

/** The open lots of a company, as far as they were loaded: moves are done to it in their order. */
export class LotBook {
  private readonly settings: LotBookSettings;
  private readonly pools = new Map<string, Pool>();

  constructor(settings: LotBookSettings) {
    this.settings = settings;
  }

  /** Adds what is left of lots that are kept. */
  load(asset: string, poolId: string, lots: readonly OpenLot[]): void {
    const pool = this.pool(asset, poolId);
    for (const lot of lots) pool.add(lot);
  }

  /**
   * Does one move.
   * @throws LedgerError `lots_missing` for more than there is where that is refused; `lot_unfit` for a chosen lot that has
   *   too little left. One that is not in the pool is passed over: it may be for another move
   */
  apply(move: Move, time: MoveTime): Outcome {
    if (move.kind === 'money') return NOTHING;
    if (move.kind === 'acquire') return this.acquire(move.place, move.cost, time);
    if (move.kind === 'dispose') return this.dispose(move.place, move.proceeds, time);
    return this.carry(move.from, move.to, time);
  }

  private acquire(place: Place, cost: bigint, time: MoveTime): Outcome {
    const lot = { id: time.lotId(0), ...acquiredAt(time), quantity: place.quantity, cost };
    return { cost: 0n, uses: [], lots: [this.put(place, lot, 0)] };
  }

  private dispose(place: Place, proceeds: bigint | null, time: MoveTime): Outcome {
    const uses = this.take(place, time);
    // What brings nothing brings what it cost, part by part.
    const shares = proceeds === null ? uses.map((use) => use.cost) : allocate(proceeds, quantitiesOf(uses));
    return {
      cost: sumOf(uses),
      uses: uses.map((use, i) => ({ ...use, proceeds: shares[i] ?? 0n })),
      lots: [],
    };
  }

  private carry(from: Place, to: Place, time: MoveTime): Outcome {
    const { poolOf } = this.settings;
    if (from.asset === to.asset && poolOf(from) === poolOf(to)) return this.stay(from, to);
    const uses = this.take(from, time);
    const cost = sumOf(uses);
    const quantities = allocate(to.quantity, quantitiesOf(uses));
    const lots: NewLot[] = [];
    let given = 0n;
    for (const [part, use] of uses.entries()) {
      const quantity = quantities[part] ?? 0n;
      given += use.cost;
      // Of an asset with fewer decimals a small part can be nothing: its cost goes with the next, or at last the first.
      if (quantity === 0n) continue;
      const lot = { id: time.lotId(part), ...acquiredAt(use.lot ?? time), quantity, cost: given };
      lots.push({ lot, asset: to.asset, poolId: poolOf(to), part });
      given = 0n;
    }
    if (lots[0]) lots[0].lot.cost += given;
    for (const { lot, asset, poolId } of lots) this.pool(asset, poolId).add(opened(lot));
    return { cost, uses, lots };
  }

  /** Within a pool lots do not move; on another account is what the moved quantity costs on average. */
  private stay(from: Place, to: Place): Outcome {
    if (from.accountId === to.accountId) return NOTHING;
    const pool = this.pool(from.asset, this.settings.poolOf(from));
    this.requireEnough(from, pool.quantity);
    if (pool.quantity === 0n) return NOTHING;
    const cost = share(pool.cost, smaller(from.quantity, pool.quantity), pool.quantity, 1n);
    return { ...NOTHING, cost };
  }

  private put(place: Place, lot: AcquiredLot, part: number): NewLot {
    const poolId = this.settings.poolOf(place);
    this.pool(place.asset, poolId).add(opened(lot));
    return { lot, asset: place.asset, poolId, part };
  }

  private take(place: Place, time: MoveTime): LotUse[] {
    const { asset, quantity } = place;
    const poolId = this.settings.poolOf(place);
    const pool = this.pool(asset, poolId);
    this.requireEnough(place, pool.quantity);
    const { portions, missing } = pool.take(quantity, time.method(asset), time.chosen);
    const uses: LotUse[] = portions.map((portion) => ({
      lot: portion.lot,
      asset,
      poolId,
      quantity: portion.quantity,
      cost: portion.cost,
      proceeds: null,
    }));
    if (missing > 0n) uses.push({ lot: null, asset, poolId, quantity: missing, cost: 0n, proceeds: null });
    return uses;
  }

  private requireEnough(place: Place, held: bigint): void {
    if (held >= place.quantity || this.settings.shortfall === 'zero') return;
    throw lotsMissing(place.asset);
  }

  private pool(asset: string, poolId: string): Pool {
    const key = `${asset} ${poolId}`;
    const found = this.pools.get(key);
    if (found !== undefined) return found;
    const pool = new Pool();
    this.pools.set(key, pool);
    return pool;
  }
}

const quantitiesOf = (uses: readonly LotUse[]): bigint[] => uses.map(({ quantity }) => quantity);

const acquiredAt = ({
  acquiredAt,
  acquiredOn,
  position,
}: Pick<OpenLot, 'acquiredAt' | 'acquiredOn' | 'position'>) => ({
  acquiredAt,
  acquiredOn,
  position,
});

const opened = (lot: AcquiredLot): OpenLot => ({ ...lot, remaining: lot.quantity, remainingCost: lot.cost });

const sumOf = (uses: readonly LotUse[]): bigint => uses.reduce((sum, { cost }) => sum + cost, 0n);
