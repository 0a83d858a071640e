import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { createPostgresBackend, withBackend } from 'bullmq';
import pg from 'pg';
import { type Database, openDatabase } from '../db/database.ts';
import { newId } from '../db/id.ts';
import { ecbXml } from '../features/prices/fixtures/ecb-xml.ts';
import { createLog } from '../log.ts';
import { type TestDatabase, testDatabase } from '../testing/postgres.ts';
import { until } from '../testing/until.ts';
import { startWorker } from '../worker.ts';
import { openJobPool, openQueues, type QueueClient } from './queues.ts';

const { Queue } = withBackend(createPostgresBackend);

/** What the bank serves: three working days of two currencies. */
const DAYS = {
  '2026-04-14': { USD: '1.1701', JPY: '187.02' },
  '2026-04-13': { USD: '1.1684', JPY: '186.75' },
  '2026-04-10': { USD: '1.1650', JPY: '186.10' },
};

let database: TestDatabase;
let owner: pg.Client;
let db: Database;
let pool: pg.Pool;
let queues: QueueClient;
/** The queue as an operator's tool sees it. */
let queue: InstanceType<typeof Queue>;
let bank: Server;
let url: string;
/** The status of the bank's answers, and how many it gave. */
let status: number;
let answers: number;
/** Ends what the test started. */
const endings: (() => Promise<void>)[] = [];

before(async () => {
  database = await testDatabase();
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  db = openDatabase(database.appUrl, 4);
  pool = openJobPool(database.appUrl);
  queues = openQueues(pool);
  queue = new Queue('price-update', { connection: pool });
  bank = createServer((_request, response) => {
    answers += 1;
    response.writeHead(status, { 'content-type': 'text/xml' }).end(ecbXml(DAYS));
  });
  await new Promise<void>((resolve) => bank.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(bank.address() as AddressInfo).port}/eurofxref-hist-90d.xml`;
});
after(async () => {
  await queue.close();
  await queues.close();
  await pool.end();
  await db.close();
  await owner.end();
  await database.drop();
  bank.closeAllConnections();
  await new Promise((resolve) => bank.close(resolve));
});
beforeEach(async () => {
  status = 200;
  answers = 0;
  await owner.query('DELETE FROM erp.rates');
  await queue.removeJobScheduler('fetch-ecb-rates');
  await queue.obliterate({ force: true });
});
afterEach(async () => {
  for (const end of endings.splice(0)) await end();
});

/** Starts a worker until the test ends. */
async function work(ecbRatesUrl: string | undefined): Promise<void> {
  const worker = await startWorker({
    db,
    databaseUrl: database.appUrl,
    ecbRatesUrl,
    authSecret: newId(),
    webhookAllowPrivate: false,
    log: createLog('silent'),
  });
  endings.push(worker.close);
}

async function stored(): Promise<string[]> {
  const { rows } = await owner.query<{ rate: string }>(
    "SELECT concat_ws(' ', date, asset, per_euro) AS rate FROM erp.rates ORDER BY date DESC, asset DESC",
  );
  return rows.map((row) => row.rate);
}
const served = Object.entries(DAYS).flatMap(([date, rates]) =>
  Object.entries(rates).map(([asset, rate]) => `${date} ${asset} ${rate}`),
);

/** Jobs that are not the schedule's next one. */
async function jobs() {
  const all = await queue.getJobs();
  return all.filter((one) => one.id?.startsWith('repeat:') !== true);
}

test('a start without recent rates fetches all the days there are, and a second run adds none twice', async () => {
  await work(url);
  await until(async () => (await queue.getCompletedCount()) === 1);
  assert.deepEqual(await stored(), served);

  await owner.query("DELETE FROM erp.rates WHERE date = '2026-04-13'");
  await owner.query("UPDATE erp.rates SET per_euro = 9 WHERE date = '2026-04-10' AND asset = 'USD'");
  await queues.add('fetch-ecb-rates', newId(), {});
  await until(async () => (await queue.getCompletedCount()) === 2);
  assert.deepEqual(await stored(), served, 'a gap is filled and a correction taken');
  assert.equal(answers, 2);
});

test('the schedule stands, and starting twice at once fetches once', async () => {
  await Promise.all([work(url), work(url)]);
  await until(async () => (await queue.getCompletedCount()) === 1);
  assert.equal((await jobs()).length, 1);
  assert.equal(answers, 1);
  const schedulers = await queue.getJobSchedulers();
  assert.deepEqual(
    schedulers.map(({ key, pattern, tz }) => [key, pattern, tz]),
    [['fetch-ecb-rates', '30 15,17 * * 1-5', 'UTC']],
  );
});

test('a start fetches nothing while the rates are recent, and never without an address', async () => {
  await work(undefined);
  assert.equal((await queue.getJobSchedulers()).length, 0);
  assert.equal((await jobs()).length, 0);
  await owner.query(
    "INSERT INTO erp.rates (source, asset, date, per_euro) VALUES ('ecb', 'USD', current_date - 1, 1)",
  );
  await work(url);
  assert.equal((await queue.getJobSchedulers()).length, 1);
  assert.equal((await jobs()).length, 0);
  assert.equal(answers, 0);
});

test('an answer of 500 fails the job, which is tried again a minute later, then two, until one succeeds', async () => {
  status = 500;
  await work(url);
  for (const [attempt, delay] of [60_000, 120_000].entries()) {
    await until(async () => (await jobs()).some((job) => job.attemptsMade === attempt + 1 && job.delay > 0));
    const [failed] = await jobs();
    assert.equal(failed?.delay, delay);
    assert.match(String(failed?.failedReason), /status 500/);
    assert.deepEqual(await stored(), []);
    if (attempt === 1) status = 200;
    // Does not wait the delay out.
    await failed?.promote();
  }
  await until(async () => (await queue.getCompletedCount()) === 1);
  assert.equal(answers, 3);
  assert.deepEqual(await stored(), served);
});

test('a job that fails three times is kept for somebody to look at', async () => {
  status = 500;
  await work(url);
  for (const attempt of [1, 2]) {
    await until(async () => (await jobs()).some((job) => job.attemptsMade === attempt && job.delay > 0));
    await (await jobs())[0]?.promote();
  }
  await until(async () => (await queue.getFailedCount()) === 1);
  assert.equal(answers, 3);
});
