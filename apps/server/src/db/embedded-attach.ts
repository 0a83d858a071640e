import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StartError } from '../start-error.ts';
import { APP_ROLE } from './database.ts';
import { DATABASE, urlOf } from './embedded.ts';
import { OWNER_ROLE, readSecrets } from './embedded-cluster.ts';

/**
 * The addresses of the embedded database that another process of this system runs on the folder: a command works
 * beside a running `./start`. Throws {@link StartError} when none is found there.
 */
export async function attachEmbedded(dataFolder: string): Promise<{ ownerUrl: string; appUrl: string }> {
  // PostgreSQL writes its port into the fourth line.
  const lines = (await readFile(join(dataFolder, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
  const port = Number.parseInt(lines[3] ?? '', 10);
  if (Number.isNaN(port)) {
    throw new StartError(
      'postgres_failed',
      `The database in ${dataFolder} is starting or stopping: try again in a moment.`,
    );
  }
  const secrets = await readSecrets(dataFolder, dataFolder);
  return {
    ownerUrl: urlOf(OWNER_ROLE, secrets.owner, port, DATABASE),
    appUrl: urlOf(APP_ROLE, secrets.app, port, DATABASE),
  };
}
