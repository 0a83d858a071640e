import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keep, localPath, parseSearch, toSearch } from './search.ts';

test('values stay texts', () => {
  assert.deepEqual(parseSearch('?number=0012&from=2026-01-01'), { number: '0012', from: '2026-01-01' });
  assert.equal(toSearch({ a: 'x y', b: '', c: undefined, d: null, e: 5 }), '?a=x+y&e=5');
  assert.equal(toSearch({ a: '' }), '');
});

test('a screen keeps only its own parameters', () => {
  assert.deepEqual(keep('from', 'to')({ from: '2026-01-01', to: '', other: 'x' }), { from: '2026-01-01' });
});

test('a sign-in leads only to this site', () => {
  assert.equal(localPath('/companies/1?x=2'), '/companies/1?x=2');
  for (const path of [
    undefined,
    '',
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    'javascript:0',
  ]) {
    assert.equal(localPath(path), '/');
  }
});
