import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { settle } from './settlement.ts';

const start = { paidBefore: 0n, clearedBaseBefore: 0n, mode: 'half-even' as const };

test('a full payment at another rate realises the difference', () => {
  // 1,000.00 USD booked at 912.74 EUR, worth 920.00 EUR when paid: a gain of 7.26.
  const full = { ...start, total: 100_000n, baseTotal: 91_274n, amount: 100_000n };
  assert.deepEqual(settle({ ...full, receivedBase: 92_000n }), {
    clearedBase: 91_274n,
    exchangeDifference: 726n,
    paidAfter: 100_000n,
    full: true,
  });
  assert.equal(settle({ ...full, receivedBase: 90_000n }).exchangeDifference, -1_274n);
});

test('three thirds of a base amount that does not divide clear it exactly', () => {
  // 300 JPY booked at 1.00 EUR, 100 JPY at a time: 33, 34 (67 in all), 33 cents.
  const cleared: bigint[] = [];
  let state = start;
  for (let payment = 0; payment < 3; payment += 1) {
    const result = settle({ ...state, total: 300n, baseTotal: 100n, amount: 100n, receivedBase: 40n });
    assert.equal(result.exchangeDifference, 40n - result.clearedBase);
    assert.equal(result.full, payment === 2);
    cleared.push(result.clearedBase);
    state = {
      ...state,
      paidBefore: result.paidAfter,
      clearedBaseBefore: state.clearedBaseBefore + result.clearedBase,
    };
  }
  assert.deepEqual(cleared, [33n, 34n, 33n]);
});

test('refusals', () => {
  const payment = {
    ...start,
    total: 100n,
    baseTotal: 100n,
    paidBefore: 60n,
    clearedBaseBefore: 60n,
    receivedBase: 1n,
  };
  assert.throws(() => settle({ ...payment, amount: 0n }), { code: 'amount_not_positive', field: '/amount' });
  assert.throws(() => settle({ ...payment, amount: -1n }), { code: 'amount_not_positive' });
  assert.throws(() => settle({ ...payment, amount: 41n }), {
    code: 'payment_exceeds_open_amount',
    field: '/amount',
  });
  assert.throws(() => settle({ ...payment, paidBefore: 100n, amount: 1n }), {
    code: 'payment_exceeds_open_amount',
  });
  assert.equal(settle({ ...payment, amount: 40n }).full, true);
});

const mode = fc.constantFrom('half-even' as const, 'half-up' as const);
const amounts = fc.array(fc.oneof(fc.bigInt({ min: 1n, max: 5n }), fc.bigInt({ min: 1n, max: 10n ** 20n })), {
  minLength: 1,
  maxLength: 20,
});
const baseTotal = fc.oneof(fc.bigInt({ min: 0n, max: 20n }), fc.bigInt({ min: 0n, max: 10n ** 20n }));

test('payments that reach the total clear exactly both totals, and differences sum to what came in less what was booked', () => {
  fc.assert(
    fc.property(
      amounts,
      baseTotal,
      fc.bigInt({ min: 0n, max: 10n ** 9n }),
      mode,
      (payments, base, received, rounding) => {
        const total = payments.reduce((a, b) => a + b, 0n);
        let paid = 0n;
        let cleared = 0n;
        let differences = 0n;
        payments.forEach((amount, index) => {
          const result = settle({
            total,
            baseTotal: base,
            paidBefore: paid,
            clearedBaseBefore: cleared,
            amount,
            receivedBase: received,
            mode: rounding,
          });
          paid = result.paidAfter;
          cleared += result.clearedBase;
          differences += result.exchangeDifference;
          assert.ok(result.clearedBase >= 0n);
          assert.equal(result.full, index === payments.length - 1);
          // Never more than half a unit from the exact share.
          const twiceOff = 2n * (cleared * total - base * paid);
          assert.ok(twiceOff <= total && twiceOff >= -total);
        });
        assert.equal(paid, total);
        assert.equal(cleared, base);
        assert.equal(differences, received * BigInt(payments.length) - base);
      },
    ),
  );
});

test('after reversed payments the rest still clears exactly, and no payment raises the receivable', () => {
  // Small amounts, where half a unit of rounding matters, and which a failure shrinks quickly.
  const payments = fc.array(fc.record({ amount: fc.integer({ min: 1, max: 5 }), reversed: fc.boolean() }), {
    minLength: 1,
    maxLength: 12,
  });
  fc.assert(
    fc.property(payments, fc.integer({ min: 0, max: 30 }), mode, (made, base, rounding) => {
      const total = BigInt(made.reduce((sum, payment) => sum + payment.amount, 0));
      let paid = 0n;
      let cleared = 0n;
      const pay = (units: number) => {
        const amount = BigInt(units);
        const { clearedBase } = settle({
          total,
          baseTotal: BigInt(base),
          paidBefore: paid,
          clearedBaseBefore: cleared,
          amount,
          receivedBase: 0n,
          mode: rounding,
        });
        assert.ok(clearedBase >= 0n);
        paid += amount;
        cleared += clearedBase;
        return clearedBase;
      };
      const again = made
        .map((payment) => ({ ...payment, cleared: pay(payment.amount) }))
        .filter((payment) => payment.reversed);
      for (const payment of again) {
        paid -= BigInt(payment.amount);
        cleared -= payment.cleared;
      }
      for (const payment of again) pay(payment.amount);
      assert.equal(paid, total);
      assert.equal(cleared, BigInt(base));
    }),
    { numRuns: 1000 },
  );
});
