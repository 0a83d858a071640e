import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { StartError, systemCode } from '../start-error.ts';
import { type Binaries, childOptions, type Identity } from './embedded-platform.ts';

const run = promisify(execFile);

export const OWNER_ROLE = 'crypto_erp_owner';

export type Secrets = { owner: string; app: string };

/** Whether the folder holds a finished cluster. */
export async function isCluster(cluster: string): Promise<boolean> {
  return (await readIfThere(join(cluster, 'PG_VERSION'))) !== undefined;
}

/** Checks that a cluster from an earlier run is of this major version and belongs to who will run it. */
export async function prepareOld(cluster: string, binaries: Binaries, identity: Identity): Promise<void> {
  const found = Number.parseInt(await readFile(join(cluster, 'PG_VERSION'), 'utf8'), 10);
  if (found !== binaries.major) {
    const remedy = 'Start with the version that made it, or choose another folder with --data.';
    throw new StartError(
      found > binaries.major ? 'database_newer' : 'database_older',
      `The database in ${cluster} is of PostgreSQL ${found}, and this version brings ${binaries.major}. ${remedy}`,
    );
  }
  const { uid } = await stat(cluster);
  const wanted = identity?.uid ?? process.getuid?.();
  if (identity !== undefined && uid === 0) {
    await run('chown', ['-R', `${identity.uid}:${identity.gid}`, cluster], childOptions(undefined));
  } else if (wanted !== undefined && uid !== wanted) {
    throw ownedByAnother(cluster);
  }
}

/**
 * Makes the cluster in `<cluster>.new` and renames it into place, so that a crash on the way leaves nothing that
 * looks finished.
 */
export async function initialise(
  cluster: string,
  binaries: Binaries,
  identity: Identity,
  password: string,
): Promise<void> {
  await removeIfEmpty(cluster);
  const fresh = `${cluster}.new`;
  const passwordFile = `${fresh}.password`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { mode: 0o700 });
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  if (identity !== undefined) {
    await chown(fresh, identity.uid, identity.gid);
    await chown(passwordFile, identity.uid, identity.gid);
  }
  const flags = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const auth = ['--auth=scram-sha-256', `--pwfile=${passwordFile}`, `--username=${OWNER_ROLE}`];
  try {
    await run(binaries.initdb, [`--pgdata=${fresh}`, ...flags, ...auth], childOptions(identity));
  } catch (error) {
    const text = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
    const said = text.split('\n').find((line) => line.includes('error:')) ?? text.trim().split('\n').at(-1);
    throw new StartError('postgres_failed', `PostgreSQL could not make its folder ${cluster}: ${said}`);
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rename(fresh, cluster);
}

async function removeIfEmpty(folder: string): Promise<void> {
  const found = await stat(folder).catch(() => undefined);
  if (found === undefined) return;
  try {
    await run('rmdir', [folder], childOptions(undefined));
  } catch {
    const what = found.isDirectory() ? 'a folder with files' : 'a file';
    throw new StartError(
      'folder_unwritable',
      `${folder} is ${what} and not a database. Move it away, or choose another folder with --data.`,
    );
  }
}

/** Where the passwords lie: beside the cluster, since PostgreSQL wants its folder to itself. */
export function secretsFile(dataFolder: string): string {
  return join(dirname(dataFolder), `${basename(dataFolder)}.secrets.json`);
}

/** The passwords, made before the cluster. A cluster without them cannot be opened, and says so. */
export async function readSecrets(dataFolder: string, cluster: string): Promise<Secrets> {
  const path = secretsFile(dataFolder);
  const text = await readIfThere(path);
  if (text !== undefined) {
    const read: Partial<Secrets> = JSON.parse(text);
    if (read.owner && read.app) return { owner: read.owner, app: read.app };
  }
  if (await isCluster(cluster)) {
    throw new StartError(
      'postgres_failed',
      `${path}, which holds the database's passwords, is missing or damaged.`,
    );
  }
  const secrets = { owner: randomBytes(24).toString('hex'), app: randomBytes(24).toString('hex') };
  const file = await open(`${path}.new`, 'w', 0o600);
  try {
    await file.writeFile(`${JSON.stringify(secrets)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await chmod(`${path}.new`, 0o600);
  await rename(`${path}.new`, path);
  return secrets;
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    if (systemCode(error) === 'EACCES') throw ownedByAnother(path);
    throw error;
  }
}

function ownedByAnother(path: string): StartError {
  return new StartError(
    'folder_unwritable',
    `${path} belongs to another user. Start as that user, or choose another folder with --data.`,
  );
}
