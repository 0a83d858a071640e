import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatDecimal, trimDecimal } from '@crypto-erp/ledger/decimal';
import fc from 'fast-check';
import { JSON_NUMBER, priceOf } from './price-of.ts';

test('a number is its digits, rounded half to even where it has more than 18 decimals', () => {
  const cases: [string, string | null][] = [
    ['69702.3087473573', '69702.3087473573'],
    ['1', '1'],
    ['1e3', '1000'],
    ['1.5E+2', '150'],
    ['6.734e-05', '0.00006734'],
    ['0.1234567890123456785', '0.123456789012345678'],
    ['0.1234567890123456775', '0.123456789012345678'],
    ['0.12345678901234567851', '0.123456789012345679'],
    ['5e-19', null],
    ['5.1e-19', '0.000000000000000001'],
    ['1e-999', null],
    ['0', null],
    ['0.000', null],
    ['-1', null],
    ['99999999999999999999', '99999999999999999999'],
    ['1e20', null],
    ['1e999', null],
    ['', null],
    ['null', null],
  ];
  for (const [number, price] of cases) assert.equal(priceOf(number), price, number);
});

test('what JavaScript writes of a number is a number, and a decimal with an exponent is the decimal', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
      assert.match(JSON.stringify(number), new RegExp(JSON_NUMBER));
    }),
  );
  fc.assert(
    fc.property(fc.bigInt(1n, 10n ** 20n), fc.integer({ min: 0, max: 18 }), (units, decimals) => {
      const plain = trimDecimal(formatDecimal(units, decimals));
      assert.equal(priceOf(plain), plain);
      assert.equal(priceOf(`${units}e-${decimals}`), plain);
    }),
  );
});
