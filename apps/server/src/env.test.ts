import assert from 'node:assert/strict';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { EnvError, readEnv } from './env.ts';

function problemsOf(source: Record<string, string>, args: string[] = []): readonly string[] {
  try {
    readEnv(source, args);
  } catch (error) {
    assert.ok(error instanceof EnvError);
    return error.problems;
  }
  return [];
}

test('nothing set is the embedded system on port 3000, for this machine alone', () => {
  assert.deepEqual(readEnv({}, []), {
    role: 'all',
    port: 3000,
    host: '127.0.0.1',
    dataFolder: resolve(import.meta.dirname, '../../../.data'),
    demo: true,
    databaseUrl: undefined,
    databaseOwnerUrl: undefined,
    authSecret: undefined,
    encryptionKeys: [],
    baseUrl: undefined,
    ecbRatesUrl: undefined,
    verifactuUrl: undefined,
    verifactuCertificate: undefined,
    verifactuCertificatePassword: undefined,
    smtpUrl: undefined,
    mailFrom: undefined,
    webhookAllowPrivate: false,
    storage: undefined,
    logLevel: 'warn',
    poolSize: 20,
    trustProxy: false,
  });
});

test('flags win over the environment', () => {
  const source = { PORT: '4000', DATA_FOLDER: '/one', DEMO: 'true' };
  const env = readEnv(source, ['--port', '0', '--data=two', '--no-demo']);
  assert.deepEqual([env.port, env.dataFolder, env.demo], [0, join(process.cwd(), 'two'), false]);
  assert.equal(readEnv(source, []).port, 4000);
});

test('a server of the user is used for migrations too, unless another login is set, and gets no demo', () => {
  const one = readEnv({ DATABASE_URL: 'postgres://a:b@db/x', ROLE: 'worker' }, []);
  assert.deepEqual([one.databaseOwnerUrl, one.demo, one.role], ['postgres://a:b@db/x', false, 'worker']);
  const two = readEnv({ DATABASE_URL: 'postgres://a@db/x', DATABASE_OWNER_URL: 'postgres://o@db/x' }, [
    '--demo',
  ]);
  assert.deepEqual([two.databaseOwnerUrl, two.demo], ['postgres://o@db/x', true]);
});

test('a system that other machines reach gets no demo unless it is asked for', () => {
  assert.equal(readEnv({ HOST: '0.0.0.0' }, []).demo, false);
  assert.equal(readEnv({ HOST: '0.0.0.0' }, ['--demo']).demo, true);
  assert.equal(readEnv({ HOST: 'localhost' }, []).demo, true);
});

test('every bad setting is listed at once', () => {
  const bad = {
    PORT: '70000',
    ROLE: 'boss',
    DATABASE_URL: 'mysql://root:hunter2@db',
    BASE_URL: 'ftp://x',
    AUTH_SECRET: 'short',
    LOG_LEVEL: 'loud',
    POOL_SIZE: '-1',
    DEMO: 'maybe',
    WEBHOOK_ALLOW_PRIVATE: 'sometimes',
    TRUST_PROXY: 'everyone',
    SMTP_URL: 'mail://u:hunter2@x',
    MAIL_FROM: 'Billing <billing@example.com>',
  };
  const problems = problemsOf(bad, ['--colour', 'red', '--data']);
  const names = problems.map((problem) => problem.split(':')[0]).sort();
  const flags = ['"red"', '--colour', '--data'];
  assert.deepEqual(names, [...Object.keys(bad), ...flags].sort());
  assert.ok(!problems.join().includes('hunter2'), 'no secret in a message');
});

test('ports are whole numbers', () => {
  for (const port of ['3e3', '0x10', '1.5', '-1', '65536', 'x', ' ']) {
    assert.equal(problemsOf({}, [`--port=${port}`]).length, 1, port);
  }
  assert.equal(readEnv({ PORT: '' }, []).port, 3000);
});

test('what belongs together is asked for together', () => {
  assert.match(problemsOf({ DATABASE_OWNER_URL: 'postgres://o@db/x' })[0] ?? '', /needs DATABASE_URL/);
  assert.match(problemsOf({}, ['--role', 'api'])[0] ?? '', /must be set for role api/);
  const production = { DATABASE_URL: 'postgres://a@db/x', NODE_ENV: 'production' };
  assert.match(problemsOf(production)[0] ?? '', /AUTH_SECRET: must be set/);
  assert.deepEqual(problemsOf({ ...production, AUTH_SECRET: 'x'.repeat(32) }), []);
});

test('a mail server and the address that mails come from go together', () => {
  const both = { SMTP_URL: 'smtps://u:p@mail.example.com', MAIL_FROM: 'billing@example.com' };
  const env = readEnv(both, []);
  assert.deepEqual([env.smtpUrl, env.mailFrom], [both.SMTP_URL, both.MAIL_FROM]);
  for (const one of Object.entries(both)) {
    assert.match(problemsOf(Object.fromEntries([one]))[0] ?? '', /must be set together with SMTP_URL/);
  }
  for (const wrong of ['billing', 'a@b\r\nBcc: c@d', 'a@b, c@d', '<a@b>', '@b', 'a@', 'a@b@c']) {
    assert.equal(problemsOf({ ...both, MAIL_FROM: wrong }).length, 1, wrong);
  }
});

test('proxies are networks, all or none', () => {
  const of = (value: string) => readEnv({ TRUST_PROXY: value }, []).trustProxy;
  assert.deepEqual([of('true'), of('false'), of('10.0.0.0/8, ::1')], [true, false, ['10.0.0.0/8', '::1']]);
  assert.equal(problemsOf({ TRUST_PROXY: '10.0.0.0/64' }).length, 1);
  // Fastify trusts nobody when told only a number of hops, since it cannot check who is at the other end.
  assert.equal(problemsOf({ TRUST_PROXY: '2' }).length, 1);
});

test('the storage of attachments is a bucket with its keys, at AWS or elsewhere, or the database', () => {
  const keys = { STORAGE_ACCESS_KEY_ID: 'id', STORAGE_SECRET_ACCESS_KEY: 'hunter2' };
  const of = (STORAGE_URL: string) => readEnv({ STORAGE_URL, ...keys }, []).storage;
  const made = { accessKeyId: 'id', secretAccessKey: 'hunter2', bucket: 'my-bucket' };
  assert.deepEqual(of('s3://my-bucket/erp/files/?region=eu-west-1'), {
    ...made,
    endpoint: 'https://s3.eu-west-1.amazonaws.com',
    region: 'eu-west-1',
    prefix: 'erp/files/',
  });
  assert.deepEqual(of('s3://my-bucket?endpoint=http://127.0.0.1:9000/&region=auto'), {
    ...made,
    endpoint: 'http://127.0.0.1:9000',
    region: 'auto',
    prefix: '',
  });
  assert.equal(readEnv({ STORAGE_URL: 'database' }, []).storage, undefined);
  for (const url of [
    'file:///tmp',
    's3://my-bucket',
    's3://my-bucket/a b?region=x',
    's3://my-bucket?region=x&endpoint=ftp://x',
    's3://my-bucket?region=x&endpoint=https://x/path',
    's3://my-bucket?region=x&acl=public',
    's3://B?region=x',
  ]) {
    const problems = problemsOf({ STORAGE_URL: url, ...keys });
    assert.match(problems.join(), /^STORAGE_URL: must be database, or s3/, url);
    assert.ok(!problems.join().includes('hunter2'));
  }
  assert.match(
    problemsOf({ STORAGE_URL: 's3://my-bucket?region=x' }).join(),
    /needs STORAGE_ACCESS_KEY_ID and/,
  );
  assert.match(problemsOf(keys).join(), /need STORAGE_URL too/);
});

test('a key that seals is 32 bytes under a name, and is not shown when it is not', () => {
  const key = Buffer.alloc(32, 7);
  const env = readEnv({ ENCRYPTION_KEYS: `2026-01:${key.toString('base64')}` }, []);
  assert.deepEqual(env.encryptionKeys, [{ id: '2026-01', key }]);
  const [problem = ''] = problemsOf({ ENCRYPTION_KEYS: '2026-01:tooshort' });
  assert.match(problem, /^ENCRYPTION_KEYS: /);
  assert.doesNotMatch(problem, /tooshort/);
});
