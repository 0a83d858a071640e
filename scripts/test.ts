import { spawnSync } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { removeEmbedded, startEmbedded } from '../apps/server/src/db/embedded.ts';
import { TEST_SETTINGS } from '../apps/server/src/testing/postgres.ts';
import { findChromium, installChromium } from './chromium.ts';
import { importProblems } from './imports.ts';
import { runTests, type TestCounts } from './run-tests.ts';
import { sourceFiles } from './source-files.ts';
import { tidyProblems } from './tidy.ts';

/**
 * Every check there is, in order: `./test`. With names, those steps and test files whose name contains one of
 * them; without, a step that finds nothing to test has failed. A step counts as one, and each test case as one. The
 * last line is `N passed, N failed`.
 */

const root = join(import.meta.dirname, '..');
const names = process.argv.slice(2);
const total = { passed: 0, failed: 0 };

const BIN = join(root, 'node_modules', '.bin');
process.env.PATH = `${BIN}${delimiter}${process.env.PATH ?? ''}`;
// A lone colour setting of the caller's terminal must not change what the tests read.
process.env.NO_COLOR = '1';
delete process.env.FORCE_COLOR;

/** Runs a program to its end. `fault` is what it said, when it failed. */
function run(program: string, args: string[]): { output: string; fault: string | undefined } {
  const done = spawnSync(program, args, { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  const said = `${done.error?.message ?? ''}${done.stdout ?? ''}${done.stderr ?? ''}`.trim();
  const fault = done.status === 0 ? undefined : said || `${program} failed`;
  return { output: said, fault };
}

function command(program: string, ...args: string[]): string[] {
  const { fault } = run(join(BIN, program), args);
  return fault === undefined ? [] : [fault];
}

async function step(name: string, work: () => string[] | Promise<string[] | TestCounts>): Promise<void> {
  const begun = performance.now();
  const result = await Promise.resolve(work()).catch((error) => [String(error?.stack ?? error)]);
  const { passed, failed, problems } = Array.isArray(result)
    ? { passed: 0, failed: 0, problems: result }
    : { passed: result.passed, failed: result.failed, problems: result.problems };
  const ok = problems.length === 0 && failed === 0;
  total.passed += passed + (ok ? 1 : 0);
  total.failed += failed + (ok ? 0 : 1);
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  const cases = passed + failed === 0 ? '' : `, ${passed} of ${passed + failed} tests`;
  console.log(`${ok ? 'ok    ' : 'FAILED'}  ${name} (${seconds} s${cases})`);
  for (const problem of problems) console.log(problem.replace(/^/gm, '  '));
}

const wanted = (name: string) => names.length === 0 || names.some((each) => name.includes(each));

const CHECKS: [name: string, work: () => string[]][] = [
  ['format', () => command('biome', 'format', '.')],
  ['lint', () => command('biome', 'lint', '.', '--error-on-warnings')],
  ['imports', () => importProblems(sourceFiles(root, ['.ts', '.tsx']))],
  ['tidy', () => tidyProblems(sourceFiles(root, ['']))],
  ['types', () => command('tsc', '--noEmit')],
  ['web types', () => command('tsc', '--noEmit', '-p', 'apps/web')],
  ['web build', () => command('vite', 'build', 'apps/web', '--logLevel', 'warn')],
];

/** Absolute paths of the test files below these folders that are asked for. */
function testFiles(folders: string[]): string[] {
  const all = [...sourceFiles(root, ['.test.ts', '.test.tsx']).keys()];
  const chosen = all.filter((path) => folders.some((folder) => path.startsWith(folder)) && wanted(path));
  return chosen.sort().map((path) => join(root, path));
}

/** Runs the tests with one PostgreSQL server for them all, which is gone afterwards, also after a Ctrl-C. */
async function withDatabase(work: () => Promise<TestCounts>): Promise<TestCounts> {
  const folder = await mkdtemp(join(tmpdir(), 'crypto-erp-suite-'));
  await chmod(folder, 0o711);
  const dataFolder = join(folder, 'postgres');
  const starting = startEmbedded({ dataFolder, log: () => undefined, settings: TEST_SETTINGS });
  const cleanUp = async () => {
    await starting.then(
      (database) => database.stop(),
      () => undefined,
    );
    await removeEmbedded(dataFolder);
    await rm(folder, { recursive: true, force: true });
  };
  const interrupted = () => void cleanUp().finally(() => process.exit(130));
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  try {
    const database = await starting;
    process.env.TEST_POSTGRES_URL = database.ownerUrl;
    process.env.TEST_POSTGRES_APP_PASSWORD = new URL(database.appUrl).password;
    return await work();
  } finally {
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
    await cleanUp();
  }
}

/** A command of the operator on a fresh system, whose last line says that it went well. */
function erp(...args: [string, ...string[]]): string[] {
  const { output, fault } = run(process.execPath, [join('apps', 'server', 'src', 'cli', 'main.ts'), ...args]);
  const last = output.split('\n').at(-1) ?? '';
  return fault === undefined && last.startsWith(`${args[0]}: ok`) ? [] : [fault ?? output];
}

async function browserTests(files: string[]): Promise<string[] | TestCounts> {
  const found = findChromium();
  const browser = found === undefined ? installChromium() : { path: found };
  if ('problem' in browser) return [browser.problem];
  process.env.CHROMIUM = browser.path;
  return runTests(root, files, 1);
}

for (const [name, work] of CHECKS) if (wanted(name)) await step(name, work);

const unit = testFiles(['packages/', 'apps/', 'scripts/', 'bench/']);
const browser = testFiles(['e2e/']);
const everything = names.length === 0;
const NONE = ['Not one test file is there.'];
if (everything || unit.length > 0) {
  await step('unit and database', () =>
    unit.length === 0 ? NONE : withDatabase(() => runTests(root, unit, 2)),
  );
}
if (wanted('smoke')) await step('smoke', () => erp('smoke'));
if (wanted('play')) await step('play', () => erp('play', 'year', '--seed', '1'));
if (everything || browser.length > 0) {
  await step('browser', () => (browser.length === 0 ? NONE : browserTests(browser)));
}
if (total.passed + total.failed === 0) {
  console.log(`No check and no test file has ${names.join(' or ')} in its name.`);
  total.failed = 1;
}

console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 ? 1 : 0;
