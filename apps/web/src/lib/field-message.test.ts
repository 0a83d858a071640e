import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fieldMessage } from './field-message.ts';

const error = (code: string, message: string) => ({ path: '/x', code, message });

test('a rule’s own message stays', () => {
  assert.equal(
    fieldMessage(error('period_closed', 'Open March first.'), 'date', '2026-03-01'),
    'Open March first.',
  );
});

test('a schema’s keyword becomes what to do', () => {
  assert.equal(
    fieldMessage(error('minLength', 'must NOT have fewer than 1 characters'), 'name', ''),
    'Fill this in.',
  );
  assert.equal(
    fieldMessage(error('minLength', 'must NOT have fewer than 10 characters'), 'password', 'short'),
    'Enter at least 10 characters.',
  );
  assert.equal(
    fieldMessage(error('pattern', 'must match pattern'), 'rate', '121'),
    'Enter a percentage from 0 to 100.',
  );
  assert.equal(
    fieldMessage(error('format', 'must match format'), 'email', 'x'),
    'Enter a complete e-mail address.',
  );
});
