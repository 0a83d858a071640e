import type { Logger } from 'pino';
import type { Database } from './db/database.ts';
import { createAssetCatalogue } from './features/assets/catalogue.ts';
import { createDocumentRenderer } from './features/documents/pdf/render-in-worker.ts';
import { documentPdf, renderDocumentPdf } from './features/documents/render-pdf.ts';
import { checkImport } from './features/imports/check.ts';
import { importsRound } from './features/imports/round.ts';
import { runImportJob } from './features/imports/run.ts';
import { sendMail } from './features/mails/send-mail.ts';
import { areRatesOld } from './features/prices/read-model.ts';
import { updateEcbRates } from './features/prices/update-rates.ts';
import { createRecurringDue } from './features/recurring/run.ts';
import { sendReminders } from './features/reminders/run.ts';
import { createStatementRenderer } from './features/statements/pdf/render-in-worker.ts';
import { printedStatement } from './features/statements/service.ts';
import type { VerifactuEndpoint } from './features/verifactu/endpoint.ts';
import { sendVerifactu } from './features/verifactu/send.ts';
import { recordVerifactu } from './features/verifactu/service.ts';
import { deliverWebhook } from './features/webhooks/deliver.ts';
import { eventsRound } from './features/webhooks/round.ts';
import { SEAL_PURPOSE } from './features/webhooks/service.ts';
import { cleanUp } from './jobs/clean-up.ts';
import { type Handlers, runJob } from './jobs/handlers.ts';
import { openJobPool, openQueues, type QueueClient, startWorkers } from './jobs/queues.ts';
import { startRelay } from './jobs/relay.ts';
import { startRounds } from './jobs/rounds.ts';
import { startDay } from './jobs/start-day.ts';
import { createMailer } from './mail/smtp.ts';
import { createSeal } from './secrets.ts';
import type { ObjectStore } from './storage/s3.ts';

export interface WorkerOptions {
  db: Database;
  /** Where BullMQ keeps its queues. */
  databaseUrl: string;
  /** The European Central Bank's rates as XML, or a mirror of them; without an address nothing is fetched. */
  ecbRatesUrl: string | undefined;
  /** Where Verifactu records are sent; without it they are written and wait. */
  verifactu?: VerifactuEndpoint | undefined;
  /** The mail server and the address that mails come from; undefined: no mail is sent. */
  mail?: { smtpUrl: string; from: string } | undefined;
  /** The secrets of webhooks are sealed under it. */
  authSecret: string;
  /** Whether webhooks may lead to private addresses and over plain http. */
  webhookAllowPrivate: boolean;
  /** Where attachments are kept that are not in the database. */
  objects?: ObjectStore | undefined;
  log: Logger;
}

export interface RunningWorker {
  /** For the API in the same process: a commit wrote to an outbox. */
  wake(): void;
  /** Finishes the jobs under way, then stops. */
  close(): Promise<void>;
}

/** Every working day after the European Central Bank has published (16:00 in Frankfurt), and once more in case it was late. */
const ECB_SCHEDULE = '30 15,17 * * 1-5';

/** Every minute, which is the least that the tax agency has one wait; a company is sent for when its turn has come. */
const VERIFACTU_SCHEDULE = '* * * * *';

/** Every night, when few work. */
const CLEAN_UP_SCHEDULE = '20 3 * * *';

/** Every hour, since somewhere a day begins. */
const DAY_SCHEDULE = '5 * * * *';

/** Starts what a worker is made of: what gives events their order, the outbox relay, the handlers of every queue. */
export async function startWorker({
  db,
  databaseUrl,
  ecbRatesUrl,
  verifactu,
  mail,
  authSecret,
  webhookAllowPrivate,
  objects,
  log,
}: WorkerOptions): Promise<RunningWorker> {
  const pool = openJobPool(databaseUrl);
  const queues = openQueues(pool);
  const renderer = createDocumentRenderer();
  const statements = createStatementRenderer();
  const assets = createAssetCatalogue(db);
  const mailer = mail && createMailer(mail.smtpUrl, mail.from);
  const seal = createSeal(authSecret, SEAL_PURPOSE);
  const stopping = new AbortController();
  const imports = { db, assets, stopping: stopping.signal };
  const handlers: Handlers = {
    'render-document': (payload) => renderDocumentPdf(db, renderer, payload),
    'record-verifactu': (payload) => recordVerifactu(db, payload),
    'send-verifactu': () => sendVerifactu(db, verifactu),
    'send-mail': (payload) =>
      sendMail(
        db,
        mailer,
        {
          'document-pdf': (companyId, { documentId }) => documentPdf(db, renderer, companyId, documentId),
          'statement-pdf': async (companyId, { contactId, period }) =>
            statements.render(
              await db.inCompany(companyId, (trx) => printedStatement(trx, companyId, contactId, period)),
            ),
        },
        payload,
      ),
    'send-reminders': (payload) => sendReminders(db, { assets, mailFrom: mail?.from }, payload),
    'create-recurring': (payload) => createRecurringDue(db, assets, payload),
    'start-day': () => startDay(db, new Date(), mail !== undefined),
    'fetch-ecb-rates': () => updateEcbRates(db, ecbRatesUrl),
    'deliver-webhooks': (payload) => deliverWebhook(db, seal, { allowPrivate: webhookAllowPrivate }, payload),
    'check-import': (payload) => checkImport(imports, payload),
    'run-import': (payload) => runImportJob(imports, payload),
    'clean-up': () => cleanUp(db, objects),
  };
  await queues.repeat('clean-up', CLEAN_UP_SCHEDULE);
  if (verifactu !== undefined) await queues.repeat('send-verifactu', VERIFACTU_SCHEDULE);
  await queues.repeat('start-day', DAY_SCHEDULE);
  if (ecbRatesUrl !== undefined) await scheduleRates(db, queues);

  let closing = false;
  const workers = startWorkers(
    pool,
    (name, payload) => runJob(handlers, name, payload),
    (error, job) => {
      // A connection that ends while we close is no news.
      if (!closing || job) log.error({ err: error, job }, job ? 'job failed' : 'queue error');
    },
  );
  const relay = startRelay(db, queues, (error) => log.error({ err: error }, 'outbox relay failed'));
  const events = startRounds(
    async (report) => {
      const done = await eventsRound(db, report);
      if (done > 0) relay.wake();
      return done;
    },
    (error) => log.error({ err: error }, 'sequencing events failed'),
  );
  const lostImports = startRounds(
    async (report) => {
      const asked = await importsRound(db, report);
      if (asked > 0) relay.wake();
      return asked;
    },
    (error) => log.error({ err: error }, 'looking for lost imports failed'),
  );

  return {
    wake() {
      events.wake();
      relay.wake();
    },
    async close() {
      closing = true;
      stopping.abort();
      await lostImports.close();
      await events.close();
      await relay.close();
      await workers.close();
      await queues.close();
      await renderer.close();
      await statements.close();
      await pool.end();
    },
  };
}

/**
 * Fetches the rates on the schedule; and at this start too when they are old. The hour in the job's id makes workers
 * that start together add one job, and leaves a later start its own try.
 */
async function scheduleRates(db: Database, queues: QueueClient): Promise<void> {
  await queues.repeat('fetch-ecb-rates', ECB_SCHEDULE);
  if (!(await db.inControl(areRatesOld))) return;
  await queues.add('fetch-ecb-rates', `at-start-${new Date().toISOString().slice(0, 13)}`, {});
}
