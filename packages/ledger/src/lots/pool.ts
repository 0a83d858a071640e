import { smaller } from '../decimal.ts';
import { LedgerError } from '../error.ts';
import { LotHeap } from './lot-heap.ts';
import { LotRun } from './lot-run.ts';
import { byTime, ORDERS, unitCostRank } from './order.ts';
import { share, shares } from './share.ts';
import type { ChosenLot, LotMethod, OpenLot, Portion, Taken } from './types.ts';

/** Lots in the order in which they leave; used-up ones among them are passed over. */
interface LotQueue<L extends OpenLot> {
  push(lot: L): void;
  top(): L | undefined;
  pop(): void;
  all(): L[];
}

/**
 * The open lots of one asset that leave by one order: those of a company, or of one wallet. The lots given to it are its
 * own: it counts down what remains of them, and forgets those that are used up. The parts of a lot cost exactly what the
 * lot cost, and what leaves and what remains are what came.
 */
export class Pool<L extends OpenLot = OpenLot> {
  private readonly step: bigint;
  private queue: LotQueue<L> = new LotRun('oldest');
  private method: LotMethod = 'fifo';
  private held = 0n;
  private worth = 0n;
  /** By id, from the first choice on: most pools never see one. */
  private byId: Map<string, L> | undefined;

  /** @param step costs that do not come out even are rounded half-even to multiples of it, in smallest units of the base asset */
  constructor(step = 1n) {
    this.step = step;
  }

  /** What remains of all lots together. */
  get quantity(): bigint {
    return this.held;
  }

  /** What that cost. */
  get cost(): bigint {
    return this.worth;
  }

  /** The open lots in the order in which they were acquired; of an average each costs that. */
  open(): L[] {
    const lots = this.queue
      .all()
      .filter((lot) => lot.remaining > 0n)
      .sort(byTime);
    if (this.method === 'average') this.spread(lots);
    return lots;
  }

  /**
   * Takes in what remains of a lot. A used-up one brings nothing but its remaining cost, which is not zero where costs were
   * averaged: a pool that goes on with kept lots needs those too.
   */
  add(lot: L): void {
    this.worth += lot.remainingCost;
    if (lot.remaining === 0n) return;
    this.held += lot.remaining;
    this.queue.push(lot);
    this.byId?.set(lot.id, lot);
  }

  /**
   * Takes `quantity` out: first what is chosen of lots that are here, the rest by `method`. A change of the method begins
   * with the lots that remain; after an average each of them costs that average.
   * @throws LedgerError `lot_unfit` for a chosen lot with too little left, or for more chosen than leaves
   */
  take(quantity: bigint, method: LotMethod, chosen: readonly ChosenLot[] = []): Taken<L> {
    if (method !== this.method) this.change(method);
    const [held, worth] = [this.held, this.worth];
    const portions: Portion<L>[] = [];
    let open = quantity;
    if (chosen.length > 0) {
      for (const { lot, quantity: taken } of this.chosenParts(quantity, chosen)) {
        portions.push(this.leave(lot, taken));
        open -= taken;
      }
    }
    while (open > 0n) {
      const lot = this.next();
      if (lot === undefined) break;
      const taken = smaller(lot.remaining, open);
      portions.push(this.leave(lot, taken));
      open -= taken;
    }
    if (method === 'average') this.price(portions, share(worth, held - this.held, held, this.step));
    return { portions, missing: open };
  }

  /** The lot that leaves next. */
  private next(): L | undefined {
    let lot = this.queue.top();
    while (lot !== undefined && lot.remaining === 0n) {
      this.queue.pop();
      lot = this.queue.top();
    }
    return lot;
  }

  /** A part of a lot at its own cost; an average is told by `price`. */
  private leave(lot: L, quantity: bigint): Portion<L> {
    const cost =
      this.method === 'average' ? 0n : share(lot.remainingCost, quantity, lot.remaining, this.step);
    lot.remaining -= quantity;
    lot.remainingCost -= cost;
    this.held -= quantity;
    this.worth -= cost;
    if (lot.remaining === 0n) this.byId?.delete(lot.id);
    return { lot, quantity, cost };
  }

  /** Says what averaged portions cost together. */
  private price(portions: readonly Portion<L>[], cost: bigint): void {
    const quantities = portions.map((portion) => portion.quantity);
    for (const [i, part] of shares(cost, quantities, this.step).entries()) {
      const portion = portions[i] as Portion<L>;
      portion.cost = part;
      portion.lot.remainingCost -= part;
    }
    if (portions.length > 0) this.worth -= cost;
  }

  private chosenParts(quantity: bigint, chosen: readonly ChosenLot[]): { lot: L; quantity: bigint }[] {
    this.byId ??= new Map(this.open().map((lot) => [lot.id, lot]));
    const parts = new Map<L, bigint>();
    let sum = 0n;
    for (const { lotId, quantity: taken } of chosen) {
      const lot = this.byId.get(lotId);
      // What is chosen of another asset or wallet is for another pool.
      if (lot === undefined || taken === 0n) continue;
      if (parts.has(lot) || taken > lot.remaining)
        throw unfit(`Lot ${lotId} has less left than is chosen of it.`);
      parts.set(lot, taken);
      sum += taken;
    }
    if (sum > quantity) throw unfit('More is chosen of the lots than leaves.');
    return [...parts].map(([lot, taken]) => ({ lot, quantity: taken }));
  }

  private change(method: LotMethod): void {
    const lots = this.open();
    this.method = method;
    this.queue = queueOf(method);
    for (const lot of lots) this.queue.push(lot);
  }

  /** Gives each lot its share of what all cost, as if it had been acquired so. */
  private spread(lots: readonly L[]): void {
    const costs = shares(
      this.worth,
      lots.map((lot) => lot.remaining),
      this.step,
    );
    for (const [i, lot] of lots.entries()) {
      lot.remainingCost = costs[i] as bigint;
      lot.cost = lot.remainingCost;
      lot.quantity = lot.remaining;
    }
  }
}

function queueOf<L extends OpenLot>(method: LotMethod): LotQueue<L> {
  if (method === 'hifo') return new LotHeap(ORDERS.hifo, (lot) => -unitCostRank(lot));
  if (method === 'lofo') return new LotHeap(ORDERS.lofo, unitCostRank);
  return new LotRun(method === 'lifo' ? 'newest' : 'oldest');
}

const unfit = (message: string) => new LedgerError('lot_unfit', `${message} Choose again.`, '/chosenLots');
