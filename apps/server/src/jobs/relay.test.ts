import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { createPostgresBackend, withBackend } from 'bullmq';
import type pg from 'pg';
import { newId } from '../db/id.ts';
import { type TestApi, testApi } from '../testing/api.ts';
import { until } from '../testing/until.ts';
import { JOBS, type JobName } from './catalogue.ts';
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

/** A round in which nothing may fail. */
const round = () => relayRound(api.db, queues, assert.fail);

const job = (companyId: string) => ({ companyId, documentId: newId() });

/** Writes a row into a company's outbox, as a command does. Answers its id. */
async function write(companyId: string, payload: object, name: JobName = 'render-document'): Promise<string> {
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

/** The same handler for every job of the catalogue. */
function eachJob(handle: () => Promise<void>): Handlers {
  return Object.fromEntries(Object.keys(JOBS).map((name) => [name, handle])) as unknown as Handlers;
}

/** Starts workers whose documents jobs go to `handle`, until the test ends. Answers the attempts that failed. */
function work(handle: Handlers['render-document']): number[] {
  const own = openJobPool(api.appUrl);
  const failures: number[] = [];
  const handlers: Handlers = { ...eachJob(async () => undefined), 'render-document': handle };
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
  assert.equal(await round(), 3);
  assert.deepEqual(await queuedIds(), ids.sort());
  assert.equal(await waitingRows(), 0);
  assert.equal(await round(), 0);
  assert.deepEqual(await queuedIds(), ids);
});

test('a relay that ended between adding and marking adds nothing twice', async () => {
  const [companyId] = companyIds as [string];
  const id = await write(companyId, job(companyId));
  await round();
  await api.asOwner('UPDATE erp.outbox SET relayed_at = NULL WHERE id = $1', [id]);
  assert.equal(await round(), 1);
  assert.deepEqual(await queuedIds(), [id]);
});

test('two relays at once move each row once', async () => {
  const [companyId] = companyIds as [string];
  for (let i = 0; i < 30; i += 1) await write(companyId, job(companyId));
  const moved = await Promise.all([round(), round()]);
  assert.equal(moved[0] + moved[1], 30);
  assert.equal((await queuedIds()).length, 30);
});

test('a round takes at most 100 jobs of one company, so that the next is served too', async () => {
  const [busy, quiet] = companyIds as [string, string];
  await api.asOwner(
    `INSERT INTO erp.outbox (company_id, id, job, payload)
     SELECT $1, gen_random_uuid(), 'render-document', '{}' FROM generate_series(1, 130)`,
    [busy],
  );
  const id = await write(quiet, job(quiet));
  assert.equal(await round(), 101);
  assert.ok((await queuedIds()).includes(id));
  assert.equal(await round(), 30);
});

test('a row that no queue takes stays, and its error is told, but not in every round', async () => {
  const [companyId] = companyIds as [string];
  await write(companyId, job(companyId));
  let tries = 0;
  const broken: QueueClient = {
    ...queues,
    add: () => {
      tries += 1;
      return Promise.reject(new Error('no queue'));
    },
  };
  const errors: string[] = [];
  const relay = startRelay(api.db, broken, (error) => errors.push(error.message));
  endings.push(relay.close);
  await until(() => {
    relay.wake();
    return tries >= 3;
  });
  await relay.close();
  assert.equal(errors.length, 1);
  assert.match(String(errors[0]), /no queue/);
  assert.equal(await waitingRows(), 1);
  assert.equal(await round(), 1);
});

test('a job of another version stays, and stops neither its company nor the others', async () => {
  const [mixed, other] = companyIds as [string, string];
  await api.asOwner(
    `INSERT INTO erp.outbox (company_id, id, job, payload, created_at)
     SELECT $1, ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'job-of-tomorrow', '{}', '2020-01-01'
     FROM generate_series(1, 120) n`,
    [mixed],
  );
  try {
    const ids = [await write(mixed, job(mixed)), await write(other, job(other))];
    assert.equal(await round(), 2);
    assert.deepEqual(await queuedIds(), ids.sort());
    assert.equal(await waitingRows(), 120);
    assert.equal(await round(), 0);
  } finally {
    await api.asOwner("DELETE FROM erp.outbox WHERE job = 'job-of-tomorrow'");
  }
});

test('a company whose jobs no queue takes stops no other, and is told by name', async () => {
  const [failing, ...others] = companyIds as [string, string, string];
  const payload = job(failing);
  await write(failing, payload);
  for (const companyId of others) await write(companyId, job(companyId));
  const partly: QueueClient = {
    ...queues,
    add: (name, id, given) =>
      (given as typeof payload).companyId === failing
        ? Promise.reject(new Error('too large'))
        : queues.add(name, id, given),
  };
  const errors: string[] = [];
  assert.equal(await relayRound(api.db, partly, (error) => errors.push(error.message)), 2);
  assert.equal(errors.length, 1);
  assert.ok(errors[0]?.includes(failing) && errors[0].includes('too large'), errors[0]);
  assert.equal(await round(), 1);
});

test('of more than a hundred busy companies each is served, the longest waiting first', async () => {
  await api.asOwner(`
    INSERT INTO erp.companies SELECT (jsonb_populate_record(c, jsonb_build_object('company_id', gen_random_uuid()))).*
    FROM erp.companies c, generate_series(1, 127) WHERE c.company_id = '${companyIds[0]}'`);
  // The later a company's id, the longer it waits.
  await api.asOwner(`
    INSERT INTO erp.outbox (company_id, id, job, payload, created_at)
    SELECT company_id, gen_random_uuid(), 'render-document', '{}', now() - place * interval '1 minute'
    FROM (SELECT company_id, row_number() OVER (ORDER BY company_id) AS place FROM erp.companies) c,
      generate_series(1, 3)`);
  const added = new Set<string>();
  const counting: QueueClient = { ...queues, add: async (_name, id) => void added.add(id) };
  const served = async () =>
    (
      await api.asOwner<{ id: string }>(
        'SELECT DISTINCT company_id AS id FROM erp.outbox WHERE relayed_at IS NULL',
      )
    ).length;
  assert.equal(await relayRound(api.db, counting, assert.fail), 300);
  assert.equal(await served(), 30);
  const [order] = await api.asOwner<{ held: boolean }>(`
    SELECT max(created_at) FILTER (WHERE relayed_at IS NOT NULL) < min(created_at) FILTER (WHERE relayed_at IS NULL)
      AS held FROM erp.outbox WHERE payload = '{}' AND created_at < now() - interval '30 seconds'`);
  assert.equal(order?.held, true);
  assert.equal(await relayRound(api.db, counting, assert.fail), 90);
  assert.equal(added.size, 390);
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
  await round();
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
  await until(async () => failures.length === 5 && (await documents.getFailedCount()) === 1);
  assert.deepEqual(failures, [1, 2, 3, 4, 5]);
  const [failed] = await documents.getFailed();
  assert.deepEqual([failed?.id, failed?.failedReason, failed?.attemptsMade], [id, 'try 5', 5]);
});

test('a job that fails at first is done by a later try', async () => {
  const [companyId] = companyIds as [string];
  await write(companyId, job(companyId));
  await round();
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
  await write(companyId, { companyId, documentId: 7 });
  await round();
  const failures = work(async () => assert.fail('The handler ran.'));
  await until(async () => failures.length === 1 && (await documents.getDelayedCount()) === 1);
  const [delayed] = await documents.getDelayed();
  assert.match(String(delayed?.failedReason), /not of its type/);
});

test('a job that the catalogue does not have is refused', async () => {
  const handlers = eachJob(async () => assert.fail());
  for (const name of ['no-such-job', 'toString', '__proto__']) {
    await assert.rejects(runJob(handlers, name, {}), /no job/, name);
  }
  await assert.rejects(runJob(handlers, 'render-document', null), /not of its type/);
});
