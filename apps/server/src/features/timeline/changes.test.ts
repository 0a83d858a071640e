import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changedFields } from './changes.ts';

test('a change is the fields that differ, by name, and no version', () => {
  const before = { total: '1.00', status: 'draft', lines: [{ net: '1' }], notes: '', version: 1 };
  const after = {
    total: '2.00',
    status: 'draft',
    lines: [{ net: '2' }],
    number: 'INV-1',
    notes: '',
    version: 2,
  };
  assert.deepEqual(changedFields(before, after), [
    { field: 'lines', before: [{ net: '1' }], after: [{ net: '2' }] },
    { field: 'number', before: null, after: 'INV-1' },
    { field: 'total', before: '1.00', after: '2.00' },
  ]);
  assert.deepEqual(changedFields(before, structuredClone(before)), []);
});

test('of what came or went only plain values are told', () => {
  const state = { name: 'Ada', email: null, lines: [1], archived: false, version: 1 };
  assert.deepEqual(changedFields(null, state), [
    { field: 'archived', before: null, after: false },
    { field: 'name', before: null, after: 'Ada' },
  ]);
  assert.deepEqual(changedFields(state, null), [
    { field: 'archived', before: false, after: null },
    { field: 'name', before: 'Ada', after: null },
  ]);
  assert.deepEqual(changedFields(null, null), []);
  assert.deepEqual(changedFields('x', ['y']), []);
});
