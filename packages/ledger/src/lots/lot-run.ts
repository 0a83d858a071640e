import { LotHeap } from './lot-heap.ts';
import { byTime, type LotOrder, ORDERS } from './order.ts';
import type { OpenLot } from './types.ts';

/** How many places of the array may be empty before they are given back. */
const MOST_EMPTY = 1_024;

/**
 * Lots that leave by time, the oldest or the newest first. Those that come in the order of their acquisition, nearly all,
 * are an array, taken from one end: adding and taking cost the same whatever their number. Those that come late, as carried
 * lots do, are a heap.
 */
export class LotRun<L extends OpenLot> {
  private readonly newest: boolean;
  private readonly order: LotOrder;
  private readonly late: LotHeap<L>;
  private lots: L[] = [];
  /** Where the oldest is. */
  private start = 0;

  constructor(first: 'oldest' | 'newest') {
    this.newest = first === 'newest';
    this.order = this.newest ? ORDERS.lifo : ORDERS.fifo;
    this.late = new LotHeap(this.order, () => 0n);
  }

  push(lot: L): void {
    const last = this.lots.at(-1);
    if (last === undefined || byTime(last, lot) < 0) this.lots.push(lot);
    else this.late.push(lot);
  }

  top(): L | undefined {
    const late = this.late.top();
    const inOrder = this.inOrder();
    if (late === undefined || inOrder === undefined) return inOrder ?? late;
    return this.order(late, inOrder) < 0 ? late : inOrder;
  }

  /** Takes the top away. */
  pop(): void {
    if (this.top() !== this.inOrder()) this.late.pop();
    else if (this.newest) this.lots.pop();
    else this.start += 1;
    if (this.start === this.lots.length) this.drop();
    else if (this.start > MOST_EMPTY && 2 * this.start > this.lots.length) this.drop();
  }

  all(): L[] {
    return [...this.lots.slice(this.start), ...this.late.all()];
  }

  private inOrder(): L | undefined {
    return this.newest ? this.lots.at(-1) : this.lots[this.start];
  }

  private drop(): void {
    this.lots = this.lots.slice(this.start);
    this.start = 0;
  }
}
