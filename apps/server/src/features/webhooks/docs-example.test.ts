import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { type TestWebhooks, testWebhooks } from '../../testing/webhooks.ts';

const PAGE = new URL('../../../../../docs/webhooks.md', import.meta.url);

interface Example {
  isGenuine(header: string, body: string, secret: string, now?: number): boolean;
}

let webhooks: TestWebhooks;
let folder: string;
before(async () => {
  webhooks = await testWebhooks();
  folder = await mkdtemp(join(tmpdir(), 'crypto-erp-docs-'));
});
after(async () => {
  await webhooks.close();
  await rm(folder, { recursive: true });
});

/** The page's code, as a reader copies it. */
async function example(): Promise<Example> {
  const [, code = ''] = /^```js\n([\s\S]*?)^```/m.exec(await readFile(PAGE, 'utf8')) ?? [];
  const file = join(folder, 'receiver.mjs');
  await writeFile(file, code);
  return import(pathToFileURL(file).href);
}

test('the example in docs/webhooks.md tells what we sent from what we did not', async () => {
  const { isGenuine } = await example();
  const company = await webhooks.company();
  const webhook = await company.webhook();
  const { secret: newer } = await company.call<{ secret: string }>(
    'POST',
    `webhooks/${webhook.id}/rotate-secret`,
  );
  await company.contact('Ñandú');
  await webhooks.run();
  const [request] = company.receiver.received;
  assert.ok(request);
  const header = String(request.headers['crypto-erp-signature']);
  const { body } = request;
  for (const secret of [webhook.secret, newer]) assert.equal(isGenuine(header, body, secret), true);
  const time = Number(/t=(\d+)/.exec(header)?.[1]);
  const refused = [
    isGenuine(header, body, 'whsec_other'),
    isGenuine(header, body.replace('Ñandú', 'Nandu'), newer),
    isGenuine(header.replace(/t=\d+/, `t=${time + 1}`), body, newer),
    isGenuine(header, body, newer, time + 301),
    isGenuine(header, body, newer, time - 301),
    isGenuine('t=x,v1=', body, newer),
    isGenuine('', body, newer),
  ];
  assert.deepEqual(new Set(refused), new Set([false]));
});
