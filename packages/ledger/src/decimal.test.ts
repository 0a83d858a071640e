import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  divideRounded,
  formatDecimal,
  negateDecimal,
  parseDecimal,
  type RoundingMode,
  trimDecimal,
} from './decimal.ts';
import { LedgerError } from './error.ts';

const LARGEST = 10n ** 38n - 1n;

test('parseDecimal reads smallest units of JPY, EUR, KWD and ETH', () => {
  const cases: [string, number, bigint][] = [
    ['1500', 0, 1500n],
    ['0', 0, 0n],
    ['12.3', 2, 1230n],
    ['12.30', 2, 1230n],
    ['-0.01', 2, -1n],
    ['-0', 2, 0n],
    ['0.125', 3, 125n],
    ['-1', 3, -1000n],
    ['1.000000000000000001', 18, 1_000_000_000_000_000_001n],
    ['99999999999999999999.999999999999999999', 18, LARGEST],
    ['9'.repeat(38), 0, LARGEST],
    [`-${'9'.repeat(36)}.99`, 2, -LARGEST],
  ];
  for (const [text, decimals, units] of cases) assert.equal(parseDecimal(text, decimals), units, text);
});

test('parseDecimal refuses by code and carries the field', () => {
  const cases: [string, number, string][] = [
    ['100.5', 0, 'too_many_decimals'],
    ['1.000', 2, 'too_many_decimals'],
    ['0.0001', 3, 'too_many_decimals'],
    ['0.0000000000000000001', 18, 'too_many_decimals'],
    ['1'.repeat(39), 0, 'amount_too_large'],
    ['1'.repeat(37), 2, 'amount_too_large'],
    ['-100000000000000000000', 18, 'amount_too_large'],
    ['9'.repeat(1_000_000), 2, 'amount_too_large'],
    ...[
      '',
      ' ',
      '1e3',
      '1E3',
      '+1',
      'NaN',
      'Infinity',
      '-',
      '.5',
      '5.',
      '1,5',
      '1 000',
      '01',
      '--1',
      '0x10',
      '1\n',
      '١',
      '1n',
      '1.2.3',
    ].map((text): [string, number, string] => [text, 2, 'invalid_amount']),
  ];
  for (const [text, decimals, code] of cases) {
    assert.throws(
      () => parseDecimal(text, decimals, '/lines/0/quantity'),
      (error) =>
        error instanceof LedgerError &&
        error.code === code &&
        error.field === '/lines/0/quantity' &&
        error.message.length < 200,
      `${text.slice(0, 50)} with ${decimals} decimals`,
    );
  }
  assert.throws(() => parseDecimal('1', 19), RangeError);
});

test('formatDecimal prints exactly the decimals', () => {
  const cases: [bigint, number, string][] = [
    [1230n, 2, '12.30'],
    [0n, 0, '0'],
    [0n, 2, '0.00'],
    [-1n, 2, '-0.01'],
    [-1500n, 0, '-1500'],
    [5n, 3, '0.005'],
    [1n, 18, '0.000000000000000001'],
  ];
  for (const [units, decimals, text] of cases) assert.equal(formatDecimal(units, decimals), text);
});

test('parse and format undo each other, trimmed or not', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -LARGEST, max: LARGEST }), fc.nat(18), (units, decimals) => {
      const text = formatDecimal(units, decimals);
      assert.equal(parseDecimal(text, decimals), units);
      assert.equal(parseDecimal(trimDecimal(text), decimals), units);
      assert.equal(parseDecimal(negateDecimal(text), decimals), -units);
    }),
  );
});

test('trimDecimal and negateDecimal keep the value', () => {
  const trims = [
    ['12.300', '12.3'],
    ['12.00', '12'],
    ['100', '100'],
    ['-0.0', '0'],
    ['-0.10', '-0.1'],
    ['0.05', '0.05'],
  ];
  for (const [text = '', trimmed] of trims) assert.equal(trimDecimal(text), trimmed);
  const negations = [
    ['12.30', '-12.30'],
    ['-12.30', '12.30'],
    ['0.00', '0.00'],
    ['-0', '0'],
  ];
  for (const [text = '', negated] of negations) assert.equal(negateDecimal(text), negated);
  assert.throws(() => trimDecimal('1e2'), { code: 'invalid_amount' });
  assert.throws(() => negateDecimal('+1'), { code: 'invalid_amount' });
});

test('divideRounded rounds ties by mode, and everything else to the nearest', () => {
  const cases: [bigint, bigint, bigint, bigint][] = [
    // numerator, denominator, half-even, half-up
    [5n, 2n, 2n, 3n],
    [7n, 2n, 4n, 4n],
    [-5n, 2n, -2n, -3n],
    [5n, -2n, -2n, -3n],
    [-5n, -2n, 2n, 3n],
    [1n, 2n, 0n, 1n],
    [-1n, 2n, 0n, -1n],
    [1n, 3n, 0n, 0n],
    [2n, 3n, 1n, 1n],
    [249n, 100n, 2n, 2n],
    [251n, 100n, 3n, 3n],
    [0n, 7n, 0n, 0n],
  ];
  for (const [numerator, denominator, even, up] of cases) {
    assert.equal(
      divideRounded(numerator, denominator, 'half-even'),
      even,
      `${numerator}/${denominator} even`,
    );
    assert.equal(divideRounded(numerator, denominator, 'half-up'), up, `${numerator}/${denominator} up`);
  }
  assert.throws(() => divideRounded(1n, 0n, 'half-up'), RangeError);
});

test('divideRounded is never more than half away, and symmetric about zero', () => {
  const mode = fc.constantFrom<RoundingMode>('half-even', 'half-up');
  fc.assert(
    fc.property(fc.bigInt(), fc.bigInt({ min: 1n }), mode, (numerator, denominator, rounding) => {
      const result = divideRounded(numerator, denominator, rounding);
      const twiceOff = 2n * (numerator - result * denominator);
      assert.ok(twiceOff <= denominator && twiceOff >= -denominator);
      assert.equal(divideRounded(-numerator, denominator, rounding), -result);
    }),
  );
});
