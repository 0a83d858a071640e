import { createApi } from './api.ts';
import { openDatabase } from './db/database.ts';
import { DEMO, ensureDemo } from './demo.ts';
import { type Env, EnvError, readEnv } from './env.ts';
import type { VerifactuEndpoint } from './features/verifactu/endpoint.ts';
import { claimPort, portError } from './listen.ts';
import { createLog } from './log.ts';
import { StartError } from './start-error.ts';
import { openS3 } from './storage/s3.ts';
import { authSecret, startDatabase } from './system.ts';
import { type RunningWorker, startWorker } from './worker.ts';

/** What stops, last started first. A second signal ends the process at once. */
const stops: (() => Promise<void>)[] = [];
let stopping = false;

async function stop(code: number): Promise<void> {
  if (stopping) process.exit(code || 130);
  stopping = true;
  for (const one of stops.reverse()) {
    await one().catch((error: Error) => console.error(`While stopping: ${error.message}`));
  }
  process.exit(code);
}

/** For the person at the console. */
const tell = (line: string) => console.log(line);

/** Where Verifactu records go, or undefined when nobody said. */
function verifactuEndpoint(env: Env): VerifactuEndpoint | undefined {
  const { verifactuUrl: url, verifactuCertificate, verifactuCertificatePassword } = env;
  if (url === undefined) return undefined;
  return { url, certificate: verifactuCertificate, certificatePassword: verifactuCertificatePassword };
}

/** Runs the role that the settings ask for; `all` is the database, the API, the web page and the worker. */
async function main(): Promise<void> {
  const env = readEnv(process.env, process.argv.slice(2));
  const log = createLog(env.logLevel);
  const servesApi = env.role !== 'worker';
  const port = servesApi ? await claimPort(env.host, env.port) : env.port;
  const secret = await authSecret(env);

  const database = await startDatabase(env, tell, log);
  stops.push(() => database.stop());
  void database.lost.then((line) => {
    console.error(line);
    return stop(1);
  });
  const db = openDatabase(database.url, env.poolSize);
  stops.push(() => db.close());

  const objects = env.storage && openS3(env.storage);
  let worker: RunningWorker | undefined;
  if (env.role !== 'api') {
    worker = await startWorker({
      db,
      databaseUrl: database.url,
      ecbRatesUrl: env.ecbRatesUrl,
      verifactu: verifactuEndpoint(env),
      mail:
        env.smtpUrl && env.mailFrom !== undefined ? { smtpUrl: env.smtpUrl, from: env.mailFrom } : undefined,
      authSecret: secret,
      webhookAllowPrivate: env.webhookAllowPrivate,
      objects,
      log,
    });
    stops.push(worker.close);
  }
  if (!servesApi) return;

  const address = env.baseUrl ?? `http://localhost:${port}`;
  const app = await createApi({
    db,
    authSecret: secret,
    baseUrl: address,
    trustProxy: env.trustProxy,
    mailFrom: env.mailFrom,
    webhookAllowPrivate: env.webhookAllowPrivate,
    log,
    objects,
    afterCommit: worker?.wake,
  });
  stops.push(() => app.close());
  await app.listen({ host: env.host, port }).catch((error) => {
    throw portError(error, env.host, port);
  });
  const demo = env.demo && (await ensureDemo({ db, app, log: tell }));
  console.log(`\nCrypto-ERP is ready at ${address}`);
  if (demo) console.log(`Sign in to the demo company with ${DEMO.email} and ${DEMO.password}`);
}

process.on('SIGINT', () => void stop(0));
process.on('SIGTERM', () => void stop(0));
main().catch((error: unknown) => {
  const known = error instanceof StartError || error instanceof EnvError;
  console.error(known ? error.message : error);
  return stop(1);
});
