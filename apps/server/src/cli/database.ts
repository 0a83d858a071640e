import { join } from 'node:path';
import { type Database, openDatabase } from '../db/database.ts';
import { attachEmbedded } from '../db/embedded-attach.ts';
import type { Env } from '../env.ts';
import { StartError } from '../start-error.ts';
import { startMigrated } from '../system.ts';

/** Where a command works: the user's own server, the running embedded database, or that one started for the command. */
interface Place {
  ownerUrl: string;
  appUrl: string;
  stop(): Promise<void>;
}

/** Runs `work` on the system's database as the application's role, and leaves it as it was found: running or not. */
export async function withDatabase<T>(
  env: Env,
  work: (db: Database, ownerUrl: string) => Promise<T>,
): Promise<T> {
  const place = await findDatabase(env);
  try {
    const db = openDatabase(place.appUrl, 4);
    try {
      return await work(db, place.ownerUrl);
    } finally {
      await db.close();
    }
  } finally {
    await place.stop();
  }
}

async function findDatabase(env: Env): Promise<Place> {
  if (env.databaseUrl !== undefined) {
    const ownerUrl = env.databaseOwnerUrl ?? env.databaseUrl;
    return { ownerUrl, appUrl: env.databaseUrl, stop: async () => undefined };
  }
  const dataFolder = join(env.dataFolder, 'postgres');
  try {
    return await startMigrated({ dataFolder, log: () => undefined });
  } catch (error) {
    if (!(error instanceof StartError) || error.code !== 'already_running') throw error;
    return { ...(await attachEmbedded(dataFolder)), stop: async () => undefined };
  }
}
