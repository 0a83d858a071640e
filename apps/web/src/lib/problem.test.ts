import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ProblemError, problemOf, toProblem } from './problem.ts';

test('a problem document is passed on with the answer’s status and a title to read', () => {
  const problem = {
    type: 'about:blank',
    title: 'period closed',
    status: 422,
    code: 'period_closed',
    detail: 'Open it.',
    errors: [],
  };
  assert.deepEqual(toProblem(409, problem), { ...problem, status: 409, title: 'Period closed' });
  assert.equal(problemOf(new ProblemError(problem)), problem);
});

test('a proxy’s page and a broken connection say what to do', () => {
  assert.equal(toProblem(502, undefined).code, 'internal_error');
  assert.equal(problemOf(new TypeError('Failed to fetch')).code, 'unreachable');
});
