import assert from 'node:assert/strict';
import { it } from 'node:test';
import { limitAttempts } from './attempts.ts';

it('limits one address without touching another, and forgives what succeeded', () => {
  const attempts = limitAttempts({ max: 2, windowSeconds: 60 });
  attempts.begin('a');
  attempts.begin('a');
  assert.throws(() => attempts.begin('a'), { code: 'too_many_requests' });
  attempts.begin('b');
  attempts.forgive('a');
  attempts.begin('a');
  assert.throws(() => attempts.begin('a'), { code: 'too_many_requests' });
});
