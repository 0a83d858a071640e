import assert from 'node:assert/strict';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { pino } from 'pino';
import { removeEmbedded } from './db/embedded.ts';
import { readEnv } from './env.ts';
import { startDatabase } from './system.ts';
import { until } from './testing/until.ts';

let dataFolder: string;

before(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'crypto-erp-system-'));
  await chmod(dataFolder, 0o711);
});
after(async () => {
  await removeEmbedded(join(dataFolder, 'postgres'));
  await rm(dataFolder, { recursive: true, force: true });
});

test("of PostgreSQL's own lines none is told on a start, a refused statement and a stop in use", async () => {
  const told: string[] = [];
  const logged: string[] = [];
  const log = pino({ level: 'debug' }, { write: (line: string) => void logged.push(line) });
  const env = readEnv({}, ['--data', dataFolder]);
  const database = await startDatabase(env, (line) => told.push(line), log);
  const client = new pg.Client({ connectionString: database.url });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await assert.rejects(client.query('SELECT 1 /\n 0'), { code: '22012' });
    await until(() => logged.some((line) => line.includes('STATEMENT:')));
  } finally {
    await database.stop();
  }
  assert.deepEqual(told, [`Made a new database cluster in ${join(dataFolder, 'postgres')}.`]);
  const levels = new Set(logged.map((line) => (JSON.parse(line) as { level: number }).level));
  assert.deepEqual([...levels], [log.levels.values.debug]);
  for (const kept of ['ERROR:  division by zero', 'STATEMENT:', 'FATAL:  terminating connection'])
    assert.ok(
      logged.some((line) => line.includes(kept)),
      kept,
    );
});
