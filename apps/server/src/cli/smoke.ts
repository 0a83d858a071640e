import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApi } from '../api.ts';
import { openDatabase } from '../db/database.ts';
import { removeEmbedded } from '../db/embedded.ts';
import { BUNDLED_RATES, importEcb } from '../features/prices/import-ecb.ts';
import { claimPort } from '../listen.ts';
import { createLog } from '../log.ts';
import { startMigrated } from '../system.ts';
import { startWorker } from '../worker.ts';
import { firstHour } from './first-hour.ts';
import { runVerify } from './verify.ts';

const HOST = '127.0.0.1';

/**
 * The main job on a fresh system that is thrown away: embedded database in a temporary folder, the real rates, the
 * first hour over HTTP, every invariant. Throws when anything is not as it must be; leaves no process and no file.
 */
export async function smoke(log: (line: string) => void): Promise<void> {
  const began = performance.now();
  const undo: (() => Promise<unknown>)[] = [];
  const cleanUp = async () => {
    for (const one of undo.splice(0).reverse()) await one();
  };
  const interrupted = () => void cleanUp().finally(() => process.exit(130));
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  try {
    const summary = await run(undo, log);
    await cleanUp();
    log(`took ${((performance.now() - began) / 1000).toFixed(1)} s`);
    log(
      `smoke: ok ${summary.invoices} invoices, ${summary.entries} entries, trial balance ${summary.difference}`,
    );
  } finally {
    await cleanUp();
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
  }
}

async function run(undo: (() => Promise<unknown>)[], log: (line: string) => void) {
  const folder = await mkdtemp(join(tmpdir(), 'crypto-erp-smoke-'));
  undo.push(() => rm(folder, { recursive: true, force: true }));
  await chmod(folder, 0o711);
  const dataFolder = join(folder, 'postgres');
  const database = await startMigrated({ dataFolder, log: () => undefined });
  undo.push(async () => {
    await database.stop();
    await removeEmbedded(dataFolder);
  });
  const db = openDatabase(database.appUrl, 20);
  undo.push(() => db.close());

  const { days, assets, rates } = await importEcb(db, BUNDLED_RATES);
  log(`imported ${rates} rates of ${assets} currencies on ${days} days`);

  const quiet = createLog('error');
  const shared = {
    db,
    authSecret: 'of a system that lives for a minute only',
    webhookAllowPrivate: false,
    log: quiet,
  };
  const worker = await startWorker({ ...shared, databaseUrl: database.appUrl, ecbRatesUrl: undefined });
  undo.push(() => worker.close());
  const port = await claimPort(HOST, 0);
  const baseUrl = `http://${HOST}:${port}`;
  const app = await createApi({
    ...shared,
    baseUrl,
    trustProxy: false,
    afterCommit: worker.wake,
  });
  undo.push(() => app.close());
  await app.listen({ host: HOST, port });

  const result = await firstHour(baseUrl, log);
  const held = await runVerify({ db, companyIds: [result.companyId], log });
  if (!held) throw new Error('smoke: an invariant of the books is broken.');
  return result;
}
