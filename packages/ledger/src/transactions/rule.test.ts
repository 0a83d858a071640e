import assert from 'node:assert/strict';
import { test } from 'node:test';
import { firstRule, type RuleConditions, type RuledTransfer } from './rule.ts';

const transfer = (change: Partial<RuledTransfer> = {}): RuledTransfer => ({
  walletId: 'hot',
  direction: 'out',
  kind: 'transfer',
  asset: 'ETH',
  quantity: 5n,
  counterparty: '0xAbC0 Hosting',
  method: '0xa9059cbb',
  ...change,
});
const rule = (change: Partial<RuleConditions>): RuleConditions => ({
  walletId: null,
  direction: null,
  kind: null,
  asset: null,
  counterparty: null,
  method: null,
  minQuantity: null,
  maxQuantity: null,
  ...change,
});
const fits = (conditions: Partial<RuleConditions>, ...transfers: RuledTransfer[]) =>
  firstRule([rule(conditions)], transfers.length > 0 ? transfers : [transfer()]) !== null;

test('every condition that a rule names must hold, of one transfer', () => {
  for (const [holding, other] of [
    [{ walletId: 'hot' }, { walletId: 'cold' }],
    [{ direction: 'out' }, { direction: 'in' }],
    [{ kind: 'transfer' }, { kind: 'staking' }],
    [{ asset: 'ETH' }, { asset: 'BTC' }],
    [{ counterparty: 'abc0' }, { counterparty: 'abd' }],
    [{ method: '0xa9059cbb' }, { method: '0x00000000' }],
    [{ minQuantity: 5n }, { minQuantity: 6n }],
    [{ maxQuantity: 5n }, { maxQuantity: 4n }],
  ] as [Partial<RuleConditions>, Partial<RuleConditions>][]) {
    assert.equal(fits(holding), true, JSON.stringify(Object.keys(holding)));
    assert.equal(fits(other), false, JSON.stringify(Object.keys(other)));
    assert.equal(fits({ ...holding, ...other }), false);
  }
  const two = [transfer({ asset: 'ETH', quantity: 1n }), transfer({ asset: 'BTC', quantity: 9n })];
  assert.equal(fits({ asset: 'ETH', minQuantity: 9n }, ...two), false);
  assert.equal(fits({ asset: 'BTC', minQuantity: 9n }, ...two), true);
  assert.equal(fits({ counterparty: 'x' }, transfer({ counterparty: null })), false);
});

test('the first rule that fits is taken', () => {
  const [none, first, second] = [rule({ asset: 'BTC' }), rule({ asset: 'ETH' }), rule({ direction: 'out' })];
  assert.equal(firstRule([none, first, second], [transfer()]), first);
  assert.equal(firstRule([second, first], [transfer()]), second);
  assert.equal(firstRule([none], [transfer()]), null);
});

test('a fee is no reason, but where it is all there is or the rule is about fees', () => {
  const fee = transfer({ kind: 'fee', asset: 'ETH' });
  const token = transfer({ asset: 'USDC' });
  assert.equal(fits({ asset: 'ETH' }, token, fee), false);
  assert.equal(fits({ asset: 'ETH' }, fee), true);
  assert.equal(fits({ asset: 'ETH', kind: 'fee' }, token, fee), true);
});
