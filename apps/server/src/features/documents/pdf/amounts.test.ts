import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { amountPlaces, grouped, withPlaces } from './amounts.ts';
import { exampleDocument } from './example.ts';

test('groups the integer part only', () => {
  const plain = (text: string): string => grouped(text).replaceAll('\u202F', ' ');
  assert.equal(plain('0'), '0');
  assert.equal(plain('999'), '999');
  assert.equal(plain('-999.5'), '-999.5');
  assert.equal(plain('1000'), '1 000');
  assert.equal(plain('-1234567.123456'), '-1 234 567.123456');
});

test('grouping and places never change the value', () => {
  const decimal = fc
    .tuple(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.option(fc.stringMatching(/^[0-9]{1,18}$/)))
    .map(([whole, fraction]) => (fraction === null ? String(whole) : `${whole}.${fraction}`));
  const value = (text: string): bigint => {
    const [whole = '', fraction = ''] = text.replaceAll('\u202F', '').split('.');
    return BigInt(whole + fraction.padEnd(18, '0'));
  };
  fc.assert(
    fc.property(decimal, fc.nat(18), (text, places) => {
      const shown = grouped(withPlaces(text, places));
      assert.equal(value(shown), value(text));
      assert.ok((shown.split('.')[1] ?? '').length >= places);
    }),
  );
});

test('currencies show all their decimals, tokens what the longest amount needs', () => {
  const places = (net: string, tax: string): number =>
    amountPlaces(exampleDocument({ lines: [], taxSummary: [], net, tax, total: net }));
  assert.equal(places('1000', '0'), 0);
  assert.equal(places('10.00', '0.00'), 2);
  assert.equal(places('10.000', '0.000'), 3);
  assert.equal(places('1.500000000000000000', '0.000000000000000000'), 2);
  assert.equal(places('1.500000000000000000', '0.000012500000000000'), 7);
});
