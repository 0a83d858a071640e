import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { Pool } from './pool.ts';
import { LOT_METHODS, type LotMethod, type OpenLot, type Portion, type Taken } from './types.ts';

type Step = { add: boolean; day: number; quantity: bigint; cost: bigint; method: LotMethod };
const steps = fc.array(
  fc.record({
    add: fc.boolean(),
    day: fc.integer({ min: 1, max: 9 }),
    quantity: fc.bigInt(1n, 1_000n),
    cost: fc.bigInt(0n, 1_000n),
    method: fc.constantFrom(...LOT_METHODS),
  }),
  { maxLength: 40 },
);

function lotOf({ day, quantity, cost }: Step, i: number): OpenLot {
  const acquiredOn = `2024-01-0${day}`;
  return {
    id: `lot-${i}`,
    acquiredAt: `${acquiredOn}T00:00:00.000000Z`,
    acquiredOn,
    position: String(i % 3),
    quantity,
    cost,
    remaining: quantity,
    remainingCost: cost,
  };
}

/** What can be asked of a pool. */
type Played = Pick<Pool, 'add' | 'take' | 'open' | 'quantity' | 'cost'>;

interface Outcome {
  /** Step by step, as `lot quantity cost`. */
  taken: string[][];
  sums: { came: bigint; cost: bigint; went: bigint; left: bigint; missing: bigint };
}

/** Adds and takes as the steps say. The lots are kept in `lots`, where the pool counts them down. */
function play(
  pool: Played,
  all: readonly Step[],
  methodOf = (step: Step): LotMethod => step.method,
  lots: OpenLot[] = [],
): Outcome {
  const taken: string[][] = [];
  const sums = { came: 0n, cost: 0n, went: 0n, left: 0n, missing: 0n };
  for (const step of all) {
    if (step.add) {
      const lot = lotOf(step, lots.length);
      lots.push(lot);
      pool.add(lot);
      sums.came += step.quantity;
      sums.cost += step.cost;
      continue;
    }
    const { portions, missing } = pool.take(step.quantity, methodOf(step));
    for (const portion of portions) {
      assert.ok(portion.quantity > 0n && portion.cost >= 0n);
      sums.went += portion.quantity;
      sums.left += portion.cost;
    }
    sums.missing += missing;
    taken.push(portions.map((portion) => `${portion.lot.id} ${portion.quantity} ${portion.cost}`));
  }
  return { taken, sums };
}

const remains = (pool: Played) => pool.open().map((lot) => [lot.id, lot.remaining, lot.remainingCost]);

describe('for any order of arrival and any change of method', () => {
  test('what came is what left and what remains, quantity and cost', () => {
    fc.assert(
      fc.property(steps, (all) => {
        const pool = new Pool();
        const { came, cost, went, left } = play(pool, all).sums;
        assert.deepEqual([went + pool.quantity, left + pool.cost], [came, cost]);
        const open = pool.open();
        assert.equal(sumOf(open.map((lot) => lot.remaining)), pool.quantity);
        assert.equal(sumOf(open.map((lot) => lot.remainingCost)), pool.cost);
      }),
    );
  });

  test('with equal unit costs every method costs the same', () => {
    fc.assert(
      fc.property(steps, fc.bigInt(0n, 9n), (all, price) => {
        const priced = all.map((step) => ({ ...step, cost: step.quantity * price }));
        const [first, ...others] = LOT_METHODS.map(
          (method) => play(new Pool(), priced, () => method).sums.left,
        );
        assert.ok(others.every((left) => left === first));
      }),
    );
  });

  test('it takes what trying every lot every time would take', () => {
    fc.assert(
      fc.property(steps, (all) => {
        const [pool, naive] = [new Pool(), new NaivePool()];
        assert.deepEqual(play(pool, all), play(naive, all));
        assert.deepEqual(remains(pool), remains(naive));
      }),
      { numRuns: 500 },
    );
  });
});

for (const method of LOT_METHODS) {
  describe(method, () => {
    const always = () => method;

    test('takes what trying every lot every time would take', () => {
      fc.assert(
        fc.property(steps, (all) => {
          const [pool, naive] = [new Pool(), new NaivePool()];
          assert.deepEqual(play(pool, all, always), play(naive, all, always));
          assert.deepEqual(remains(pool), remains(naive));
        }),
      );
    });

    test('a pool that is made of its kept lots goes on as if it had never stopped', () => {
      fc.assert(
        fc.property(steps, steps, (before, later) => {
          const [whole, resumed] = [new Pool(), new Pool()];
          const lots: OpenLot[] = [];
          play(whole, before, always, lots);
          // As they come from a table: in no order, the used-up ones among them.
          const kept = lots.map((lot) => ({ ...lot }));
          for (const lot of kept.toReversed()) resumed.add(lot);
          // With a last step that takes, as a pool learns the method from those.
          const after = [...later, { add: false, day: 1, quantity: 1n, cost: 0n, method }];
          assert.deepEqual(play(resumed, after, always, kept), play(whole, after, always, lots));
          assert.deepEqual(remains(resumed), remains(whole));
        }),
      );
    });
  });
}

/** A pool that looks at every lot whenever it takes something, written for being read. */
class NaivePool implements Played {
  private lots: OpenLot[] = [];
  private averaged = false;
  /** Of an average, what all lots cost. */
  private worth = 0n;

  get quantity(): bigint {
    return sumOf(this.lots.map((lot) => lot.remaining));
  }

  get cost(): bigint {
    return this.averaged ? this.worth : sumOf(this.lots.map((lot) => lot.remainingCost));
  }

  add(lot: OpenLot): void {
    this.worth = this.cost + lot.cost;
    this.lots.push(lot);
  }

  take(quantity: bigint, method: LotMethod): Taken {
    if (this.averaged && method !== 'average') this.lots = this.open();
    this.worth = this.cost;
    this.averaged = method === 'average';
    const [held, worth] = [this.quantity, this.worth];
    const portions: Portion[] = [];
    let left = quantity;
    while (left > 0n && this.lots.length > 0) {
      const lot = this.lots.reduce((best, one) => (leavesBefore(one, best, method) ? one : best));
      let part = lot.remaining;
      if (left < part) part = left;
      const cost = this.averaged ? 0n : rounded(lot.remainingCost * part, lot.remaining);
      lot.remaining -= part;
      lot.remainingCost -= cost;
      left -= part;
      portions.push({ lot, quantity: part, cost });
      this.lots = this.lots.filter((one) => one.remaining > 0n);
    }
    if (this.averaged && portions.length > 0) {
      const cost = rounded(worth * (quantity - left), held);
      inProportion(
        cost,
        portions.map((portion) => portion.quantity),
      ).forEach((part, i) => {
        (portions[i] as Portion).cost = part;
      });
      this.worth -= cost;
    }
    return { portions, missing: left };
  }

  open(): OpenLot[] {
    const lots = this.lots.toSorted((a, b) => (leavesBefore(a, b, 'fifo') ? -1 : 1));
    if (!this.averaged) return lots;
    const costs = inProportion(
      this.worth,
      lots.map((lot) => lot.remaining),
    );
    return lots.map((lot, i) => {
      const cost = costs[i] as bigint;
      return { ...lot, quantity: lot.remaining, cost, remainingCost: cost };
    });
  }
}

function leavesBefore(a: OpenLot, b: OpenLot, method: LotMethod): boolean {
  const key = (lot: OpenLot) => `${lot.acquiredAt} ${lot.position} ${lot.id}`;
  const older = key(a) < key(b);
  if (method === 'lifo') return !older;
  const [left, right] = [a.cost * b.quantity, b.cost * a.quantity];
  if (method === 'hifo' && left !== right) return left > right;
  if (method === 'lofo' && left !== right) return left < right;
  return older;
}

/** Each part's share of what is left for it and those behind it. */
function inProportion(total: bigint, parts: readonly bigint[]): bigint[] {
  const given: bigint[] = [];
  for (const [i, part] of parts.entries()) {
    given.push(rounded((total - sumOf(given)) * part, sumOf(parts.slice(i))));
  }
  return given;
}

/** To the nearest whole number, to the even one where two are as near. */
function rounded(numerator: bigint, denominator: bigint): bigint {
  const below = numerator / denominator;
  const twice = 2n * (numerator - below * denominator);
  if (twice < denominator || (twice === denominator && below % 2n === 0n)) return below;
  return below + 1n;
}

function sumOf(values: readonly bigint[]): bigint {
  return values.reduce((total, value) => total + value, 0n);
}
