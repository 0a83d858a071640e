import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatDecimal, parseDecimal } from './decimal.ts';
import { closingLines } from './year-end.ts';

const units = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n });
const balance = fc.record({
  accountId: fc.constantFrom('a', 'b', 'c'),
  asset: fc.constantFrom('EUR', 'USD'),
  quantity: fc.oneof(fc.constant(0n), units).map((value) => formatDecimal(value, 2)),
  base: fc.oneof(fc.constant(0n), units).map((value) => formatDecimal(value, 2)),
});

test('every balance ends at zero, in both amounts, and no line has two signs or moves nothing', () => {
  fc.assert(
    fc.property(fc.array(balance), (balances) => {
      const lines = closingLines(balances);
      const left = (field: 'quantity' | 'base', accountId: string, asset: string) => {
        const here = <T extends { accountId: string; asset: string }>(all: readonly T[]) =>
          all.filter((one) => one.accountId === accountId && one.asset === asset);
        const before = here(balances).reduce((sum, one) => sum + parseDecimal(one[field], 2), 0n);
        const moved = field === 'base' ? 'baseAmount' : 'quantity';
        return here(lines).reduce((sum, one) => sum + parseDecimal(one[moved], 2), before);
      };
      for (const { accountId, asset } of balances) {
        assert.equal(left('quantity', accountId, asset), 0n);
        assert.equal(left('base', accountId, asset), 0n);
      }
      for (const line of lines) {
        const [quantity, base] = [parseDecimal(line.quantity, 2), parseDecimal(line.baseAmount, 2)];
        assert.ok(quantity * base >= 0n);
        assert.ok(quantity !== 0n || base !== 0n);
      }
    }),
  );
});

test('a balance of two signs takes a line for each amount', () => {
  assert.deepEqual(closingLines([{ accountId: 'a', asset: 'USD', quantity: '1', base: '-9.2' }]), [
    { accountId: 'a', asset: 'USD', quantity: '-1', baseAmount: '0' },
    { accountId: 'a', asset: 'USD', quantity: '0', baseAmount: '9.2' },
  ]);
});
