import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { LedgerError } from '../error.ts';
import { ORDERS } from './order.ts';
import { Pool } from './pool.ts';
import { LOT_METHODS, type LotMethod, type OpenLot } from './types.ts';

/** A lot of the day `2024-01-<day>`, bought whole for `cost`. */
function lot(day: number, quantity: bigint, cost: bigint): OpenLot {
  const acquiredOn = `2024-01-${String(day).padStart(2, '0')}`;
  const acquiredAt = `${acquiredOn}T00:00:00.000000Z`;
  return {
    id: `lot-${day}`,
    acquiredAt,
    acquiredOn,
    position: '',
    quantity,
    cost,
    remaining: quantity,
    remainingCost: cost,
  };
}

function poolOf(...lots: OpenLot[]): Pool {
  const pool = new Pool();
  for (const one of lots) pool.add(one);
  return pool;
}

/** What was taken, as `lot quantity cost`. */
const taken = (pool: Pool, quantity: bigint, method: LotMethod, chosen: [string, bigint][] = []) =>
  pool
    .take(
      quantity,
      method,
      chosen.map(([lotId, part]) => ({ lotId, quantity: part })),
    )
    .portions.map((portion) => `${portion.lot.id} ${portion.quantity} ${portion.cost}`);

describe('the order in which lots leave', () => {
  // Unit costs of 3, 5 and 2.
  const lots = () => [lot(1, 10n, 30n), lot(2, 10n, 50n), lot(3, 10n, 20n)];
  const cases: [LotMethod, string[]][] = [
    ['fifo', ['lot-1 10 30', 'lot-2 5 25']],
    ['lifo', ['lot-3 10 20', 'lot-2 5 25']],
    ['hifo', ['lot-2 10 50', 'lot-1 5 15']],
    ['lofo', ['lot-3 10 20', 'lot-1 5 15']],
    ['average', ['lot-1 10 33', 'lot-2 5 17']],
  ];
  for (const [method, expected] of cases) {
    test(method, () => assert.deepEqual(taken(poolOf(...lots()), 15n, method), expected));
  }

  test('a lot that was acquired earlier and came later leaves first all the same', () => {
    assert.deepEqual(taken(poolOf(lot(2, 1n, 1n), lot(1, 1n, 9n)), 1n, 'fifo'), ['lot-1 1 9']);
  });

  test('of equal unit costs the older leaves first, whatever its size', () => {
    for (const method of ['hifo', 'lofo'] as const) {
      assert.deepEqual(taken(poolOf(lot(2, 3n, 6n), lot(1, 5n, 10n)), 4n, method), ['lot-1 4 8']);
    }
  });

  test('the rank of a lot is that of the whole, so rounded parts do not reorder it', () => {
    const pool = poolOf(lot(1, 3n, 1n), lot(2, 3n, 1n));
    taken(pool, 1n, 'hifo');
    assert.deepEqual(taken(pool, 2n, 'hifo'), ['lot-1 2 1']);
  });
});

describe('a change of the method', () => {
  test('begins with the lots that remain', () => {
    const pool = poolOf(lot(1, 10n, 30n), lot(2, 10n, 50n), lot(3, 10n, 20n));
    taken(pool, 10n, 'fifo');
    assert.deepEqual(taken(pool, 12n, 'lifo'), ['lot-3 10 20', 'lot-2 2 10']);
  });

  test('after an average every lot costs that average', () => {
    const pool = poolOf(lot(1, 10n, 10n), lot(2, 10n, 50n));
    assert.deepEqual(taken(pool, 5n, 'average'), ['lot-1 5 15']);
    assert.deepEqual(taken(pool, 5n, 'fifo'), ['lot-1 5 15']);
    assert.deepEqual(taken(pool, 10n, 'hifo'), ['lot-2 10 30']);
    assert.equal(pool.cost, 0n);
  });
});

describe('chosen lots', () => {
  test('leave before what the method would take', () => {
    const pool = poolOf(lot(1, 10n, 30n), lot(2, 10n, 50n));
    assert.deepEqual(taken(pool, 6n, 'fifo', [['lot-2', 4n]]), ['lot-2 4 20', 'lot-1 2 6']);
  });

  test('are refused beyond what they have left or what leaves', () => {
    const unfit = (error: unknown) => error instanceof LedgerError && error.code === 'lot_unfit';
    assert.throws(() => taken(poolOf(lot(1, 1n, 1n), lot(2, 9n, 9n)), 5n, 'fifo', [['lot-1', 2n]]), unfit);
    assert.throws(() => taken(poolOf(lot(1, 9n, 1n)), 5n, 'fifo', [['lot-1', 6n]]), unfit);
  });
});

test('what is not there is missing, and costs nothing', () => {
  const pool = poolOf(lot(1, 3n, 7n));
  const { portions, missing } = pool.take(5n, 'average');
  assert.deepEqual([portions.map(({ cost }) => cost), missing, pool.cost], [[7n], 2n, 0n]);
});

type Step = { add: boolean; day: number; quantity: bigint; cost: bigint; method: LotMethod };
const steps = fc.array(
  fc.record({
    add: fc.boolean(),
    day: fc.integer({ min: 1, max: 28 }),
    quantity: fc.bigInt(1n, 1_000n),
    cost: fc.bigInt(0n, 1_000n),
    method: fc.constantFrom(...LOT_METHODS),
  }),
  { maxLength: 40 },
);

/** Adds and takes as the steps say; `each` sees what was taken. */
function play(
  all: readonly Step[],
  methodOf: (step: Step) => LotMethod,
  each: (pool: Pool, portions: string[]) => void = () => {},
) {
  const pool = new Pool();
  const lots: OpenLot[] = [];
  let [came, cost, went, left] = [0n, 0n, 0n, 0n];
  for (const [i, step] of all.entries()) {
    if (step.add) {
      const one = { ...lot(step.day, step.quantity, step.cost), id: `lot-${i}` };
      lots.push({ ...one });
      pool.add(one);
      came += step.quantity;
      cost += step.cost;
    } else {
      const { portions } = pool.take(step.quantity, methodOf(step));
      for (const portion of portions) {
        assert.ok(portion.quantity > 0n && portion.cost >= 0n);
        went += portion.quantity;
        left += portion.cost;
      }
      each(
        pool,
        portions.map((portion) => `${portion.lot.id} ${portion.quantity} ${portion.cost}`),
      );
    }
  }
  return { pool, came, cost, went, left };
}

describe('for any order of arrival and any change of method', () => {
  test('what came is what left and what remains, quantity and cost', () => {
    fc.assert(
      fc.property(steps, (all) => {
        const { pool, came, cost, went, left } = play(all, (step) => step.method);
        assert.deepEqual([went + pool.quantity, left + pool.cost], [came, cost]);
        const open = pool.open();
        assert.equal(
          open.reduce((sum, one) => sum + one.remaining, 0n),
          pool.quantity,
        );
        if (pool.quantity === 0n) assert.equal(pool.cost, 0n);
      }),
    );
  });

  test('with equal unit costs every method costs the same', () => {
    fc.assert(
      fc.property(steps, fc.bigInt(0n, 9n), (all, price) => {
        const priced = all.map((step) => ({ ...step, cost: step.quantity * price }));
        const [first, ...others] = LOT_METHODS.map((method) => play(priced, () => method).left);
        assert.ok(others.every((left) => left === first));
      }),
    );
  });

  test('each method takes what sorting all lots every time would take', () => {
    fc.assert(
      fc.property(
        steps,
        fc.constantFrom(...LOT_METHODS.filter((method) => method !== 'average')),
        (all, method) => {
          const open: OpenLot[] = [];
          const expected: string[][] = [];
          for (const [i, step] of all.entries()) {
            if (step.add) open.push({ ...lot(step.day, step.quantity, step.cost), id: `lot-${i}` });
            else expected.push(takeBySorting(open, step.quantity, method));
          }
          const found: string[][] = [];
          play(
            all,
            () => method,
            (_, portions) => found.push(portions),
          );
          assert.deepEqual(
            found.map((one) => one.map((text) => text.replace(/ \d+$/, ''))),
            expected,
          );
        },
      ),
    );
  });
});

/** The same, as simply as it can be said: `lot quantity` of each part. */
function takeBySorting(open: OpenLot[], quantity: bigint, method: LotMethod): string[] {
  const parts: string[] = [];
  let left = quantity;
  for (const one of open.sort(ORDERS[method])) {
    const part = [one.remaining, left].sort((a, b) => (a < b ? -1 : 1))[0] ?? 0n;
    if (part === 0n) continue;
    one.remaining -= part;
    left -= part;
    parts.push(`${one.id} ${part}`);
  }
  return parts;
}
