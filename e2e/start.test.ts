import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DEMO } from '../apps/server/src/demo.ts';
import { client, signInStatus } from './client.testing.ts';
import {
  freshSystem,
  removeDataFolder,
  runErp,
  type System,
  startSystem,
  temporaryFolder,
} from './system.testing.ts';

const SIGN_IN = `Sign in to the demo company with ${DEMO.email} and ${DEMO.password}`;

let dataFolder = '';
/** The system that runs on the folder, when one does. */
let running: System | undefined;
/** The demo's invoices as the first start made them. */
let made: string[] = [];

async function start(): Promise<System> {
  running = await startSystem({ dataFolder, demo: true });
  return running;
}

async function invoiceNumbers(address: string): Promise<string[]> {
  const demo = await client(address, DEMO);
  const me = await demo.get<{ companies: { id: string; name: string }[] }>('/me');
  assert.deepEqual(
    me.companies.map(({ name }) => name),
    ['Demo Trading GmbH'],
  );
  const page = await demo.get<{ items: { id: string; number: string | null }[] }>(
    `/companies/${me.companies[0]?.id}/invoices?limit=1000`,
  );
  return page.items.map(({ id, number }) => `${number ?? 'draft'} ${id}`);
}

before(async () => {
  dataFolder = await temporaryFolder();
});

after(async () => {
  await running?.stop().catch(() => undefined);
  await removeDataFolder(dataFolder);
});

test('a first start makes the demo company, says how to sign in, and its books hold', async () => {
  const system = await start();
  assert.match(system.output(), /Making the demo company/);
  assert.ok(system.output().includes(SIGN_IN), system.output());
  made = await invoiceNumbers(system.address);
  assert.equal(made.length, 5);
  assert.equal(made.filter((one) => one.startsWith('draft ')).length, 1);
  const verify = await runErp(dataFolder, ['verify']);
  assert.equal(verify.code, 0, verify.output);
  assert.match(verify.output, /held/);
  const unknown = await runErp(dataFolder, ['verify', '--company', '00000000-0000-7000-8000-000000000000']);
  assert.equal(unknown.code, 1);
  assert.match(unknown.output, /There is no company/);
  await system.stop();
});

test('a second start has the same data and does not make the demo again', async () => {
  const system = await start();
  assert.doesNotMatch(system.output(), /Making the demo company|new database cluster/);
  assert.ok(system.output().includes(SIGN_IN), system.output());
  assert.deepEqual(await invoiceNumbers(system.address), made);
});

test('a start after the server and PostgreSQL were killed recovers', async () => {
  await running?.kill('node and postgres');
  const system = await start();
  assert.deepEqual(await invoiceNumbers(system.address), made);
});

test('a start after the server alone was killed stops the PostgreSQL it left, and recovers', async () => {
  const orphan = running?.postgresPid;
  await running?.kill('node');
  const system = await start();
  assert.match(system.output(), new RegExp(`Stopping PostgreSQL \\(process ${orphan}\\)`));
  assert.deepEqual(await invoiceNumbers(system.address), made);
  const verify = await runErp(dataFolder, ['verify']);
  assert.equal(verify.code, 0, verify.output);
  await system.stop();
});

test('--no-demo makes no user', async () => {
  const system = await freshSystem();
  try {
    assert.doesNotMatch(system.output(), /demo/i);
    assert.equal(await signInStatus(system.address, DEMO), 401);
  } finally {
    await system.end();
  }
});
