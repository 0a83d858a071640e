import type { LotOrder } from './order.ts';
import type { OpenLot } from './types.ts';

/** A binary heap of lots: the first to leave is on top. Adding and taking cost the logarithm of their number. */
export class LotHeap {
  private readonly lots: OpenLot[] = [];
  private readonly order: LotOrder;

  constructor(order: LotOrder) {
    this.order = order;
  }

  top(): OpenLot | undefined {
    return this.lots[0];
  }

  push(lot: OpenLot): void {
    const { lots, order } = this;
    let place = lots.length;
    lots.push(lot);
    while (place > 0) {
      const parent = (place - 1) >> 1;
      const above = lots[parent] as OpenLot;
      if (order(above, lot) <= 0) break;
      lots[place] = above;
      place = parent;
    }
    lots[place] = lot;
  }

  /** Takes the top away. */
  pop(): void {
    const { lots, order } = this;
    const last = lots.pop();
    if (last === undefined || lots.length === 0) return;
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= lots.length) break;
      if (child + 1 < lots.length && order(lots[child + 1] as OpenLot, lots[child] as OpenLot) < 0)
        child += 1;
      const below = lots[child] as OpenLot;
      if (order(last, below) <= 0) break;
      lots[place] = below;
      place = child;
    }
    lots[place] = last;
  }
}
