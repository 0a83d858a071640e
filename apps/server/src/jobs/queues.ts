import { createPostgresBackend, type Job, withBackend } from 'bullmq';
import type pg from 'pg';
import { openPool } from '../db/pool.ts';
import { JOBS, type JobName, type Priority, QUEUES, type QueueName } from './catalogue.ts';

const { Queue, Worker } = withBackend(createPostgresBackend);

/** The schema that BullMQ keeps its tables in; the migration step makes it. */
const SCHEMA = 'bullmq';

/**
 * BullMQ runs the lower number first, and a job without one before all others; so every job gets one, and here only.
 */
const PRIORITY: Record<Priority, number> = { critical: 1, normal: 10, background: 100 };

/** What is done is kept for a while to be looked at; what failed for good is kept until somebody decides. */
const KEEP = { removeOnComplete: { count: 1_000 }, removeOnFail: false };

/** How many jobs of a queue a process runs at once. Webhooks mostly wait for others, imports compute. */
const CONCURRENCY: Record<QueueName, number> = {
  documents: 4,
  notifications: 4,
  'price-update': 4,
  webhooks: 16,
  imports: 2,
  maintenance: 4,
};

export interface QueueClient {
  /** Adds a job once: an id that is known already changes nothing. */
  add(name: JobName, id: string, payload: unknown): Promise<void>;
  /** Repeats a job by a cron pattern in UTC, in this process or any other, once each time. */
  repeat(name: JobName, pattern: string): Promise<void>;
  /** Counts of each queue, by state. */
  counts(): Promise<Record<QueueName, Record<string, number>>>;
  close(): Promise<void>;
}

/** One pool for a process's queues. Each worker holds one more connection to listen on. */
export function openJobPool(databaseUrl: string): pg.Pool {
  const pool = openPool({
    connectionString: databaseUrl,
    max: 4 + QUEUES.length,
    options: `-c search_path=${SCHEMA}`,
  });
  // Each queue and each worker listens for the pool's errors: that many are no leak.
  pool.setMaxListeners(3 * QUEUES.length);
  return pool;
}

/** Throws unless the queues' tables are there and this login may read them. */
export async function requireQueues(pool: pg.Pool): Promise<void> {
  await pool.query(`SELECT FROM ${SCHEMA}.job LIMIT 1`);
}

/** Opens every queue for adding. `close` leaves the pool open: who opened it closes it. */
export function openQueues(pool: pg.Pool): QueueClient {
  const queues = new Map(QUEUES.map((name) => [name, new Queue(name, { connection: pool })]));
  for (const queue of queues.values()) queue.on('error', () => undefined);
  const queueOf = (name: JobName) => queues.get(JOBS[name].queue) as InstanceType<typeof Queue>;

  return {
    async add(name, id, payload) {
      await queueOf(name).add(name, payload, { jobId: id, ...optionsOf(name) });
    },
    async repeat(name, pattern) {
      const upsert = () =>
        queueOf(name).upsertJobScheduler(
          name,
          { pattern, tz: 'UTC' },
          { name, data: {}, opts: optionsOf(name) },
        );
      // Of two workers that start together one loses the race for the first turn and gets an error; when it asks
      // again, the turn is there.
      await upsert().catch(upsert);
    },
    async counts() {
      const counted = [...queues].map(async ([name, queue]) => [name, await queue.getJobCounts()] as const);
      return Object.fromEntries(await Promise.all(counted)) as Record<QueueName, Record<string, number>>;
    },
    async close() {
      await Promise.all([...queues.values()].map((queue) => queue.close()));
    },
  };
}

export interface QueueWorkers {
  /** Finishes what is under way, takes nothing more. */
  close(): Promise<void>;
}

/** Takes jobs of every queue and runs `handle`; what it throws is tried again as the catalogue says. */
export function startWorkers(
  pool: pg.Pool,
  handle: (name: string, payload: unknown, id: string) => Promise<void>,
  onError: (error: Error, job?: { name: string; id: string | undefined; attempts: number }) => void,
): QueueWorkers {
  const workers = QUEUES.map((queue) => {
    const run = (job: Job) => handle(job.name, job.data, job.id ?? '');
    const worker = new Worker(queue, run, { connection: pool, concurrency: CONCURRENCY[queue] });
    worker.on('error', (error) => onError(error));
    worker.on('failed', (job, error) =>
      onError(error, job && { name: job.name, id: job.id, attempts: job.attemptsMade }),
    );
    return worker;
  });
  return {
    async close() {
      await Promise.all(workers.map((worker) => worker.close()));
    },
  };
}

function optionsOf(name: JobName) {
  const { attempts, backoff, priority } = JOBS[name];
  return {
    attempts,
    backoff: { type: 'exponential', delay: backoff },
    priority: PRIORITY[priority],
    ...KEEP,
  };
}
