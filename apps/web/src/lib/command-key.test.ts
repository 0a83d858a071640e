import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commandKeys, newUuid } from './command-key.ts';

function counted() {
  let made = 0;
  return commandKeys(() => `key-${++made}`);
}

test('the same command keeps its key until it is done', () => {
  const keys = counted();
  const first = keys.keyFor({ amount: '1' });
  assert.equal(keys.keyFor({ amount: '2' }) === first, false);
  assert.equal(keys.keyFor({ amount: '1' }), first);
  keys.done();
  assert.equal(keys.keyFor({ amount: '1' }) === first, false);
});

test('a key is a UUID of version 4, another each time', () => {
  assert.match(newUuid(), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.notEqual(newUuid(), newUuid());
});
