import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ProblemError, problemOf, toProblem } from './problem.ts';

test('a problem document is passed on with the answer’s status', () => {
  const problem = {
    type: 'about:blank',
    title: 'T',
    status: 422,
    code: 'period_closed',
    detail: 'Open it.',
    errors: [],
  };
  assert.deepEqual(toProblem(422, problem), problem);
  assert.equal(problemOf(new ProblemError(problem)), problem);
});

test('a sign-in code that speaks of a field is put there', () => {
  const problem = toProblem(400, { code: 'PASSWORD_TOO_SHORT', message: 'Password too short' });
  assert.deepEqual(problem.errors, [
    { path: '/password', code: 'PASSWORD_TOO_SHORT', message: 'Password too short' },
  ]);
});

test('a proxy’s page and a broken connection say what to do', () => {
  assert.equal(toProblem(502, undefined).code, 'internal_error');
  assert.equal(problemOf(new TypeError('Failed to fetch')).code, 'unreachable');
});
