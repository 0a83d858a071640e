import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatDecimal } from './decimal.ts';
import { convert, crossRate, formatRate, readableRate } from './rate.ts';

test('crossRate goes through the euro exactly', () => {
  assert.deepEqual(crossRate('1', '1'), { numerator: 1n, denominator: 1n });
  // One euro is 1.25 USD and 160 JPY: one JPY is 1/128 USD.
  assert.deepEqual(crossRate('1.25', '160'), { numerator: 1n, denominator: 128n });
  // In EUR, a USD at 1.0956 is 10000/10956 = 2500/2739.
  assert.deepEqual(crossRate('1', '1.0956'), { numerator: 2500n, denominator: 2739n });
});

test('crossRate refuses what is no rate', () => {
  for (const zero of ['0', '0.00', '-1']) {
    assert.throws(() => crossRate('1', zero), { code: 'amount_not_positive' });
    assert.throws(() => crossRate(zero, '1'), { code: 'amount_not_positive' });
  }
  assert.throws(() => crossRate('N/A', '1'), { code: 'invalid_amount' });
});

test('convert rounds once, between assets of any decimals', () => {
  // 1,000.00 USD at 1.0956 a euro: 912.7418… EUR.
  assert.equal(convert(100_000n, 2, 2, crossRate('1', '1.0956'), 'half-even'), 91_274n);
  // 10,000 JPY at 160: 62.50 EUR.
  assert.equal(convert(10_000n, 0, 2, crossRate('1', '160'), 'half-even'), 6_250n);
  // 62.50 EUR in a company in JPY.
  assert.equal(convert(6_250n, 2, 0, crossRate('160', '1'), 'half-even'), 10_000n);
  // 1 KWD at 0.32 a euro: 3.125 EUR, a tie.
  assert.equal(convert(1_000n, 3, 2, crossRate('1', '0.32'), 'half-even'), 312n);
  assert.equal(convert(1_000n, 3, 2, crossRate('1', '0.32'), 'half-up'), 313n);
  assert.equal(convert(-1_000n, 3, 2, crossRate('1', '0.32'), 'half-up'), -313n);
  // 1.5 ETH at 0.0004 ETH a euro: 3,750.00 EUR.
  assert.equal(convert(15n * 10n ** 17n, 18, 2, crossRate('1', '0.0004'), 'half-even'), 375_000n);
  assert.throws(() => convert(10n ** 37n, 0, 2, crossRate('1', '1'), 'half-even'), {
    code: 'amount_too_large',
  });
});

test('formatRate prints for reading', () => {
  assert.equal(formatRate(crossRate('1', '1')), '1');
  assert.equal(formatRate(crossRate('1.25', '160')), '0.0078125');
  assert.equal(formatRate(crossRate('1', '3')), '0.333333333333333333');
  assert.equal(formatRate(crossRate('2', '3'), 4), '0.6667');
  assert.equal(formatRate({ numerator: 5n, denominator: 1000n }, 2), '0');
  assert.equal(formatRate({ numerator: 15n, denominator: 1000n }, 2), '0.02');
});

test('a rate is read with 8 digits from the first that counts', () => {
  assert.equal(readableRate(crossRate('1', '182.63')), '0.0054755517');
  assert.equal(readableRate(crossRate('182.51', '1.1701')), '155.97812');
  assert.equal(readableRate(crossRate('1', '1')), '1');
  assert.equal(readableRate({ numerator: 123456789123n, denominator: 1n }), '123456789123');
  assert.equal(readableRate({ numerator: 1n, denominator: 10n ** 17n * 3n }), '0.000000000000000003');
});

// A millionth to a million a euro, so that no product passes 38 digits.
const quote = fc.bigInt({ min: 10n ** 12n, max: 10n ** 24n }).map((units) => formatDecimal(units, 18));

test('an asset converts to itself unchanged, and there and back within the rounding of the way', () => {
  const quantity = fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n });
  fc.assert(
    fc.property(quote, quantity, fc.nat(18), (rate, amount, decimals) => {
      assert.equal(convert(amount, decimals, decimals, crossRate(rate, rate), 'half-even'), amount);
    }),
  );
  fc.assert(
    fc.property(quote, quote, quantity, (base, asset, amount) => {
      const there = crossRate(base, asset);
      const back = crossRate(asset, base);
      // Either direction's exact product is one.
      assert.equal(there.numerator * back.numerator, there.denominator * back.denominator);
      const worth = convert(amount, 0, 0, there, 'half-even');
      const off = amount - convert(worth, 0, 0, back, 'half-even');
      // Half a base unit, seen from the asset, plus half an asset unit.
      const allowed = back.numerator + back.denominator;
      const twice = 2n * (off < 0n ? -off : off) * back.denominator;
      assert.ok(twice <= allowed, `${amount} came back ${off} off`);
    }),
  );
});
