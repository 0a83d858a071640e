import { allocate } from '../allocation.ts';
import { divideRounded } from '../decimal.ts';
import { LedgerError } from '../error.ts';
import { LotHeap } from './lot-heap.ts';
import { byTime, ORDERS } from './order.ts';
import type { ChosenLot, LotMethod, OpenLot, Portion, Taken } from './types.ts';

/**
 * The open lots of one asset that leave by one order: those of a company, or of one wallet. The lots given to it are its
 * own: it counts down what remains of them, and forgets those that are used up. The parts of a lot cost exactly what the
 * lot cost, and what leaves and what remains are what came.
 */
export class Pool {
  private readonly lots = new Map<string, OpenLot>();
  private heap = new LotHeap(ORDERS.fifo);
  private method: LotMethod = 'fifo';
  private held = 0n;
  private worth = 0n;

  /** What remains of all lots together. */
  get quantity(): bigint {
    return this.held;
  }

  /** What that cost. */
  get cost(): bigint {
    return this.worth;
  }

  /** The open lots in the order in which they were acquired. */
  open(): OpenLot[] {
    return [...this.lots.values()].sort(byTime);
  }

  /** Takes in what remains of a lot; one that is used up is nothing to it. */
  add(lot: OpenLot): void {
    if (lot.remaining === 0n) return;
    this.lots.set(lot.id, lot);
    this.heap.push(lot);
    this.held += lot.remaining;
    this.worth += lot.remainingCost;
  }

  /**
   * Takes `quantity` out: first what is chosen of lots that are here, the rest by `method`. A change of the method begins
   * with the lots that remain; after an average each of them costs that average.
   * @throws LedgerError `lot_unfit` for a chosen lot with too little left, or for more chosen than leaves
   */
  take(quantity: bigint, method: LotMethod, chosen: readonly ChosenLot[] = []): Taken {
    if (method !== this.method) this.change(method);
    const parts = this.chosenParts(quantity, chosen);
    let open = quantity - sum(parts.map((part) => part.quantity));
    for (const { lot, quantity: taken } of parts) lot.remaining -= taken;
    while (open > 0n) {
      const lot = this.next();
      if (lot === undefined) break;
      const taken = smaller(lot.remaining, open);
      parts.push({ lot, quantity: taken, left: lot.remaining });
      lot.remaining -= taken;
      open -= taken;
    }
    return { portions: this.priced(parts), missing: open };
  }

  /** The lot that leaves next, without those that were chosen or used up before. */
  private next(): OpenLot | undefined {
    for (let lot = this.heap.top(); lot !== undefined; lot = this.heap.top()) {
      if (lot.remaining > 0n) return lot;
      this.heap.pop();
    }
    return undefined;
  }

  private chosenParts(quantity: bigint, chosen: readonly ChosenLot[]): Part[] {
    const parts: Part[] = [];
    for (const { lotId, quantity: taken } of chosen) {
      const lot = this.lots.get(lotId);
      // What is chosen of another asset or wallet is for another pool.
      if (lot === undefined || taken === 0n) continue;
      const twice = parts.some((part) => part.lot === lot);
      if (twice || taken > lot.remaining) throw unfit(`Lot ${lotId} has less left than is chosen of it.`);
      parts.push({ lot, quantity: taken, left: lot.remaining });
    }
    if (sum(parts.map((part) => part.quantity)) > quantity)
      throw unfit('More is chosen of the lots than leaves.');
    return parts;
  }

  /** What the parts cost, and the pool without them. */
  private priced(parts: readonly Part[]): Portion[] {
    const costs = this.method === 'average' ? this.averageCosts(parts) : parts.map(costOf);
    return parts.map(({ lot, quantity }, i) => {
      const cost = costs[i] ?? 0n;
      lot.remainingCost -= cost;
      this.held -= quantity;
      this.worth -= cost;
      if (lot.remaining === 0n) this.lots.delete(lot.id);
      return { lot, quantity, cost };
    });
  }

  private averageCosts(parts: readonly Part[]): bigint[] {
    const quantities = parts.map(({ quantity }) => quantity);
    const taken = sum(quantities);
    if (taken === 0n) return [];
    const cost = taken === this.held ? this.worth : divideRounded(this.worth * taken, this.held, 'half-even');
    return allocate(cost, quantities);
  }

  private change(method: LotMethod): void {
    const lots = this.open();
    if (this.method === 'average') this.spread(lots);
    this.method = method;
    this.heap = new LotHeap(ORDERS[method]);
    for (const lot of lots) this.heap.push(lot);
  }

  /** Gives each lot its share of what all cost, as if it had been acquired so. */
  private spread(lots: readonly OpenLot[]): void {
    const costs =
      lots.length === 0
        ? []
        : allocate(
            this.worth,
            lots.map((lot) => lot.remaining),
          );
    for (const [i, lot] of lots.entries()) {
      lot.remainingCost = costs[i] ?? 0n;
      lot.cost = lot.remainingCost;
      lot.quantity = lot.remaining;
    }
  }
}

/** What leaves a lot, and what it had left before. */
interface Part {
  lot: OpenLot;
  quantity: bigint;
  left: bigint;
}

/** The part's share of what the lot still costs: the last part takes all of it. */
function costOf({ lot, quantity, left }: Part): bigint {
  if (quantity === left) return lot.remainingCost;
  return divideRounded(lot.remainingCost * quantity, left, 'half-even');
}

function smaller(one: bigint, other: bigint): bigint {
  if (one < other) return one;
  return other;
}

const sum = (values: readonly bigint[]): bigint => values.reduce((total, value) => total + value, 0n);

const unfit = (message: string) => new LedgerError('lot_unfit', `${message} Choose again.`, '/chosenLots');
