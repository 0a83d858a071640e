import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { createPostgresBackend, withBackend } from 'bullmq';
import type pg from 'pg';
import { newId } from '../db/id.ts';
import { type TestApi, testApi } from '../testing/api.ts';
import { until } from '../testing/until.ts';
import type { JobName } from './catalogue.ts';
import { type Handlers, runJob } from './handlers.ts';
import { openJobPool, openQueues, type QueueClient, startWorkers } from './queues.ts';
import { relayRound, startRelay } from './relay.ts';

const { Queue } = withBackend(createPostgresBackend);

let api: TestApi;
let pool: pg.Pool;
let queues: QueueClient;
/** The documents queue as an operator's tool sees it. */
let documents: InstanceType<typeof Queue>;
let companyIds: string[];
/** Ends what the test started. */
const endings: (() => Promise<void>)[] = [];

before(async () => {
  api = await testApi();
  pool = openJobPool(api.appUrl);
  queues = openQueues(pool);
  documents = new Queue('documents', { connection: pool });
  const user = await api.signUp();
  companyIds = [];
  for (let i = 0; i < 3; i += 1) companyIds.push((await user.createCompany()).id);
});
after(async () => {
  await documents.close();
  await queues.close();
  await pool.end();
  await api.close();
});
beforeEach(() => documents.obliterate({ force: true }));
afterEach(async () => {
  for (const end of endings.splice(0)) await end();
});

const job = (companyId: string) => ({ companyId, invoiceId: newId() });

/** Writes a row into a company's outbox, as a command does. Answers its id. */
async function write(companyId: string, payload: object, name: JobName = 'render-invoice'): Promise<string> {
  const id = newId();
  await api.asOwner('INSERT INTO erp.outbox (company_id, id, job, payload) VALUES ($1, $2, $3, $4)', [
    companyId,
    id,
    name,
    payload,
  ]);
  return id;
}

const waitingRows = async () => (await api.asOwner('SELECT FROM erp.outbox WHERE relayed_at IS NULL')).length;

/** Ids of the documents queue in any state. */
async function queuedIds(): Promise<string[]> {
  const jobs = await documents.getJobs();
  return jobs.map((one) => one.id ?? '').sort();
}

/** Starts workers whose documents jobs go to `handle`, until the test ends. Answers the attempts that failed. */
function work(handle: Handlers['render-invoice']): number[] {
  const own = openJobPool(api.appUrl);
  const failures: number[] = [];
  const handlers: Handlers = { 'render-invoice': handle, 'fetch-ecb-rates': async () => undefined };
  const workers = startWorkers(
    own,
    (name, payload) => runJob(handlers, name, payload),
    (_error, failed) => {
      if (failed) failures.push(failed.attempts);
    },
  );
  endings.push(async () => {
    await workers.close();
    await own.end();
  });
  return failures;
}

test('every waiting row is carried to its queue once, under its own id', async () => {
  const ids = [];
  for (const companyId of companyIds) ids.push(await write(companyId, job(companyId)));
  assert.equal(await relayRound(api.db, queues), 3);
  assert.deepEqual(await queuedIds(), ids.sort());
  assert.equal(await waitingRows(), 0);
  assert.equal(await relayRound(api.db, queues), 0);
  assert.deepEqual(await queuedIds(), ids);
});

test('a relay that ended between adding and marking adds nothing twice', async () => {
  const [companyId] = companyIds as [string];
  const id = await write(companyId, job(companyId));
  await relayRound(api.db, queues);
  await api.asOwner('UPDATE erp.outbox SET relayed_at = NULL WHERE id = $1', [id]);
  assert.equal(await relayRound(api.db, queues), 1);
  assert.deepEqual(await queuedIds(), [id]);
});

test('two relays at once move each row once', async () => {
  const [companyId] = companyIds as [string];
  for (let i = 0; i < 30; i += 1) await write(companyId, job(companyId));
  const moved = await Promise.all([relayRound(api.db, queues), relayRound(api.db, queues)]);
  assert.equal(moved[0] + moved[1], 30);
  assert.equal((await queuedIds()).length, 30);
});

test('a round takes at most 100 jobs of one company, so that the next is served too', async () => {
  const [busy, quiet] = companyIds as [string, string];
  await api.asOwner(
    `INSERT INTO erp.outbox (company_id, id, job, payload)
     SELECT $1, gen_random_uuid(), 'render-invoice', '{}' FROM generate_series(1, 130)`,
    [busy],
  );
  const id = await write(quiet, job(quiet));
  assert.equal(await relayRound(api.db, queues), 101);
  assert.ok((await queuedIds()).includes(id));
  assert.equal(await relayRound(api.db, queues), 30);
});

test('a row that no queue takes stays, and its error is told', async () => {
  const [companyId] = companyIds as [string];
  await write(companyId, job(companyId));
  const broken: QueueClient = { ...queues, add: () => Promise.reject(new Error('no queue')) };
  const errors: string[] = [];
  const relay = startRelay(api.db, broken, (error) => errors.push(error.message));
  endings.push(relay.close);
  await until(() => errors.length > 0);
  await relay.close();
  assert.equal(errors[0], 'no queue');
  assert.equal(await waitingRows(), 1);
  assert.equal(await relayRound(api.db, queues), 1);
});

test('a running relay carries what it is woken for, and a worker handles it once', async () => {
  const handled: object[] = [];
  work(async (payload) => {
    handled.push(payload);
  });
  const relay = startRelay(api.db, queues, assert.fail);
  const payloads = companyIds.map(job);
  for (const payload of payloads) await write(payload.companyId, payload);
  endings.push(relay.close);
  relay.wake();
  await until(async () => (await documents.getCompletedCount()) === 3);
  const byInvoice = (all: object[]) => all.map((one) => JSON.stringify(Object.entries(one).sort())).sort();
  assert.deepEqual(byInvoice(handled), byInvoice(payloads));
});

test('a job that throws is tried again, later each time, and kept when it failed for good', async () => {
  const [companyId] = companyIds as [string];
  const id = await write(companyId, job(companyId));
  await relayRound(api.db, queues);
  let calls = 0;
  const failures = work(async () => {
    calls += 1;
    throw new Error(`try ${calls}`);
  });
  for (const [attempt, delay] of [2_000, 4_000, 8_000, 16_000].entries()) {
    await until(async () => failures.length === attempt + 1 && (await documents.getDelayedCount()) === 1);
    const [delayed] = await documents.getDelayed();
    assert.equal(delayed?.delay, delay);
    // Does not wait the delay out.
    await delayed?.promote();
  }
  await until(async () => (await documents.getFailedCount()) === 1);
  assert.deepEqual(failures, [1, 2, 3, 4, 5]);
  const [failed] = await documents.getFailed();
  assert.deepEqual([failed?.id, failed?.failedReason, failed?.attemptsMade], [id, 'try 5', 5]);
});

test('a job that fails at first is done by a later try', async () => {
  const [companyId] = companyIds as [string];
  await write(companyId, job(companyId));
  await relayRound(api.db, queues);
  let calls = 0;
  work(async () => {
    calls += 1;
    if (calls === 1) throw new Error('not now');
  });
  await until(async () => (await documents.getDelayedCount()) === 1);
  await (await documents.getDelayed())[0]?.promote();
  await until(async () => (await documents.getCompletedCount()) === 1);
  assert.equal(calls, 2);
});

test('a payload of another type never reaches its handler', async () => {
  const [companyId] = companyIds as [string];
  await write(companyId, { companyId, invoiceId: 7 });
  await relayRound(api.db, queues);
  const failures = work(async () => assert.fail('The handler ran.'));
  await until(async () => failures.length === 1 && (await documents.getDelayedCount()) === 1);
  const [delayed] = await documents.getDelayed();
  assert.match(String(delayed?.failedReason), /not of its type/);
});

test('a job that the catalogue does not have is refused', async () => {
  const handlers: Handlers = {
    'render-invoice': async () => assert.fail(),
    'fetch-ecb-rates': async () => assert.fail(),
  };
  for (const name of ['no-such-job', 'toString', '__proto__']) {
    await assert.rejects(runJob(handlers, name, {}), /no job/, name);
  }
  await assert.rejects(runJob(handlers, 'render-invoice', null), /not of its type/);
});
