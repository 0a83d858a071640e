import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApi } from '../api.ts';
import { type Database, openDatabase } from '../db/database.ts';
import { removeEmbedded } from '../db/embedded.ts';
import { BUNDLED_RATES, importEcb } from '../features/prices/import-ecb.ts';
import { claimPort } from '../listen.ts';
import { createLog } from '../log.ts';
import { startMigrated } from '../system.ts';
import { startWorker } from '../worker.ts';

const HOST = '127.0.0.1';
const MAIL_FROM = 'books@crypto-erp.example';

export interface ThrowawaySystem {
  baseUrl: string;
  db: Database;
}

/**
 * Runs `work` against a fresh system with the European Central Bank's real rates, and throws the system away: embedded
 * database in a temporary folder, API, worker, which sends mails to `smtpUrl` if there is one. Leaves no process and no
 * file, also after a Ctrl-C.
 */
export async function withThrowawaySystem<T>(
  log: (line: string) => void,
  work: (system: ThrowawaySystem) => Promise<T>,
  smtpUrl?: string,
): Promise<T> {
  const undo: (() => Promise<unknown>)[] = [];
  const cleanUp = async () => {
    for (const one of undo.splice(0).reverse()) await one();
  };
  const interrupted = () => void cleanUp().finally(() => process.exit(130));
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  try {
    return await work(await start(undo, log, smtpUrl));
  } finally {
    await cleanUp();
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
  }
}

async function start(
  undo: (() => Promise<unknown>)[],
  log: (line: string) => void,
  smtpUrl: string | undefined,
): Promise<ThrowawaySystem> {
  const folder = await mkdtemp(join(tmpdir(), 'crypto-erp-throwaway-'));
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

  const shared = {
    db,
    authSecret: 'of a system that lives for a minute only',
    webhookAllowPrivate: false,
    log: createLog('error'),
  };
  const worker = await startWorker({
    ...shared,
    databaseUrl: database.appUrl,
    ecbRatesUrl: undefined,
    ...(smtpUrl && { mail: { smtpUrl, from: MAIL_FROM } }),
  });
  undo.push(() => worker.close());
  const port = await claimPort(HOST, 0);
  const baseUrl = `http://${HOST}:${port}`;
  const app = await createApi({
    ...shared,
    baseUrl,
    trustProxy: false,
    ...(smtpUrl && { mailFrom: MAIL_FROM }),
    afterCommit: worker.wake,
  });
  undo.push(() => app.close());
  await app.listen({ host: HOST, port });
  return { baseUrl, db };
}
