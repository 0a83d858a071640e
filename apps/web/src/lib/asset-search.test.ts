import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matchingAssets } from './asset-search.ts';

const options = ['PYUSD · PayPal USD', 'USDC · USD Coin', 'USD · US Dollar', 'EUR · Euro'].map((label) => ({
  value: label.split(' ')[0] ?? '',
  label,
}));

test('the code that was typed comes first, and names are searched too', () => {
  const found = (search: string) => matchingAssets(options, search).map(({ value }) => value);
  assert.deepEqual(found('usd'), ['USD', 'USDC', 'PYUSD']);
  assert.deepEqual(found('dollar'), ['USD']);
  assert.deepEqual(found(''), ['PYUSD', 'USDC', 'USD', 'EUR']);
});
