import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { startEmbedded } from '../apps/server/src/db/embedded.ts';
import { attachEmbedded } from '../apps/server/src/db/embedded-attach.ts';
import { DEMO } from '../apps/server/src/demo.ts';
import { TEST_SETTINGS } from '../apps/server/src/testing/postgres.ts';
import { client, signInStatus } from './client.testing.ts';
import {
  freshSystem,
  type Outcome,
  removeDataFolder,
  runErp,
  runMain,
  startSystem,
  temporaryFolder,
} from './system.testing.ts';

let system: Awaited<ReturnType<typeof freshSystem>>;

before(async () => {
  system = await freshSystem();
});

after(() => system.end());

/** Asserts that a start ended with exit code 1 and this one line. */
function refused({ code, output }: Outcome, line: RegExp): void {
  assert.equal(code, 1, output);
  assert.match(output, line);
  assert.deepEqual(output.trim().split('\n').length, 1, output);
}

const args = (dataFolder: string, port = 0) => ['--port', String(port), '--data', dataFolder, '--no-demo'];

test('a second start on the same data folder is refused, and the first goes on', async () => {
  refused(await runMain(args(system.dataFolder)), /^Crypto-ERP is already running with the data folder/);
  assert.equal(await signInStatus(system.address, DEMO), 401);
});

test('a taken port is refused before anything is made', async () => {
  const folder = await temporaryFolder();
  const taken = createServer();
  try {
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const address = taken.address();
    assert.ok(typeof address === 'object' && address !== null);
    const outcome = await runMain(args(join(folder, 'data'), address.port));
    refused(
      outcome,
      new RegExp(`^Port ${address.port} is taken by another program. Choose another with --port`),
    );
  } finally {
    taken.close();
    await removeDataFolder(folder);
  }
});

test('a data folder that is a file is refused', async () => {
  const folder = await temporaryFolder();
  try {
    const file = join(folder, 'data');
    await writeFile(file, 'not a folder');
    refused(await runMain(args(file)), /^Cannot write to .*data: .*Choose another with --data\.$/m);
  } finally {
    await removeDataFolder(folder);
  }
});

test('a flag that is not there is refused with those that are', async () => {
  const { code, output } = await runMain(['--prot', '3000']);
  assert.equal(code, 1, output);
  assert.match(output, /--prot: no such flag; there are --port N, --data DIR/);
  assert.doesNotMatch(output, /^\s+at /m);
});

test('a database of a newer version is refused and left alone', async () => {
  const newer = await freshSystem();
  const { ownerUrl } = await attachEmbedded(join(newer.dataFolder, 'postgres'));
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  await owner.query(
    "INSERT INTO migrations.applied (name, hash) VALUES ('9999_later.sql', 'of a later version')",
  );
  await owner.end();
  await newer.stop();
  try {
    refused(await runMain(args(newer.dataFolder)), /^The database was made by a newer version .*9999_later/);
    refused(await runMain(args(newer.dataFolder)), /^The database was made by a newer version .*9999_later/);
  } finally {
    await removeDataFolder(newer.dataFolder);
  }
});

test('DATABASE_URL: the server of the user’s own is used, and no other is started', async () => {
  const ownFolder = await temporaryFolder();
  const folder = await temporaryFolder();
  const own = await startEmbedded({
    dataFolder: join(ownFolder, 'postgres'),
    log: () => undefined,
    settings: TEST_SETTINGS,
  });
  const env = { DATABASE_URL: own.appUrl, DATABASE_OWNER_URL: own.ownerUrl };
  try {
    const first = await startSystem({ dataFolder: folder, env });
    const email = 'ana@example.com';
    await client(first.address, { email, password: 'correct horse battery' }, 'Ana');
    const reader = new pg.Client({ connectionString: own.ownerUrl });
    await reader.connect();
    const { rows } = await reader.query('SELECT email FROM control.users').finally(() => reader.end());
    assert.deepEqual(rows, [{ email }]);
    await first.stop();
    await assert.rejects(attachEmbedded(join(folder, 'postgres')), /starting or stopping/);
    const verify = await runErp(folder, ['verify'], env);
    assert.equal(verify.code, 0, verify.output);
  } finally {
    await own.stop();
    await removeDataFolder(ownFolder);
    await removeDataFolder(folder);
  }
});

test('DATABASE_URL: a server that does not answer is named', async () => {
  const folder = await temporaryFolder();
  try {
    const gone = 'postgres://user:secret@127.0.0.1:1/crypto_erp';
    const outcome = await runMain(args(folder), { DATABASE_URL: gone });
    refused(outcome, /^No database answers at 127\.0\.0\.1:1\. Check DATABASE_URL\.$/m);
    assert.doesNotMatch(outcome.output, /secret/);
  } finally {
    await removeDataFolder(folder);
  }
});
