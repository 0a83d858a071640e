import type { LotOrder } from './order.ts';
import type { OpenLot } from './types.ts';

interface Ranked<L> {
  lot: L;
  rank: bigint;
}

/**
 * A binary heap of lots: the first to leave is on top. Adding and taking cost the logarithm of their number. The lower rank
 * leaves first, found once for each lot, which spares most comparisons; of equal ranks the order decides.
 */
export class LotHeap<L extends OpenLot> {
  private readonly entries: Ranked<L>[] = [];
  private readonly order: LotOrder;
  private readonly rankOf: (lot: OpenLot) => bigint;

  constructor(order: LotOrder, rankOf: (lot: OpenLot) => bigint) {
    this.order = order;
    this.rankOf = rankOf;
  }

  top(): L | undefined {
    return this.entries[0]?.lot;
  }

  all(): L[] {
    return this.entries.map(({ lot }) => lot);
  }

  push(lot: L): void {
    const { entries } = this;
    const added = { lot, rank: this.rankOf(lot) };
    let place = entries.length;
    entries.push(added);
    while (place > 0) {
      const parent = (place - 1) >> 1;
      const above = entries[parent] as Ranked<L>;
      if (!this.precedes(added, above)) break;
      entries[place] = above;
      place = parent;
    }
    entries[place] = added;
  }

  /** Takes the top away. */
  pop(): void {
    const { entries } = this;
    const last = entries.pop();
    if (last === undefined || entries.length === 0) return;
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= entries.length) break;
      const right = child + 1;
      if (right < entries.length && this.precedes(entries[right] as Ranked<L>, entries[child] as Ranked<L>)) {
        child = right;
      }
      const below = entries[child] as Ranked<L>;
      if (!this.precedes(below, last)) break;
      entries[place] = below;
      place = child;
    }
    entries[place] = last;
  }

  private precedes(a: Ranked<L>, b: Ranked<L>): boolean {
    if (a.rank !== b.rank) return a.rank < b.rank;
    return this.order(a.lot, b.lot) < 0;
  }
}
