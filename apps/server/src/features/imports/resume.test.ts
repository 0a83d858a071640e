import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import type { Import } from '@crypto-erp/contract/imports';
import { assertChecksHold, assertRefused } from '../../testing/entries.ts';
import { type Importer, testImports } from '../../testing/imports.ts';
import { until } from '../../testing/until.ts';
import { checkImport } from './check.ts';
import { importsRound } from './round.ts';
import { runImportJob } from './run.ts';

const MAIN = join(import.meta.dirname, '../../main.ts');

let imports: Awaited<ReturnType<typeof testImports>>;
const processes: ChildProcess[] = [];
before(async () => {
  imports = await testImports();
});
afterEach(async () => {
  for (const one of processes.splice(0)) {
    if (one.exitCode !== null || one.signalCode !== null) continue;
    one.kill('SIGKILL');
    await once(one, 'exit');
  }
});
after(() => imports.close());

/** A worker in a process of its own, as `./start --role worker` runs it. */
function startProcess(): ChildProcess {
  const started = spawn(process.execPath, [MAIN, '--role', 'worker'], {
    env: {
      PATH: process.env.PATH,
      DATABASE_URL: imports.api.appUrl,
      DATABASE_OWNER_URL: imports.api.ownerUrl,
      AUTH_SECRET: 'a secret for tests only, of 32 and more',
    },
    stdio: 'ignore',
  });
  processes.push(started);
  return started;
}

/** A file of `count` entries of two rows. */
function entriesFile(company: Importer, count: number): string {
  const code = (role: 'bank' | 'sales') =>
    company.accounts.find(({ id }) => id === company.account(role))?.code ?? '';
  const [bank, sales] = [code('bank'), code('sales')];
  const rows = Array.from(
    { length: count },
    (_, i) => `E${i},2026-03-01,No ${i},${bank},1\nE${i},,,${sales},-1\n`,
  );
  return `entry,date,description,account,quantity\n${rows.join('')}`;
}

/** Each entry of the file is there once, the import says so, and the books hold. */
async function assertWhole(company: Importer, id: string, count: number): Promise<void> {
  const found = await company.read(id);
  assert.deepEqual([found.state, found.rowsDone, found.recordsDone], ['done', 2 * count, count]);
  const [entries] = await imports.api.asOwner<{ count: string; names: string; last: string }>(
    `SELECT count(*) AS count, count(DISTINCT description) AS names, max(serial) AS last
     FROM erp.entries WHERE company_id = $1`,
    [company.id],
  );
  assert.deepEqual(entries, { count: String(count), names: String(count), last: String(count) });
  await assertChecksHold(imports.api, company.id);
}

/** Checked and asked to run, by nobody yet. */
async function started(company: Importer, count: number): Promise<string> {
  const { id, errorCount } = await company.checked('entries', entriesFile(company, count));
  assert.equal(errorCount, 0);
  assert.equal((await company.start(id)).status, 200);
  return id;
}

test('a worker that is killed half-way is followed by another: nothing is there twice, nothing is missing', async () => {
  const company = await imports.importer();
  const first = startProcess();
  const sent = await company.send('entries', entriesFile(company, 1_500));
  const { id } = sent.body;
  await until(async () => (await company.read(id)).state === 'checked');
  assert.equal((await company.start(id)).status, 200);
  let seen: Import | undefined;
  await until(async () => {
    seen = await company.read(id);
    return seen.recordsDone > 0;
  });
  first.kill('SIGKILL');
  await once(first, 'exit');
  const killed = await company.read(id);
  assert.equal(killed.state, 'running');
  assert.ok(killed.recordsDone > 0 && killed.recordsDone < 1_500, `${killed.recordsDone} done`);
  const [row] = await imports.api.asOwner<{ count: string }>(
    'SELECT count(*) FROM erp.entries WHERE company_id = $1',
    [company.id],
  );
  assert.equal(row?.count, String(killed.recordsDone));
  assert.ok(killed.remainingSeconds !== null && killed.remainingSeconds >= 0);

  // The killed job is trusted for some seconds more, which the test does not wait for.
  await imports.api.asOwner('UPDATE erp.imports SET job_until = now() WHERE id = $1', [id]);
  startProcess();
  await until(async () => (await company.read(id)).state === 'done');
  await assertWhole(company, id, 1_500);
});

test('of several jobs at one import each does its batches, and each batch is done once', async () => {
  const company = await imports.importer();
  const id = await started(company, 400);
  await Promise.all(Array.from({ length: 4 }, () => runImportJob(company.deps, company.job(id))));
  // All may have been overtaken by one that then was by another: the next job goes on.
  await runImportJob(company.deps, company.job(id));
  await assertWhole(company, id, 400);
  await runImportJob(company.deps, company.job(id));
  await assertWhole(company, id, 400);
});

test('a worker that stops gives an import back, and it is asked for anew', async () => {
  const company = await imports.importer();
  const stopped = { ...company.deps, stopping: AbortSignal.abort() };
  const sent = await company.send('entries', entriesFile(company, 10));
  const { id } = sent.body;
  await checkImport(stopped, company.job(id));
  assert.equal((await company.read(id)).state, 'checking');
  const lost = () => importsRound(imports.api.db, assert.fail);
  assert.equal(await lost(), 1);
  assert.equal(await lost(), 0);
  await checkImport(company.deps, company.job(id));
  assert.equal((await company.start(id)).status, 200);
  await runImportJob(stopped, company.job(id));
  assert.deepEqual([(await company.read(id)).state, await lost()], ['running', 1]);
  await runImportJob(company.deps, company.job(id));
  await assertWhole(company, id, 10);
});

test('what the books refuse meanwhile fails the import; mended, it runs on behind what is done', async () => {
  const company = await imports.importer();
  const file = entriesFile(company, 100).replaceAll('E99,2026-03-01', 'E99,2026-04-01');
  const { id } = await company.checked('entries', file);
  const month = (verb: string, body = {}) => imports.user.post(`${company.at}/periods/2026-04/${verb}`, body);
  assert.equal((await company.start(id)).status, 200);
  assert.equal((await month('close')).status, 200);
  await runImportJob(company.deps, company.job(id));
  const failed = await company.read(id);
  assert.deepEqual([failed.state, failed.recordsDone], ['failed', 64]);
  assert.deepEqual(
    [failed.problem?.line, failed.problem?.column, failed.problem?.code],
    [200, 'date', 'period_closed'],
  );
  await assertChecksHold(imports.api, company.id);
  assert.equal((await month('open', { reason: 'One more' })).status, 200);
  assert.equal((await company.start(id)).status, 200);
  await runImportJob(company.deps, company.job(id));
  await assertWhole(company, id, 100);
});

test('a cancelled import ends behind the batch under way, and stays what it is', async () => {
  const company = await imports.importer();
  const id = await started(company, 200);
  const running = runImportJob(company.deps, company.job(id));
  await until(async () => (await company.read(id)).recordsDone > 0);
  assert.equal((await company.cancel(id)).status, 200);
  await running;
  const { state, recordsDone } = await company.read(id);
  assert.equal(state, 'cancelled');
  assert.equal((await company.records(id)).length, recordsDone);
  assertRefused(await company.start(id), 'import_ended');
  assertRefused(await company.cancel(id), 'import_ended');
  await runImportJob(company.deps, company.job(id));
  assert.deepEqual(await company.read(id), await company.read(id));
  await assertChecksHold(imports.api, company.id);
});
