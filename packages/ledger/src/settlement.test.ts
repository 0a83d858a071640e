import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { type Clearing, clearedBase, paymentAmounts } from './settlement.ts';

const start = { settledBefore: 0n, settledBaseBefore: 0n };
const mode = fc.constantFrom('half-even' as const, 'half-up' as const);

describe('what an amount clears', () => {
  test('is the whole base amount with the whole amount, and its share with a part', () => {
    const item = { ...start, total: 100_000n, baseTotal: 91_274n };
    assert.equal(clearedBase(item, 100_000n, 'half-even'), 91_274n);
    assert.equal(clearedBase(item, 25_000n, 'half-up'), 22_819n);
  });

  test('adds up exactly in thirds that do not divide', () => {
    // 300 JPY booked at 1.00 EUR, 100 JPY at a time: 33, 34 (67 in all), 33 cents.
    const cleared: bigint[] = [];
    let settled = { ...start };
    for (let payment = 0; payment < 3; payment += 1) {
      const base = clearedBase({ ...settled, total: 300n, baseTotal: 100n }, 100n, 'half-even');
      cleared.push(base);
      settled = {
        settledBefore: settled.settledBefore + 100n,
        settledBaseBefore: settled.settledBaseBefore + base,
      };
    }
    assert.deepEqual(cleared, [33n, 34n, 33n]);
  });

  test('is refused below one unit and above what is open', () => {
    const item = { total: 100n, baseTotal: 100n, settledBefore: 60n, settledBaseBefore: 60n };
    const refused = (code: string, field: string) => ({ code, field });
    assert.throws(() => clearedBase(item, 0n, 'half-up'), refused('amount_not_positive', '/amount'));
    assert.throws(() => clearedBase(item, -1n, 'half-up', '/x'), refused('amount_not_positive', '/x'));
    assert.throws(() => clearedBase(item, 41n, 'half-up'), refused('payment_exceeds_open_amount', '/amount'));
    assert.equal(clearedBase(item, 40n, 'half-up'), 40n);
  });

  const amounts = fc.array(
    fc.oneof(fc.bigInt({ min: 1n, max: 5n }), fc.bigInt({ min: 1n, max: 10n ** 20n })),
    { minLength: 1, maxLength: 20 },
  );
  const baseTotal = fc.oneof(fc.bigInt({ min: 0n, max: 20n }), fc.bigInt({ min: 0n, max: 10n ** 20n }));

  test('is never more than half a unit from the exact share, and exactly everything in the end', () => {
    fc.assert(
      fc.property(amounts, baseTotal, mode, (payments, base, rounding) => {
        const total = payments.reduce((a, b) => a + b, 0n);
        let settled = 0n;
        let cleared = 0n;
        for (const amount of payments) {
          const before = { settledBefore: settled, settledBaseBefore: cleared };
          const part = clearedBase({ total, baseTotal: base, ...before }, amount, rounding);
          assert.ok(part >= 0n);
          settled += amount;
          cleared += part;
          const twiceOff = 2n * (cleared * total - base * settled);
          assert.ok(twiceOff <= total && twiceOff >= -total);
        }
        assert.equal(cleared, base);
      }),
    );
  });

  test('still adds up after reversals, and never raises what is owed', () => {
    // Small amounts, where half a unit of rounding matters, and which a failure shrinks quickly.
    const payments = fc.array(fc.record({ amount: fc.integer({ min: 1, max: 5 }), reversed: fc.boolean() }), {
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(payments, fc.integer({ min: 0, max: 30 }), mode, (made, base, rounding) => {
        const total = BigInt(made.reduce((sum, payment) => sum + payment.amount, 0));
        let settled = 0n;
        let cleared = 0n;
        const pay = (units: number) => {
          const before = { settledBefore: settled, settledBaseBefore: cleared };
          const part = clearedBase({ total, baseTotal: BigInt(base), ...before }, BigInt(units), rounding);
          assert.ok(part >= 0n);
          settled += BigInt(units);
          cleared += part;
          return part;
        };
        const again = made
          .map((payment) => ({ ...payment, cleared: pay(payment.amount) }))
          .filter((payment) => payment.reversed);
        for (const payment of again) {
          settled -= BigInt(payment.amount);
          cleared -= payment.cleared;
        }
        for (const payment of again) pay(payment.amount);
        assert.equal(settled, total);
        assert.equal(cleared, BigInt(base));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('a payment over several items', () => {
  const one = (paid: bigint, amount: bigint, base: bigint, writeOff = 0n): Clearing => ({
    paid,
    amount,
    base,
    writeOff,
  });

  test('realises what it is worth more or less than what it clears', () => {
    // 1,000.00 USD booked at 912.74 EUR, worth 920.00 EUR when paid: a gain of 7.26, a loss when it goes out.
    const clearings = [one(100_000n, 100_000n, 91_274n)];
    const payment = { amount: 100_000n, base: 92_000n };
    const paidIn = paymentAmounts({ ...payment, direction: 1n }, clearings, 'half-even');
    assert.deepEqual([paidIn.exchangeDifference, paidIn.rest, paidIn.restBase], [726n, 0n, 0n]);
    const paidOut = paymentAmounts({ ...payment, direction: -1n }, clearings, 'half-even');
    assert.equal(paidOut.exchangeDifference, -726n);
  });

  test('keeps the rest at its own rate, and writes off a share of what it clears', () => {
    // 30.00 of 130.00 USD, worth 117.00 EUR, pay nothing: 27.00 EUR. 0.50 of 100.50 USD is not paid: 0.45 of 90.45.
    const clearings = [one(10_000n, 10_050n, 9_045n, 50n)];
    const paid = paymentAmounts({ amount: 13_000n, base: 11_700n, direction: 1n }, clearings, 'half-even');
    assert.deepEqual(paid, { rest: 3_000n, restBase: 2_700n, writeOffs: [45n], exchangeDifference: 0n });
  });

  test('is all rest when it clears nothing, and refused when it clears more than it is', () => {
    const payment = { amount: 700n, base: 650n, direction: 1n as const };
    assert.deepEqual(paymentAmounts(payment, [], 'half-up').restBase, 650n);
    assert.throws(() => paymentAmounts(payment, [one(701n, 701n, 701n)], 'half-up'), {
      code: 'payment_exceeds_open_amount',
      field: '/allocations',
    });
  });

  test('always balances: what comes in and is written off is what it clears, the rest and the difference', () => {
    const clearing = fc
      .record({
        paid: fc.bigInt({ min: 0n, max: 10n ** 9n }),
        amount: fc.bigInt({ min: 1n, max: 10n ** 9n }),
        base: fc.bigInt({ min: 0n, max: 10n ** 9n }),
        part: fc.integer({ min: 0, max: 100 }),
      })
      .map(({ part, ...rest }) => ({ ...rest, writeOff: (rest.amount * BigInt(part)) / 100n }));
    const direction = fc.constantFrom(1n as const, -1n as const);
    fc.assert(
      fc.property(
        fc.array(clearing, { maxLength: 8 }),
        fc.bigInt({ min: 1n, max: 10n ** 9n }),
        fc.bigInt({ min: 0n, max: 10n ** 9n }),
        direction,
        mode,
        (clearings, more, base, way, rounding) => {
          const paid = clearings.reduce((sum, each) => sum + each.paid, 0n);
          const payment = { amount: paid + more, base, direction: way };
          const result = paymentAmounts(payment, clearings, rounding);
          const cleared = clearings.reduce((sum, each) => sum + each.base, 0n);
          const writtenOff = result.writeOffs.reduce((sum, each) => sum + each, 0n);
          assert.equal(result.rest, more);
          assert.ok(result.restBase >= 0n && result.restBase <= base);
          assert.equal(base + writtenOff, cleared + result.restBase + way * result.exchangeDifference);
        },
      ),
    );
  });
});
