import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createClient, ProblemError } from '@crypto-erp/client';
import { problemOf } from './problem.ts';

/** What is shown for a refusal that the server, or something before it, answers so. */
async function shown(status: number, body: string) {
  const client = createClient({
    baseUrl: 'http://127.0.0.1',
    fetch: async () => new Response(body, { status }),
  });
  const refusal = await client.GET('/v1/me').catch((error: unknown) => error);
  assert.ok(refusal instanceof ProblemError);
  return problemOf(refusal);
}

test('a problem document is shown with the answer’s status and a title to read', async () => {
  const problem = {
    type: 'about:blank',
    title: 'period closed',
    status: 422,
    code: 'period_closed',
    detail: 'Open it.',
    errors: [],
  };
  const found = await shown(409, JSON.stringify(problem));
  assert.deepEqual(found, { ...problem, status: 409, title: 'Period closed' });
});

test('a proxy’s page and a broken connection say what to do', async () => {
  assert.equal((await shown(502, '<h1>Bad gateway</h1>')).code, 'internal_error');
  assert.equal((await shown(500, '{"code":"half"}')).code, 'internal_error');
  assert.equal(problemOf(new TypeError('Failed to fetch')).code, 'unreachable');
});
