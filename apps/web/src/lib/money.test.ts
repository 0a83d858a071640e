import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  formatAmount,
  fromUnits,
  isNegative,
  isZero,
  negate,
  normaliseAmount,
  sum,
  toUnits,
} from './money.ts';

const units = fc.bigInt({ min: -(10n ** 38n), max: 10n ** 38n });

test('an amount survives the way to units and back', () => {
  fc.assert(fc.property(units, (value) => toUnits(fromUnits(value)) === value));
});

test('what is not a plain decimal of at most 18 decimals has no units', () => {
  for (const text of ['', '-', '1e3', 'NaN', '1,5', '.5', '5.', '0x10', `0.${'1'.repeat(19)}`]) {
    assert.equal(toUnits(text), null, text);
  }
});

test('sums are exact and ignore what is not a number yet', () => {
  assert.equal(sum(['0.1', '0.2', '', '-']), '0.3');
  assert.equal(
    sum(['0.000000000000000001', '99999999999999999999']),
    '99999999999999999999.000000000000000001',
  );
  fc.assert(fc.property(units, (value) => sum([fromUnits(value), negate(fromUnits(value))]) === '0'));
});

test('signs: zero has none', () => {
  assert.equal(negate('0.00'), '0.00');
  assert.equal(negate('-1.50'), '1.50');
  assert.equal(isNegative('-0.00'), false);
  assert.equal(isNegative('-0.01'), true);
  assert.equal(isZero('0.000'), true);
});

test('reading: threes, the asset’s decimals, nothing cut off', () => {
  assert.equal(formatAmount('1234567.5', 2), '1,234,567.50');
  assert.equal(formatAmount('-1234.00', 2), '−1,234.00');
  assert.equal(formatAmount('1234567', 0), '1,234,567');
  assert.equal(formatAmount('999', 2), '999.00');
  assert.equal(formatAmount('0.123456789012345678', 2), '0.123456789012345678');
  assert.equal(formatAmount('-0.00', 2), '0.00');
  assert.equal(formatAmount('n/a', 2), 'n/a');
});

test('typing: points, commas, spaces and loose zeros', () => {
  const cases = {
    '1,234.50': '1234.50',
    '1,234,567': '1234567',
    '1,234.': '1234',
    '1.234,50': '1234.50',
    '1.234.567': '1234567',
    '1.234.567,8': '1234567.8',
    '1,5': '1.5',
    '0,125': '0.125',
    '1 234,5': '1234.5',
    '.5': '0.5',
    '5.': '5',
    '007': '7',
    '−3': '-3',
    '1.234': '1.234',
    abc: 'abc',
    '1e3': '1e3',
    '1,2,3': '1,2,3',
    '-': '-',
  };
  for (const [typed, expected] of Object.entries(cases))
    assert.equal(normaliseAmount(typed), expected, typed);
});

test('typing: a comma before three digits that may mean either is left for the server to refuse', () => {
  for (const typed of ['1,500', '12,500', '999,999', '-1,500', '1,000'])
    assert.equal(normaliseAmount(typed), typed);
  assert.equal(normaliseAmount(' 1,500 '), '1,500');
  for (const typed of ['1,500', '-12,345']) assert.equal(toUnits(normaliseAmount(typed)), null, typed);
});

test('what this page writes it can read again', () => {
  fc.assert(
    fc.property(units, (value) => toUnits(normaliseAmount(formatAmount(fromUnits(value), 2))) === value),
  );
});
