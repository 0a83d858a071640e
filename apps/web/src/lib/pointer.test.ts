import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hasPath, pointerToPath, sortErrors } from './pointer.ts';

const values = { name: '', lines: [{ quantity: '', taxId: null }], rounding: { mode: 'half-up' } };

test('a pointer into the body is the path of the field', () => {
  assert.equal(pointerToPath('/lines/0/quantity'), 'lines.0.quantity');
  assert.equal(pointerToPath('/a~1b~0c'), 'a/b~c');
  assert.equal(pointerToPath('query/name'), '');
});

test('a path is found only where the form has it', () => {
  assert.equal(hasPath(values, 'lines.0.taxId'), true);
  assert.equal(hasPath(values, 'lines.1.taxId'), false);
  assert.equal(hasPath(values, 'lines.length.x'), false);
  assert.equal(hasPath(values, 'constructor'), false);
});

test('messages go to their fields, and above the form when there is none', () => {
  const error = (path: string, message: string) => ({ path, code: 'x', message });
  const sorted = sortErrors(
    [
      error('/lines/0/quantity', 'Enter a number.'),
      error('/lines/0/quantity', 'At most 18 decimals.'),
      error('/rounding/mode', 'Choose.'),
      error('/lines', 'Does not balance.'),
      error('/version', 'Somebody was first.'),
      error('header/idempotency-key', 'Missing.'),
    ],
    values,
  );
  assert.deepEqual(sorted, {
    fields: { 'lines.0.quantity': 'Enter a number. At most 18 decimals.', 'rounding.mode': 'Choose.' },
    unplaced: ['Does not balance.', 'Somebody was first.', 'Missing.'],
  });
});
