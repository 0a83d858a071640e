import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { type EmbeddedPostgres, startEmbedded } from './db/embedded.ts';
import { MigrationError } from './db/migrate.ts';
import type { Env } from './env.ts';
import { makeFolder } from './folder.ts';
import { migrateAll } from './migrate-all.ts';
import { StartError, systemCode, unwritable } from './start-error.ts';

/** The database a process works on, brought to this version. */
export interface SystemDatabase {
  /** The application's login. */
  url: string;
  /** With one line when an embedded server ended by itself; never for a server of the user's own. */
  lost: Promise<string>;
  stop(): Promise<void>;
}

/**
 * Starts the embedded database, or takes the user's own, and migrates it. `tell` gets the lines for the person who
 * starts it, `log` what else PostgreSQL writes. Throws {@link StartError}.
 */
export async function startDatabase(
  env: Env,
  tell: (line: string) => void,
  log: Logger,
): Promise<SystemDatabase> {
  if (env.databaseUrl !== undefined) {
    await migrated(env.databaseOwnerUrl ?? env.databaseUrl);
    return { url: env.databaseUrl, lost: new Promise(() => undefined), stop: async () => undefined };
  }
  let starting = true;
  const serverLog = (line: string) => {
    if (line.startsWith('PANIC:')) log.error({ postgres: line }, 'PostgreSQL gave up');
    else if (starting && /^(WARNING|FATAL):/.test(line)) tell(line);
    else log.debug({ postgres: line }, 'PostgreSQL');
  };
  const dataFolder = join(env.dataFolder, 'postgres');
  const embedded = await startMigrated({ dataFolder, log: tell, serverLog });
  starting = false;
  return { url: embedded.appUrl, lost: lossOf(embedded), stop: embedded.stop };
}

/** Starts the embedded database at this version; stops it again when it cannot be brought there. */
export async function startMigrated(options: Parameters<typeof startEmbedded>[0]): Promise<EmbeddedPostgres> {
  const embedded = await startEmbedded(options);
  try {
    await migrated(embedded.ownerUrl);
    return embedded;
  } catch (error) {
    await embedded.stop();
    throw error;
  }
}

async function migrated(ownerUrl: string): Promise<void> {
  try {
    await migrateAll(ownerUrl);
  } catch (error) {
    if (error instanceof MigrationError) throw new StartError('database_newer', error.message);
    if (systemCode(error) === 'ECONNREFUSED' || systemCode(error) === 'ENOTFOUND') {
      const { hostname, port } = new URL(ownerUrl);
      throw new StartError(
        'postgres_failed',
        `No database answers at ${hostname}:${port || 5432}. Check DATABASE_URL.`,
      );
    }
    throw error;
  }
}

/** A server that ends because it was told to is no loss. */
async function lossOf(embedded: EmbeddedPostgres): Promise<string> {
  const line = await embedded.exited;
  return line ?? new Promise(() => undefined);
}

/** The secret that signs sessions: the setting, or one made at the first start and kept in the data folder. */
export async function authSecret(env: Env): Promise<string> {
  if (env.authSecret !== undefined) return env.authSecret;
  const file = join(env.dataFolder, 'auth-secret');
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw unwritable(env.dataFolder, error);
  }
  await makeFolder(env.dataFolder);
  try {
    await writeFile(file, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    throw unwritable(env.dataFolder, error);
  }
  return (await readFile(file, 'utf8')).trim();
}
