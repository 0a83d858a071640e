import { lstat, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import pg from 'pg';
import { makeFolder } from '../folder.ts';
import { StartError, unwritable } from '../start-error.ts';
import { APP_ROLE } from './database.ts';
import {
  initialise,
  isCluster,
  OWNER_ROLE,
  prepareOld,
  readSecrets,
  type Secrets,
  secretsFile,
} from './embedded-cluster.ts';
import { binariesFor, clusterPlace, identityFor } from './embedded-platform.ts';
import { type Server, startServer, stopOrphan } from './embedded-process.ts';
import { takeLock } from './instance-lock.ts';

export const DATABASE = 'crypto_erp';

/** A port that was free when asked for may be gone a moment later. */
const PORT_TRIES = 5;

/** Durability stays as PostgreSQL ships it (fsync, full pages, synchronous commit); these fit one machine. */
const SETTINGS: Record<string, string> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  shared_buffers: '256MB',
  effective_cache_size: '1GB',
  work_mem: '16MB',
  maintenance_work_mem: '128MB',
  max_wal_size: '2GB',
  checkpoint_timeout: '15min',
  random_page_cost: '1.1',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  lc_messages: 'C',
  log_checkpoints: 'off',
  log_line_prefix: '',
  cluster_name: 'crypto-erp',
};

export type EmbeddedPostgres = {
  /** Superuser, for migrations. */
  ownerUrl: string;
  /** The application's login, which row-level security binds. */
  appUrl: string;
  port: number;
  /** Resolves with undefined after `stop`, or with one line when the server ended by itself. */
  exited: Promise<string | undefined>;
  stop(): Promise<void>;
};

/**
 * Starts PostgreSQL on `dataFolder` (made the first time) and makes sure of its database and roles. Beside the
 * folder lie its passwords and a lock that keeps a second start out. Recovers from a kill of this process, of
 * the server, or of both. `port` 0 or none: a free one. Throws {@link StartError}.
 */
export async function startEmbedded(options: {
  dataFolder: string;
  port?: number;
  /** Gets what this start has to say. */
  log: (line: string) => void;
  /** Gets every line that PostgreSQL writes to its log. */
  serverLog?: (line: string) => void;
  settings?: Record<string, string>;
}): Promise<EmbeddedPostgres> {
  const dataFolder = resolve(options.dataFolder);
  const parent = dirname(dataFolder);
  await makeFolder(parent);
  const lock = await takeLock(join(parent, 'crypto-erp.pid'), parent);
  let server: Server | undefined;
  try {
    const identity = await identityFor(dataFolder);
    const binaries = await binariesFor(identity);
    const cluster = await clusterPlace(dataFolder, identity);
    const secrets = await readSecrets(dataFolder, cluster);
    if (await isCluster(cluster)) {
      await prepareOld(cluster, binaries, identity);
      await stopOrphan(cluster, options.log);
    } else {
      await initialise(cluster, binaries, identity, secrets.owner);
      options.log(`Made a new database cluster in ${cluster}.`);
    }
    const settings = { ...SETTINGS, ...options.settings };
    const started = await startOnPort({ ...options, binaries, identity, cluster, settings });
    server = started.server;
    await ensureDatabase(started.port, secrets);
    return {
      ownerUrl: urlOf(OWNER_ROLE, secrets.owner, started.port, DATABASE),
      appUrl: urlOf(APP_ROLE, secrets.app, started.port, DATABASE),
      port: started.port,
      exited: started.server.exited,
      async stop() {
        await started.server.stop();
        await lock.release();
      },
    };
  } catch (error) {
    await server?.stop();
    await lock.release();
    throw unwritable(parent, error);
  }
}

/** Removes a stopped cluster, its passwords, and what a link in its place leads to. */
export async function removeEmbedded(dataFolder: string): Promise<void> {
  const found = await lstat(dataFolder).catch(() => undefined);
  if (found?.isSymbolicLink()) {
    const place = await clusterPlace(dataFolder, undefined);
    await rm(place, { recursive: true, force: true });
    await rm(`${place}.new`, { recursive: true, force: true });
  }
  await rm(dataFolder, { recursive: true, force: true });
  await rm(secretsFile(dataFolder), { force: true });
}

async function startOnPort(
  options: { port?: number } & Omit<Parameters<typeof startServer>[0], 'port'>,
): Promise<{ server: Server; port: number }> {
  const fixed = options.port !== undefined && options.port !== 0;
  for (let attempt = 1; ; attempt += 1) {
    const port = fixed && options.port !== undefined ? options.port : await freePort();
    try {
      return { server: await startServer({ ...options, port }), port };
    } catch (error) {
      const taken = error instanceof StartError && error.code === 'port_taken';
      if (fixed || !taken || attempt === PORT_TRIES) throw error;
    }
  }
}

function freePort(): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const probe = createServer();
  probe.once('error', reject);
  probe.listen(0, '127.0.0.1', () => {
    const address = probe.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    probe.close(() => resolve(port));
  });
  return promise;
}

async function ensureDatabase(port: number, secrets: Secrets): Promise<void> {
  const client = new pg.Client({ connectionString: urlOf(OWNER_ROLE, secrets.owner, port, 'postgres') });
  try {
    await client.connect();
    const role = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [APP_ROLE]);
    const verb = role.rowCount === 0 ? 'CREATE' : 'ALTER';
    const rights = 'LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS NOREPLICATION';
    await client.query(`${verb} ROLE ${APP_ROLE} ${rights} PASSWORD ${pg.escapeLiteral(secrets.app)}`);
    const database = await client.query('SELECT FROM pg_database WHERE datname = $1', [DATABASE]);
    if (database.rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
  } finally {
    await client.end();
  }
}

/** The address of a role's login. */
export function urlOf(role: string, password: string, port: number, database: string): string {
  return `postgresql://${role}:${password}@127.0.0.1:${port}/${database}`;
}
