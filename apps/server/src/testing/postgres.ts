import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type EmbeddedPostgres, startEmbedded } from '../db/embedded.ts';
import { migrateAll } from '../migrate-all.ts';

const TEMPLATE = 'crypto_erp_template';

/** Held while the template is made, so that test files that start together make it once. */
const LOCK = 7_261_502_185;

/** Durability stays on, as in production; only the sizes are a test suite's. */
export const TEST_SETTINGS: Record<string, string> = {
  shared_buffers: '128MB',
  max_connections: '300',
};

export type TestDatabase = { ownerUrl: string; appUrl: string; drop(): Promise<void> };

type TestServer = { ownerUrl: string; appPassword: string; release(): Promise<void> };

/**
 * A migrated database of the test's own, cloned from a template in some tens of milliseconds. `drop` removes it,
 * whoever is still connected. The suite's server is used when `./test` runs; a file that runs alone starts one.
 */
export async function testDatabase(): Promise<TestDatabase> {
  const server = await testServer();
  const name = `test_${process.pid}_${randomBytes(5).toString('hex')}`;
  try {
    await asOwner(server, 'postgres', async (client) => {
      await ensureTemplate(client, server);
      await client.query(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`);
      await client.query(`GRANT CONNECT ON DATABASE ${name} TO crypto_erp_app`);
    });
  } catch (error) {
    await server.release();
    throw error;
  }
  const appUrl = new URL(inDatabase(server.ownerUrl, name));
  appUrl.username = 'crypto_erp_app';
  appUrl.password = server.appPassword;
  return {
    ownerUrl: inDatabase(server.ownerUrl, name),
    appUrl: appUrl.href,
    async drop() {
      try {
        await asOwner(server, 'postgres', (client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`));
      } finally {
        await server.release();
      }
    },
  };
}

/** Made under another name and renamed when whole: a migration that fails leaves no template. */
async function ensureTemplate(client: pg.Client, server: TestServer): Promise<void> {
  await client.query('SELECT pg_advisory_lock($1)', [LOCK]);
  try {
    const found = await client.query('SELECT FROM pg_database WHERE datname = $1', [TEMPLATE]);
    if (found.rowCount === 1) return;
    await client.query(`DROP DATABASE IF EXISTS ${TEMPLATE}_new WITH (FORCE)`);
    await client.query(`CREATE DATABASE ${TEMPLATE}_new`);
    await migrateAll(inDatabase(server.ownerUrl, `${TEMPLATE}_new`));
    await client.query(`ALTER DATABASE ${TEMPLATE}_new RENAME TO ${TEMPLATE}`);
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [LOCK]);
  }
}

let own: { users: number; server: Promise<{ postgres: EmbeddedPostgres; folder: string }> } | undefined;

async function testServer(): Promise<TestServer> {
  const ownerUrl = process.env.TEST_POSTGRES_URL;
  const appPassword = process.env.TEST_POSTGRES_APP_PASSWORD;
  if (ownerUrl && appPassword) return { ownerUrl, appPassword, release: async () => undefined };
  own ??= { users: 0, server: startOwn() };
  const mine = own;
  mine.users += 1;
  const { postgres, folder } = await mine.server;
  return {
    ownerUrl: postgres.ownerUrl,
    appPassword: new URL(postgres.appUrl).password,
    async release() {
      mine.users -= 1;
      if (mine.users > 0) return;
      own = undefined;
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function startOwn(): Promise<{ postgres: EmbeddedPostgres; folder: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'crypto-erp-test-'));
  await chmod(folder, 0o711);
  const dataFolder = join(folder, 'postgres');
  const postgres = await startEmbedded({ dataFolder, log: () => undefined, settings: TEST_SETTINGS });
  return { postgres, folder };
}

async function asOwner<T>(
  server: TestServer,
  database: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: inDatabase(server.ownerUrl, database) });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function inDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}
