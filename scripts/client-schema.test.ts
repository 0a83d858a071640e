import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { clientSchema } from './client-schema.ts';

test('the client has the types of the API as it is: `npm run client` writes them', async () => {
  const kept = readFileSync(new URL('../packages/client/src/schema.gen.ts', import.meta.url), 'utf8');
  assert.ok((await clientSchema()) === kept, 'run `npm run client`');
});
