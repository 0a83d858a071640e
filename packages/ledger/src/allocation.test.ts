import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { allocate } from './allocation.ts';

const sumOf = (values: readonly bigint[]) => values.reduce((a, b) => a + b, 0n);

test('allocate by hand', () => {
  const cases: [bigint, bigint[], bigint[]][] = [
    [100n, [1n, 1n, 1n], [34n, 33n, 33n]],
    [-100n, [1n, 1n, 1n], [-34n, -33n, -33n]],
    [100n, [-1n, -1n, -1n], [34n, 33n, 33n]],
    [10n, [1n, 2n, 3n], [2n, 3n, 5n]],
    [5n, [0n, 3n, 0n, 2n], [0n, 3n, 0n, 2n]],
    [2n, [1n, 1n, 1n], [1n, 1n, 0n]],
    [7n, [0n, 0n], [7n, 0n]],
    [0n, [4n, 5n], [0n, 0n]],
    [0n, [], []],
    // A discount line of 100 under a sale of 200: tax of 21 on the 100 that is left.
    [21n, [200n, -100n], [42n, -21n]],
    // 10 × 3/2 = 15 and 10 × -1/2 = -5.
    [10n, [3n, -1n], [15n, -5n]],
    // Weights that cancel: by magnitude.
    [9n, [5n, -5n, 0n], [5n, 4n, 0n]],
  ];
  for (const [total, weights, parts] of cases) {
    assert.deepEqual(allocate(total, weights), parts, `${total} over ${weights}`);
  }
  assert.throws(() => allocate(1n, []), RangeError);
});

const total = fc.bigInt({ min: -(10n ** 38n), max: 10n ** 38n });
const weight = fc.oneof(
  fc.constant(0n),
  fc.bigInt({ min: 0n, max: 9n }),
  fc.bigInt({ min: 0n, max: 10n ** 38n }),
);
const signed = fc.tuple(weight, fc.boolean()).map(([value, negative]) => (negative ? -value : value));

test('parts sum to the total and each is less than one unit from its exact share', () => {
  fc.assert(
    fc.property(
      total,
      fc.array(signed, { minLength: 1, maxLength: 30 }),
      fc.boolean(),
      (amount, mixed, oneSign) => {
        const weights = oneSign ? mixed.map((w) => (w < 0n ? -w : w)) : mixed;
        const parts = allocate(amount, weights);
        assert.equal(sumOf(parts), amount);
        assert.deepEqual(
          allocate(-amount, weights),
          parts.map((part) => -part),
        );
        const sum = sumOf(weights);
        if (sum === 0n) return;
        parts.forEach((part, index) => {
          const off = part * sum - amount * (weights[index] ?? 0n);
          assert.ok((off < 0n ? -off : off) < (sum < 0n ? -sum : sum), `part ${index} of ${parts}`);
        });
      },
    ),
  );
});

test('with weights of one sign no part passes the total or turns its sign, and a larger weight gets no less', () => {
  fc.assert(
    fc.property(total, fc.array(weight, { minLength: 1, maxLength: 30 }), (amount, weights) => {
      const parts = allocate(amount, weights).map((part) => (amount < 0n ? -part : part));
      const rows = parts.map((part, index) => ({ part, weight: weights[index] ?? 0n }));
      for (const a of rows) {
        assert.ok(a.part >= 0n);
        if (sumOf(weights) > 0n) for (const b of rows) if (a.weight > b.weight) assert.ok(a.part >= b.part);
      }
    }),
  );
});
