import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { StartError } from '../start-error.ts';
import { type EmbeddedPostgres, removeEmbedded, startEmbedded } from './embedded.ts';
import { isAlive } from './instance-lock.ts';

let folder: string;
let dataFolder: string;
const lines: string[] = [];
const log = (line: string) => void lines.push(line);

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'crypto-erp-embedded-'));
  await chmod(folder, 0o711);
  dataFolder = join(folder, 'data', 'postgres');
});

after(async () => {
  await removeEmbedded(dataFolder);
  await rm(folder, { recursive: true, force: true });
});

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

async function serverPid(): Promise<number> {
  return Number.parseInt(await readFile(join(dataFolder, 'postmaster.pid'), 'utf8'), 10);
}

async function gone(pid: number): Promise<void> {
  for (let tries = 0; isAlive(pid); tries += 1) {
    assert.ok(tries < 500, `process ${pid} still runs`);
    await pause(20);
  }
}

async function fails(start: Promise<EmbeddedPostgres>, code: string, message: RegExp): Promise<void> {
  await assert.rejects(start, (error) => {
    assert.ok(error instanceof StartError, String(error));
    assert.equal(error.code, code);
    assert.match(error.message, message);
    assert.ok(!error.message.includes('\n'), 'one line');
    return true;
  });
}

/** Another process that runs the database of `dataFolder`, as `./start` does, and prints its owner URL. */
async function startElsewhere() {
  const program = `
    import { startEmbedded } from ${JSON.stringify(new URL('./embedded.ts', import.meta.url).href)};
    const db = await startEmbedded({ dataFolder: ${JSON.stringify(dataFolder)}, log: () => undefined });
    console.log(db.ownerUrl);
    setInterval(() => undefined, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [ownerUrl] = await once(createInterface({ input: child.stdout }), 'line');
  return { child, ownerUrl: String(ownerUrl) };
}

test('a first start makes the cluster, over what a killed initdb left, and both roles can sign in', async () => {
  await mkdir(`${dataFolder}.new/base`, { recursive: true });
  await writeFile(`${dataFolder}.new/PG_VERSION`, '18\n');
  const db = await startEmbedded({ dataFolder, log });
  const pid = await serverPid();
  assert.deepEqual(await query(db.ownerUrl, 'SELECT current_user AS name'), [{ name: 'crypto_erp_owner' }]);
  const rights =
    'SELECT rolname AS name, rolsuper OR rolcreatedb OR rolcreaterole OR rolbypassrls AS strong FROM pg_roles WHERE rolname = current_user';
  assert.deepEqual(await query(db.appUrl, rights), [{ name: 'crypto_erp_app', strong: false }]);
  const durable = `SELECT name FROM pg_settings WHERE setting = 'on'
    AND name IN ('fsync', 'full_page_writes', 'synchronous_commit', 'data_checksums')`;
  assert.equal((await query(db.ownerUrl, durable)).length, 4);
  await query(db.ownerUrl, 'CREATE TABLE kept (n int); INSERT INTO kept VALUES (1)');
  assert.equal((await stat(`${dataFolder}.secrets.json`)).mode & 0o777, 0o600);
  await db.stop();
  assert.equal(await db.exited, undefined);
  await gone(pid);
  await assert.rejects(stat(join(folder, 'data', 'crypto-erp.pid')), 'the lock is gone');
});

test('a restart has its data', async () => {
  const db = await startEmbedded({ dataFolder, log });
  assert.deepEqual(await query(db.ownerUrl, 'SELECT n FROM kept'), [{ n: 1 }]);
  await db.stop();
});

test('a server that was killed is reported, and the next start recovers committed rows', async () => {
  const db = await startEmbedded({ dataFolder, log });
  await query(db.ownerUrl, 'INSERT INTO kept VALUES (2)');
  process.kill(await serverPid(), 'SIGKILL');
  assert.match((await db.exited) ?? '', /ended by itself \(signal SIGKILL\)/);
  await db.stop();
  const again = await startEmbedded({ dataFolder, log });
  assert.equal((await query(again.ownerUrl, 'SELECT n FROM kept')).length, 2);
  await again.stop();
});

test('a second start says that the first is running; after a kill of the first it takes over its server', async () => {
  const first = await startElsewhere();
  const orphan = await serverPid();
  await fails(
    startEmbedded({ dataFolder, log }),
    'already_running',
    new RegExp(`already running .*process ${first.child.pid}`),
  );
  await query(first.ownerUrl, 'INSERT INTO kept VALUES (3)');
  first.child.kill('SIGKILL');
  await once(first.child, 'exit');
  assert.ok(isAlive(orphan), 'the server outlives its starter');
  const db = await startEmbedded({ dataFolder, log });
  await gone(orphan);
  assert.equal((await query(db.ownerUrl, 'SELECT n FROM kept')).length, 3);
  await fails(startEmbedded({ dataFolder, log }), 'already_running', new RegExp(`process ${process.pid}`));
  await db.stop();
});

test('a kill of starter and server at once is recovered', async () => {
  const first = await startElsewhere();
  const pid = await serverPid();
  first.child.kill('SIGKILL');
  process.kill(pid, 'SIGKILL');
  await once(first.child, 'exit');
  await gone(pid);
  const db = await startEmbedded({ dataFolder, log });
  assert.equal((await query(db.ownerUrl, 'SELECT n FROM kept')).length, 3);
  await db.stop();
});

test('a number in postmaster.pid that now is another program is left alone', async () => {
  // Of the same user as the server, the case in which PostgreSQL alone would refuse to start.
  const { uid, gid } = await stat(dataFolder);
  const bystander = spawn('sleep', ['60'], { stdio: 'ignore', uid, gid });
  await once(bystander, 'spawn');
  await writeFile(join(dataFolder, 'postmaster.pid'), `${bystander.pid}\n${dataFolder}\n1\n1\n\n127.0.0.1\n`);
  await writeFile(join(folder, 'data', 'crypto-erp.pid'), `${bystander.pid} another-birth\n`);
  const db = await startEmbedded({ dataFolder, log });
  assert.ok(bystander.pid !== undefined && isAlive(bystander.pid));
  await db.stop();
  bystander.kill();
});

test('a taken port is one line', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const address = other.address();
  assert.ok(typeof address === 'object' && address !== null);
  await fails(startEmbedded({ dataFolder, port: address.port, log }), 'port_taken', /Port \d+ .* is taken/);
  other.close();
});

test('a cluster of a newer PostgreSQL is refused and left as it is', async () => {
  await writeFile(join(dataFolder, 'PG_VERSION'), '99\n');
  await fails(startEmbedded({ dataFolder, log }), 'database_newer', /is of PostgreSQL 99/);
  await writeFile(join(dataFolder, 'PG_VERSION'), '18\n');
});

test('a folder that cannot be made or holds other files is refused', async () => {
  const file = join(folder, 'a-file');
  await writeFile(file, '');
  await fails(
    startEmbedded({ dataFolder: join(file, 'data', 'postgres'), log }),
    'folder_unwritable',
    /a-file/,
  );
  await fails(startEmbedded({ dataFolder: '/proc/no/postgres', log }), 'folder_unwritable', /proc/);
  await mkdir(join(folder, 'other', 'postgres'), { recursive: true });
  await writeFile(join(folder, 'other', 'postgres', 'photo.jpg'), '');
  const start = startEmbedded({ dataFolder: join(folder, 'other', 'postgres'), log });
  await fails(start, 'folder_unwritable', /not a database/);
});

test('a path that no stand-in of root may enter still works', { timeout: 120_000 }, async () => {
  const closed = join(folder, 'closed', 'data', 'postgres');
  await mkdir(join(folder, 'closed'), { mode: 0o700 });
  const db = await startEmbedded({ dataFolder: closed, log });
  await db.stop();
  const again = await startEmbedded({ dataFolder: closed, log });
  assert.equal((await query(again.appUrl, 'SELECT 1 AS one')).length, 1);
  await again.stop();
  await removeEmbedded(closed);
});
