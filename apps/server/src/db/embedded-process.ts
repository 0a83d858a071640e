import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { readFile, readlink, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { StartError } from '../start-error.ts';
import { type Binaries, childOptions, type Identity } from './embedded-platform.ts';
import { isAlive } from './instance-lock.ts';

const run = promisify(execFile);

/** Crash recovery replays at most `max_wal_size`; a healthy disk does that well within this. */
const READY_WITHIN_MS = 300_000;
/** A fast shutdown writes a checkpoint; SIGQUIT after it costs only a recovery at the next start. */
const FAST_STOP_MS = 60_000;
const QUIT_MS = 10_000;
/** How long backends of a killed server may take to notice and let go of the shared memory. */
const LEFTOVER_TRIES = 20;
const LEFTOVER_PAUSE_MS = 500;

export type Server = { pid: number; exited: Promise<string | undefined>; stop(): Promise<void> };

/**
 * Runs the server on `cluster` and resolves once it takes connections. It gets its own process group, so that a
 * terminal's Ctrl-C reaches this process alone, which then stops it in order. Throws {@link StartError}.
 */
export async function startServer(options: {
  binaries: Binaries;
  identity: Identity;
  cluster: string;
  port: number;
  settings: Record<string, string>;
  /** Gets every line that the server writes. */
  serverLog?: (line: string) => void;
}): Promise<Server> {
  for (let attempt = 1; ; attempt += 1) {
    const lines: string[] = [];
    const server = await tryStart(options, lines);
    if (server !== undefined) return server;
    const reason = lines.find((line) => line.includes('FATAL:')) ?? lines.at(-1) ?? 'it gave no reason';
    const text = lines.join('\n');
    if (text.includes('Address already in use')) {
      throw new StartError('port_taken', `Port ${options.port} for PostgreSQL is taken by another program.`);
    }
    const leftover = text.includes('shared memory block') && text.includes('still in use');
    if (!leftover || attempt === LEFTOVER_TRIES) {
      const said = reason.replace(/^.*FATAL:\s*/, '');
      throw new StartError('postgres_failed', `PostgreSQL did not start on ${options.cluster}: ${said}`);
    }
    await pause(LEFTOVER_PAUSE_MS);
  }
}

async function tryStart(
  options: Parameters<typeof startServer>[0],
  lines: string[],
): Promise<Server | undefined> {
  const settings = Object.entries(options.settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const args = ['-D', options.cluster, '-p', String(options.port), ...settings];
  const child = spawn(options.binaries.postgres, args, {
    ...childOptions(options.identity),
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = endOf(child);
  const ready = Promise.withResolvers<'ready'>();
  let starting = true;
  createInterface({ input: child.stderr }).on('line', (line) => {
    options.serverLog?.(line);
    if (starting) lines.push(line);
    if (line.includes('database system is ready to accept connections')) ready.resolve('ready');
  });
  const tooLate = new AbortController();
  const outcome = await Promise.race([
    ready.promise,
    ended.then(() => 'ended' as const),
    pause(READY_WITHIN_MS, 'late' as const, { signal: tooLate.signal }),
  ]);
  tooLate.abort();
  starting = false;
  if (outcome === 'ready' && child.pid !== undefined) return supervise(child, child.pid, ended);
  if (outcome === 'late') {
    child.kill('SIGQUIT');
    await ended;
    lines.push(`FATAL:  it was not ready within ${READY_WITHIN_MS / 1000} seconds`);
  }
  return undefined;
}

/** Resolves when the process is gone and its output read, with how it ended; also when it could not be run. */
function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) =>
      resolve(signal === null ? `exit code ${code}` : `signal ${signal}`),
    );
  });
}

function supervise(child: ChildProcess, pid: number, ended: Promise<string>): Server {
  let stopping = false;
  // The last resort of a process that ends without stop(): the server then shuts itself down in order.
  const atExit = () => void child.kill('SIGINT');
  process.once('exit', atExit);
  const exited = ended.then((how) => {
    process.off('exit', atExit);
    return stopping ? undefined : `PostgreSQL ended by itself (${how}).`;
  });
  return {
    pid,
    exited,
    async stop() {
      stopping = true;
      await stopProcess(pid, () => child.exitCode === null && child.signalCode === null);
      await ended;
    },
  };
}

/**
 * Frees `cluster` from an earlier run whose starter was killed. A server that still runs is stopped. A stale
 * `postmaster.pid` is removed: PostgreSQL itself refuses to start when the number in it is now a zombie or another
 * program, and it knows backends that still live by their shared memory, whatever this file says.
 */
export async function stopOrphan(cluster: string, log: (line: string) => void): Promise<void> {
  const path = join(cluster, 'postmaster.pid');
  const content = await readFile(path, 'utf8').catch(() => '');
  const pid = Number.parseInt(content, 10);
  if (pid > 1 && isAlive(pid) && (await runsOn(pid, cluster))) {
    log(`Stopping PostgreSQL (process ${pid}), which an earlier run left behind.`);
    await stopProcess(pid, () => isAlive(pid));
    if (isAlive(pid)) {
      throw new StartError('postgres_failed', `PostgreSQL of an earlier run (process ${pid}) does not stop.`);
    }
  }
  await rm(path, { force: true });
}

async function runsOn(pid: number, cluster: string): Promise<boolean> {
  const real = await realpath(cluster);
  try {
    // A server's working folder is its cluster for as long as it lives.
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8');
    return (
      command.split('\0')[0]?.endsWith('postgres') === true && (await readlink(`/proc/${pid}/cwd`)) === real
    );
  } catch {
    const ps = await run('ps', ['-o', 'command=', '-p', String(pid)]).catch(() => ({ stdout: '' }));
    return ps.stdout.includes('postgres') && (ps.stdout.includes(real) || ps.stdout.includes(cluster));
  }
}

async function stopProcess(pid: number, runs: () => boolean): Promise<void> {
  const steps = [
    ['SIGINT', FAST_STOP_MS],
    ['SIGQUIT', QUIT_MS],
    ['SIGKILL', QUIT_MS],
  ] as const;
  for (const [signal, bound] of steps) {
    if (!runs()) return;
    try {
      process.kill(pid, signal);
    } catch {
      return;
    }
    const until = performance.now() + bound;
    while (runs() && performance.now() < until) await pause(10);
  }
}
