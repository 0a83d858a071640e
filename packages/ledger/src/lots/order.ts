import type { LotMethod, OpenLot } from './types.ts';

/** Below zero when `a` leaves before `b`. Two different lots are never equal, so that every run takes the same. */
export type LotOrder = (a: OpenLot, b: OpenLot) => number;

/** The order of what happened: instant, then position, then id. */
export const byTime: LotOrder = (a, b) =>
  compareText(a.acquiredAt, b.acquiredAt) || compareText(a.position, b.position) || compareText(a.id, b.id);

/** Unit costs as exact fractions of what the lot was, not of what is left: roundings of its parts do not reorder it. */
function compareUnitCost(a: OpenLot, b: OpenLot): number {
  const left = a.cost * b.quantity;
  const right = b.cost * a.quantity;
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/**
 * A whole number that is lower for a lower unit cost, or equal where only {@link ORDERS} can tell: the unit cost times 2^128,
 * without what is behind the point. Of negated ranks the higher unit cost is the lower.
 */
export function unitCostRank(lot: OpenLot): bigint {
  return (lot.cost << 128n) / lot.quantity;
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** In which order the lots leave. Of equal unit costs the older leaves first; averaged lots leave as they came. */
export const ORDERS: Readonly<Record<LotMethod, LotOrder>> = {
  fifo: byTime,
  lifo: (a, b) => byTime(b, a),
  hifo: (a, b) => compareUnitCost(b, a) || byTime(a, b),
  lofo: (a, b) => compareUnitCost(a, b) || byTime(a, b),
  average: byTime,
};
