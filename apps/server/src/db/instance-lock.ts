import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { StartError, systemCode, unwritable } from '../start-error.ts';

const run = promisify(execFile);

/** Paths that this very process holds: its own pid in the file does not tell a first start from a second. */
const held = new Set<string>();

/** Enough tries to pass a holder that ends, or a rival that takes over the same stale file. */
const TRIES = 5;

/**
 * Takes the lock file at `path` for this process, over one whose process is gone (killed, or of an earlier
 * boot). `folder` is what the message names. Throws `already_running` when a living process holds it.
 */
export async function takeLock(path: string, folder: string): Promise<{ release(): Promise<void> }> {
  if (held.has(path)) throw alreadyRunning(folder, process.pid);
  const own = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  const content = `${process.pid} ${await birthOf(process.pid)}\n`;
  try {
    await writeFile(own, content, { mode: 0o644 });
    await linkOver(own, path, folder);
  } catch (error) {
    throw unwritable(folder, error);
  } finally {
    await rm(own, { force: true }).catch(() => undefined);
  }
  held.add(path);
  return {
    async release() {
      held.delete(path);
      if ((await readIfThere(path)) === content) await rm(path, { force: true });
    },
  };
}

async function linkOver(own: string, path: string, folder: string): Promise<void> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    try {
      // A hard link appears whole or not at all, so nobody reads a half-written lock.
      await link(own, path);
      return;
    } catch (error) {
      if (systemCode(error) !== 'EEXIST') throw error;
    }
    const seen = await readIfThere(path);
    if (seen === undefined) continue;
    const holder = Number.parseInt(seen, 10);
    if (await isHolder(holder, seen)) throw alreadyRunning(folder, holder);
    await discard(path, seen);
  }
  throw alreadyRunning(folder, undefined);
}

/** Removes the stale lock that was read as `seen`, and puts back what a faster rival has put there since. */
async function discard(path: string, seen: string): Promise<void> {
  const aside = `${path}.stale.${randomBytes(4).toString('hex')}`;
  try {
    await rename(path, aside);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return;
    throw error;
  }
  if ((await readIfThere(aside)) !== seen) await link(aside, path).catch(() => undefined);
  await rm(aside, { force: true });
}

async function isHolder(pid: number, content: string): Promise<boolean> {
  if (!(pid > 0) || pid === process.pid || !isAlive(pid)) return false;
  return content === `${pid} ${await birthOf(pid)}\n`;
}

/** Whether a process of this number runs, whoever owns it. A zombie that nobody collects does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (systemCode(error) !== 'EPERM') return false;
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat[stat.lastIndexOf(')') + 2] !== 'Z';
  } catch {
    return true;
  }
}

/** What tells a process from a later one of the same number: boot and start tick, or the start date from ps. */
async function birthOf(pid: number): Promise<string> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8');
    // The name in parentheses may hold spaces; the start tick is the 20th field after it.
    const tick = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return `${boot.trim()}:${tick}`;
  } catch {
    const ps = await run('ps', ['-o', 'lstart=', '-p', String(pid)]).catch(() => ({ stdout: '' }));
    return ps.stdout.trim() || 'unknown';
  }
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function alreadyRunning(folder: string, pid: number | undefined): StartError {
  const who = pid === undefined ? '' : ` (process ${pid})`;
  return new StartError(
    'already_running',
    `Crypto-ERP is already running with the data folder ${folder}${who}. Stop it first, or choose another with --data.`,
  );
}
