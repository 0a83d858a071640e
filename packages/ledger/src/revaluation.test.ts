import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { convert, crossRate } from './rate.ts';
import { gainAndLoss, revalue } from './revaluation.ts';

const units = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n });
const mode = fc.constantFrom('half-even', 'half-up');
const rate = fc
  .tuple(fc.integer({ min: 1, max: 10 ** 9 }), fc.integer({ min: 1, max: 10 ** 9 }))
  .map(([base, asset]) => crossRate(String(base), String(asset)));
const balance = fc.record({ quantity: units, decimals: fc.integer({ min: 0, max: 4 }), base: units });

test('the balance and its difference are the quantity at the closing rate, and a second look finds nothing', () => {
  fc.assert(
    fc.property(balance, rate, fc.integer({ min: 0, max: 4 }), mode, (held, at, decimals, rounding) => {
      const { value, difference } = revalue(held, at, decimals, rounding);
      assert.equal(held.base + difference, convert(held.quantity, held.decimals, decimals, at, rounding));
      assert.equal(revalue({ ...held, base: value }, at, decimals, rounding).difference, 0n);
    }),
  );
});

test('gains less losses are the sum of the differences, so the entry balances, and neither is below zero', () => {
  fc.assert(
    fc.property(fc.array(units), (differences) => {
      const { gain, loss } = gainAndLoss(differences);
      assert.equal(
        gain - loss,
        differences.reduce((sum, one) => sum + one, 0n),
      );
      assert.ok(gain >= 0n && loss >= 0n);
    }),
  );
});

test('what is owned gains when the currency rises, what is owed loses', () => {
  const dollar = crossRate('1', '0.8');
  const owned = revalue({ quantity: 100_00n, decimals: 2, base: 90_00n }, dollar, 2, 'half-even');
  assert.deepEqual(owned, { value: 125_00n, difference: 35_00n });
  const owed = revalue({ quantity: -100_00n, decimals: 2, base: -90_00n }, dollar, 2, 'half-even');
  assert.deepEqual(owed, { value: -125_00n, difference: -35_00n });
  assert.deepEqual(gainAndLoss([35_00n, -35_00n]), { gain: 35_00n, loss: 35_00n });
});
