import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { addDays } from './dates.ts';
import { type ProRataLine, proRataLines, proRataParts, shareOfPeriod } from './pro-rata.ts';

const total = fc.bigInt({ min: -(10n ** 37n), max: 10n ** 37n });
const mode = fc.constantFrom('half-even' as const, 'half-up' as const);
const days = fc
  .array(fc.nat(400), { minLength: 1, maxLength: 30 })
  .filter((counts) => counts.some((count) => count > 0));
const sumOf = (values: readonly bigint[]) => values.reduce((sum, value) => sum + value, 0n);
const magnitude = (value: bigint) => (value < 0n ? -value : value);
const start = fc.integer({ min: 0, max: 80_000 }).map((count) => addDays('1950-01-01', count));
/** A period, and a part of it. */
const periods = fc.tuple(start, fc.nat(365), fc.nat(365), fc.nat(365)).map(([from, ...counts]) => {
  const [a = 0, b = 0, c = 0] = counts.sort((x, y) => x - y);
  return {
    whole: { from, to: addDays(from, c) },
    part: { from: addDays(from, a), to: addDays(from, b) },
  };
});

test('a rent of 1,000.00 from 15 January is 548.39 for 17 of 31 days', () => {
  const january = { from: '2026-01-01', to: '2026-01-31' };
  const share = (from: string, to: string) => shareOfPeriod(100_000n, { from, to }, january, 'half-even');
  assert.equal(share('2026-01-15', '2026-01-31'), 54_839n);
  assert.equal(share('2026-01-01', '2026-01-14'), 45_161n);
  assert.equal(share('2026-01-01', '2026-01-31'), 100_000n);
  assert.equal(share('2025-12-01', '2026-02-28'), 100_000n);
  assert.equal(share('2026-02-01', '2026-02-28'), 0n);
  assert.equal(
    shareOfPeriod(
      29n,
      { from: '2024-02-29', to: '2024-02-29' },
      { from: '2024-02-01', to: '2024-02-29' },
      'half-up',
    ),
    1n,
  );
});

test('the mode decides a tie', () => {
  assert.deepEqual(proRataParts(5n, [1, 1], 'half-even'), [2n, 3n]);
  assert.deepEqual(proRataParts(5n, [1, 1], 'half-up'), [3n, 2n]);
  assert.deepEqual(proRataParts(-5n, [1, 1], 'half-up'), [-3n, -2n]);
});

test('refuses periods without days', () => {
  for (const wrong of [[], [0], [0, 0], [-1, 2], [0.5], [Number.NaN]]) {
    assert.throws(() => proRataParts(1n, wrong, 'half-up'), RangeError, String(wrong));
  }
});

test('parts sum to the whole, keep its sign, and are at most one unit from their exact shares', () => {
  fc.assert(
    fc.property(total, days, mode, (amount, counts, rounding) => {
      const parts = proRataParts(amount, counts, rounding);
      assert.equal(sumOf(parts), amount);
      assert.deepEqual(
        proRataParts(-amount, counts, rounding),
        parts.map((part) => -part),
      );
      const of = BigInt(counts.reduce((sum, count) => sum + count, 0));
      for (const [index, part] of parts.entries()) {
        assert.ok(part * amount >= 0n);
        assert.ok(magnitude(part * of - amount * BigInt(counts[index] ?? 0)) <= of);
        if (counts[index] === 0) assert.equal(part, 0n);
      }
    }),
  );
});

test('neighbours taken together get what they got apart', () => {
  fc.assert(
    fc.property(total, days, mode, fc.nat(), (amount, counts, rounding, at) => {
      const cut = at % counts.length;
      const head = counts.slice(0, cut);
      const joined = [...head, counts.slice(cut).reduce((sum, count) => sum + count, 0)];
      const parts = proRataParts(amount, counts, rounding);
      assert.deepEqual(proRataParts(amount, joined, rounding), [
        ...parts.slice(0, cut),
        sumOf(parts.slice(cut)),
      ]);
    }),
  );
});

test('what is before, within and after a part of a period sums to the whole', () => {
  fc.assert(
    fc.property(total, periods, mode, (amount, { whole, part }, rounding) => {
      const before = { from: whole.from, to: addDays(part.from, -1) };
      const after = { from: addDays(part.to, 1), to: whole.to };
      const shares = [before, part, after].map((one) => shareOfPeriod(amount, one, whole, rounding));
      assert.equal(sumOf(shares), amount);
    }),
  );
});

test('the share of a balanced entry balances, with the debits within half a unit of their exact share', () => {
  const line = fc.record({
    baseAmount: fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }),
    foreign: fc.option(fc.bigInt({ min: 1n, max: 10n ** 25n }), { nil: undefined }),
  });
  fc.assert(
    fc.property(
      fc.array(line, { minLength: 1, maxLength: 12 }),
      periods,
      mode,
      (made, { whole, part }, rounding) => {
        const lines: ProRataLine[] = made.map(({ baseAmount, foreign }) => ({
          baseAmount,
          inBaseAsset: foreign === undefined,
          quantity: foreign === undefined ? baseAmount : baseAmount < 0n ? -foreign : foreign,
        }));
        const rest = -sumOf(lines.map((one) => one.baseAmount));
        lines.push({ baseAmount: rest, quantity: rest, inBaseAsset: true });
        const shares = proRataLines(lines, part, whole, rounding);
        assert.equal(sumOf(shares.map((one) => one.baseAmount)), 0n);
        const debits = sumOf(lines.map((one) => (one.baseAmount > 0n ? one.baseAmount : 0n)));
        const shared = sumOf(shares.map((one) => (one.baseAmount > 0n ? one.baseAmount : 0n)));
        assert.equal(shared, shareOfPeriod(debits, part, whole, rounding));
        for (const [index, { quantity, baseAmount }] of shares.entries()) {
          assert.ok(quantity * baseAmount >= 0n);
          assert.ok(magnitude(baseAmount) <= magnitude(lines[index]?.baseAmount ?? 0n));
          if (lines[index]?.inBaseAsset) assert.equal(quantity, baseAmount);
        }
      },
    ),
  );
});
