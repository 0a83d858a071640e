import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { LedgerError } from '../error.ts';
import { Pool } from './pool.ts';
import type { LotMethod, OpenLot } from './types.ts';

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

test('costs that do not come out even are rounded to the step, and the last part takes the rest', () => {
  const pool = new Pool(100n);
  pool.add(lot(1, 3n, 1_000n));
  pool.add(lot(2, 4n, 1_001n));
  const parts = [1n, 1n, 1n, 2n, 2n].map((quantity) => pool.take(quantity, 'fifo').portions[0]?.cost);
  // A third of 1,000 is no whole number, half of the 700 that are left is one.
  assert.deepEqual(parts, [300n, 350n, 350n, 500n, 501n]);
});
