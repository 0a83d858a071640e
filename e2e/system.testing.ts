import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { removeEmbedded } from '../apps/server/src/db/embedded.ts';
import { isAlive } from '../apps/server/src/db/instance-lock.ts';

export const ROOT = join(import.meta.dirname, '..');
const MAIN = join(ROOT, 'apps', 'server', 'src', 'main.ts');
const CLI = join(ROOT, 'apps', 'server', 'src', 'cli', 'main.ts');

/** A first start makes the cluster and the demo company, on a machine that does other things too. */
const READY_WITHIN_MS = 120_000;
const GONE_WITHIN_MS = 90_000;
const READY = /Crypto-ERP is ready at (\S+)/;

export interface Outcome {
  code: number | null;
  /** What was written to both outputs. */
  output: string;
}

export interface System {
  /** Where the web page and the API are, without a trailing slash. */
  address: string;
  /** Everything written so far. */
  output(): string;
  /** The embedded database's process; undefined with a database of the user's own. */
  postgresPid: number | undefined;
  /** Ends it as Ctrl-C does. Asserts that it ended well and left no process. */
  stop(): Promise<void>;
  /** Kills these without a chance to clean up, and waits until they are gone. */
  kill(what: 'node' | 'node and postgres'): Promise<void>;
}

interface StartOptions {
  /** `--data`; a test makes it with {@link temporaryFolder}. */
  dataFolder: string;
  /** Whether the demo company is made. */
  demo?: boolean;
  env?: Record<string, string>;
}

/** A new folder in which whoever runs PostgreSQL may walk, also when a test runs as root. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'crypto-erp-e2e-'));
  await chmod(folder, 0o711);
  return folder;
}

/** Removes a data folder with its database, wherever that lies. Nothing may run on it. */
export async function removeDataFolder(dataFolder: string): Promise<void> {
  await removeEmbedded(join(dataFolder, 'postgres'));
  await rm(dataFolder, { recursive: true, force: true });
}

/** Starts the whole system as `./start` does, on a free port, and resolves once it says that it is ready. */
export async function startSystem({ dataFolder, demo = false, env = {} }: StartOptions): Promise<System> {
  const args = ['--port', '0', '--data', dataFolder, ...(demo ? [] : ['--no-demo'])];
  const child = spawn(process.execPath, [MAIN, ...args], { cwd: ROOT, env: environment(env) });
  // A test file that dies takes its system along.
  const atExit = () => void child.kill('SIGTERM');
  process.once('exit', atExit);
  const ended = once(child, 'close').then(() => process.off('exit', atExit));
  const output = collect(child);
  const address = await until(READY_WITHIN_MS, () => {
    if (child.exitCode !== null) throw new Error(`The system ended (${child.exitCode}):\n${output()}`);
    return READY.exec(output())?.[1];
  }).catch((error) => {
    child.kill('SIGTERM');
    throw new Error(`The system did not start:\n${output()}`, { cause: error });
  });
  const postgresPid = env.DATABASE_URL === undefined ? await postgresPidOf(dataFolder) : undefined;
  return {
    address,
    output,
    postgresPid,
    async stop() {
      if (child.exitCode === null) child.kill('SIGINT');
      await ended;
      assert.equal(child.exitCode, 0, output());
      if (postgresPid !== undefined) assert.equal(isAlive(postgresPid), false, 'PostgreSQL still runs');
    },
    async kill(what) {
      child.kill('SIGKILL');
      await ended;
      if (what === 'node' || postgresPid === undefined) return;
      process.kill(postgresPid, 'SIGKILL');
      await until(GONE_WITHIN_MS, () => !isAlive(postgresPid));
    },
  };
}

/** A fresh system for a test file, and its end: stopped in order, and its folder removed. */
export async function freshSystem(options: Omit<StartOptions, 'dataFolder'> = {}) {
  const dataFolder = await temporaryFolder();
  const system = await startSystem({ ...options, dataFolder }).catch(async (error) => {
    await removeDataFolder(dataFolder);
    throw error;
  });
  return {
    ...system,
    dataFolder,
    async end() {
      await system.stop();
      await removeDataFolder(dataFolder);
    },
  };
}

/** Runs the server with `args` and waits for its end: for starts that are to fail. */
export function runMain(args: string[], env: Record<string, string> = {}): Promise<Outcome> {
  return run(process.execPath, [MAIN, ...args], env);
}

/** Runs `erp …args` on the data folder, whose system may be running. */
export function runErp(
  dataFolder: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<Outcome> {
  return run(process.execPath, [CLI, ...args], { ...env, DATA_FOLDER: dataFolder });
}

/** Runs a program from the clone's root, and waits for its end. */
export async function run(program: string, args: string[], env: Record<string, string>): Promise<Outcome> {
  const child = spawn(program, args, { cwd: ROOT, env: environment(env) });
  const output = collect(child);
  const tooLong = setTimeout(() => child.kill('SIGTERM'), READY_WITHIN_MS);
  try {
    await once(child, 'close');
    return { code: child.exitCode, output: output() };
  } finally {
    clearTimeout(tooLong);
  }
}

/** Asks until there is an answer that is neither undefined nor false. Throws when it takes too long. */
export async function until<T>(
  withinMs: number,
  ask: () => T | Promise<T>,
): Promise<Exclude<T, undefined | false>> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer as Exclude<T, undefined | false>;
    if (performance.now() > deadline) throw new Error(`Not within ${withinMs / 1000} seconds.`);
    await pause(20);
  }
}

/** Settings of the caller's shell must not change what is tested. */
function environment(env: Record<string, string>): Record<string, string> {
  const { PATH = '', HOME = '', TMPDIR = tmpdir() } = process.env;
  return { PATH, HOME, TMPDIR, LANG: 'C.UTF-8', LOG_LEVEL: 'warn', ...env };
}

function collect(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
  }
  return () => text;
}

async function postgresPidOf(dataFolder: string): Promise<number> {
  const [line = ''] = (await readFile(join(dataFolder, 'postgres', 'postmaster.pid'), 'utf8')).split('\n');
  const pid = Number.parseInt(line, 10);
  assert.ok(pid > 1 && isAlive(pid), 'PostgreSQL runs');
  return pid;
}
