import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Webhook } from '@crypto-erp/contract/webhooks';
import { newId } from '../../db/id.ts';
import { createLog } from '../../log.ts';
import { createSeal } from '../../secrets.ts';
import { AUTH_SECRET } from '../../testing/api.ts';
import { refused } from '../../testing/books.ts';
import { WEBHOOK } from '../../testing/documents.ts';
import { until } from '../../testing/until.ts';
import { signedBy, type TestWebhooks, testWebhooks } from '../../testing/webhooks.ts';
import { startWorker } from '../../worker.ts';
import { SYSTEM } from '../audit-log/service.ts';
import { changeWebhook, createWebhook, SEAL_PURPOSE } from './service.ts';

let webhooks: TestWebhooks;
let company: Awaited<ReturnType<TestWebhooks['company']>>;
before(async () => {
  webhooks = await testWebhooks();
  company = await webhooks.company();
});
after(() => webhooks.close());

interface Refusal {
  code: string;
  errors?: { path: string }[];
}

test('a secret is shown once, and kept where a reader of the database does not see it', async () => {
  const key = newId();
  const made = await webhooks.user.post<Webhook & { secret: string }>(`${company.at}/webhooks`, WEBHOOK, key);
  assert.equal(made.status, 201);
  const { secret, ...webhook } = made.body;
  assert.match(secret, /^whsec_[\w-]{43}$/);
  const again = await webhooks.user.post<Refusal>(`${company.at}/webhooks`, WEBHOOK, key);
  assert.deepEqual([again.status, again.body.code], [409, 'idempotency_key_reused']);
  assert.deepEqual(await company.call('GET', `webhooks/${webhook.id}`), webhook);
  const { items } = await company.call<{ items: Webhook[] }>('GET', 'webhooks');
  assert.deepEqual(items, [webhook]);

  const rotated = await company.call<{ secret: string }>('POST', `webhooks/${webhook.id}/rotate-secret`);
  const dump = JSON.stringify([
    await webhooks.api.asOwner('SELECT to_jsonb(w) AS row, secret FROM erp.webhooks w'),
    await webhooks.api.asOwner('SELECT to_jsonb(a) AS row FROM erp.audit_log a'),
    await webhooks.api.asOwner('SELECT to_jsonb(k) AS row FROM erp.idempotency_keys k'),
  ]);
  for (const shown of [secret, rotated.secret]) {
    assert.ok(!dump.includes(shown) && !dump.includes(Buffer.from(shown).toString('hex')));
  }
  const seal = createSeal(AUTH_SECRET, SEAL_PURPOSE);
  const [row] = await webhooks.api.asOwner<{ secret: Buffer }>(
    'SELECT secret FROM erp.webhooks WHERE id = $1',
    [webhook.id],
  );
  assert.equal(seal.open(row?.secret ?? Buffer.alloc(0)), rotated.secret);
  assert.equal(createSeal('another secret', SEAL_PURPOSE).open(row?.secret ?? Buffer.alloc(0)), null);
  await company.call('DELETE', `webhooks/${webhook.id}`);
});

test('every change is audited, names the version it read, and is refused for what is wrong', async () => {
  const { secret: _, ...webhook } = await company.webhook({ description: 'Till' });
  const changed = await company.change(webhook, { description: 'Shop', active: false });
  assert.deepEqual(changed, { ...webhook, description: 'Shop', active: false, version: 2 });
  const stale = await webhooks.user.call<Refusal>({
    method: 'PATCH',
    url: `${company.at}/webhooks/${webhook.id}`,
    payload: { ...WEBHOOK, version: 1 },
  });
  assert.equal(stale.body.code, 'version_conflict');
  for (const [change, path] of [
    [{ url: 'ftp://example.com' }, '/url'],
    [{ url: 'http://exa mple.com' }, '/url'],
    [{ url: 'https://u:p@example.com/' }, '/url'],
    [{ eventTypes: [] }, '/eventTypes'],
    [{ eventTypes: ['invoice.dreamt-of'] }, '/eventTypes/0'],
    [{ eventTypes: ['tax.created', 'tax.created'] }, '/eventTypes'],
  ] as const) {
    const answer = await webhooks.user.post<Refusal>(`${company.at}/webhooks`, { ...WEBHOOK, ...change });
    assert.ok(answer.status >= 400 && answer.status < 500, JSON.stringify(change));
    assert.ok(
      answer.body.errors?.some((one) => one.path === path),
      JSON.stringify(answer.body),
    );
  }
  await company.call('DELETE', `webhooks/${webhook.id}`);
  const actions = await webhooks.api.asOwner<{ action: string }>(
    'SELECT action FROM erp.audit_log WHERE subject_id = $1 ORDER BY id',
    [webhook.id],
  );
  assert.deepEqual(
    actions.map((one) => one.action),
    ['webhook.created', 'webhook.changed', 'webhook.deleted'],
  );
});

test('an address that is not public is refused when it is given, and again when it is sent to', async () => {
  const context = { companyId: company.id, actor: SYSTEM };
  const options = { seal: createSeal(AUTH_SECRET, SEAL_PURPOSE), allowPrivate: false };
  const within = webhooks.api.db.inCompany;
  const existing = await company.webhook();
  for (const url of [
    ...[
      'http://93.184.215.14/',
      'https://127.0.0.1/',
      'https://2130706433/',
      'https://[::1]/',
      'https://10.0.0.1/',
    ],
    ...[
      'https://[::ffff:127.0.0.1]/',
      'https://169.254.169.254/latest',
      'https://localhost/',
      'https://0x7f.1/',
    ],
  ]) {
    const address = refused('webhook_address_refused', '/url');
    await assert.rejects(
      within(company.id, (trx) => createWebhook(trx, context, options, { ...WEBHOOK, url })),
      address,
    );
    const update = { ...WEBHOOK, url, version: 1 };
    await assert.rejects(
      within(company.id, (trx) => changeWebhook(trx, context, options, existing.id, update)),
      address,
    );
  }
  const made = await within(company.id, (trx) =>
    createWebhook(trx, context, options, { ...WEBHOOK, url: 'https://93.184.215.14/hook', active: false }),
  );
  assert.equal(made.url, 'https://93.184.215.14/hook');
  for (const { id } of [existing, made]) await company.call('DELETE', `webhooks/${id}`);
});

test('a company has at most twenty', async () => {
  const full = await webhooks.company();
  const made = await Promise.all(Array.from({ length: 20 }, () => full.webhook()));
  const url = `${full.at}/webhooks`;
  const answer = await webhooks.user.post<Refusal>(url, WEBHOOK);
  assert.deepEqual([answer.status, answer.body.code], [409, 'too_many_webhooks']);
  await full.call('DELETE', `webhooks/${made[7]?.id}`);
  assert.equal((await webhooks.user.post(url, WEBHOOK)).status, 201);
});

test('owners and admins keep webhooks; auditors look at them; events are for who may read the audit log', async () => {
  const webhook = await company.webhook();
  const expected = {
    admin: [200, 200, 201],
    accountant: [403, 200, 403],
    clerk: [403, 403, 403],
    approver: [200, 200, 403],
    auditor: [200, 200, 403],
  };
  for (const [role, statuses] of Object.entries(expected)) {
    const member = await webhooks.api.signUp();
    const { token } = await company.call<{ token: string }>('POST', 'invitations', {
      email: member.email,
      role,
    });
    await member.post('/v1/invitations/accept', { token });
    const answers = [
      await member.get(`${company.at}/webhooks/${webhook.id}/deliveries`),
      await member.get(`${company.at}/events/log`),
      await member.post(`${company.at}/webhooks`, { ...WEBHOOK, active: false }),
    ];
    assert.deepEqual(
      answers.map((one) => one.status),
      statuses,
      role,
    );
    if (statuses[2] === 403) {
      for (const [method, url] of [
        ['DELETE', `webhooks/${webhook.id}`],
        ['POST', `webhooks/${webhook.id}/rotate-secret`],
        ['POST', `webhooks/${webhook.id}/deliveries/${webhook.id}/resend`],
      ] as const) {
        assert.equal(
          (await member.call({ method, url: `${company.at}/${url}` })).status,
          403,
          `${role} ${url}`,
        );
      }
    }
  }
  await company.call('DELETE', `webhooks/${webhook.id}`);
});

test('a running worker sends what happens, and after a failure tries again', async () => {
  const fresh = await webhooks.company();
  const webhook = await fresh.webhook();
  fresh.receiver.answer = (_request, response) => response.writeHead(500).end();
  const worker = await startWorker({
    db: webhooks.api.db,
    databaseUrl: webhooks.api.appUrl,
    ecbRatesUrl: undefined,
    authSecret: AUTH_SECRET,
    webhookAllowPrivate: true,
    log: createLog('silent'),
  });
  try {
    await fresh.contact('Ann');
    worker.wake();
    await until(() => fresh.receiver.received.length === 1);
    fresh.receiver.answer = (_request, response) => response.writeHead(204).end();
    const { id } = JSON.parse(fresh.receiver.received[0]?.body ?? '');
    await until(async () => (await fresh.delivery(webhook, id)).status === 'waiting');
    await fresh.hurry();
    await until(async () => (await fresh.delivery(webhook, id)).status === 'delivered');
    assert.equal(fresh.receiver.received.length, 2);
    assert.ok(fresh.receiver.received.every((one) => signedBy(webhook.secret, one)));
  } finally {
    await worker.close();
  }
});
