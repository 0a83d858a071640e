/**
 * Which lots leave first: the first or last acquired, those of the highest or lowest unit cost, fees included; or each at the
 * average cost of all (IAS 2.25 and 2.27 name first in, first out and weighted average).
 */
export const LOT_METHODS = ['fifo', 'lifo', 'hifo', 'lofo', 'average'] as const;
export type LotMethod = (typeof LOT_METHODS)[number];

/**
 * A quantity of one asset that was acquired at once. Quantities in smallest units of the asset, costs in smallest units of
 * the base asset, with whatever fee belongs to them.
 */
export interface OpenLot {
  /** No two lots of a pool have the same. */
  id: string;
  /** Instant in UTC, ISO 8601, always written with the same number of decimals. */
  acquiredAt: string;
  /** Calendar date in the company's time zone. */
  acquiredOn: string;
  /** Sorts what was acquired in one instant, as text. */
  position: string;
  /** As it was acquired. Above zero. */
  quantity: bigint;
  cost: bigint;
  /** What is left. */
  remaining: bigint;
  /** Where costs are averaged only the sum over all lots of the pool means something, used-up ones included. */
  remainingCost: bigint;
}

/** What left one lot. */
export interface Portion<L extends OpenLot = OpenLot> {
  lot: L;
  quantity: bigint;
  cost: bigint;
}

/** What a person takes of a lot, in place of what the method would take. */
export interface ChosenLot {
  lotId: string;
  quantity: bigint;
}

export interface Taken<L extends OpenLot = OpenLot> {
  portions: Portion<L>[];
  /** What was not there. */
  missing: bigint;
}
