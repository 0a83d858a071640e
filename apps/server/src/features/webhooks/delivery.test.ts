import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import type { Database } from '../../db/database.ts';
import { assertChecksHold } from '../../testing/entries.ts';
import type { Received } from '../../testing/receiver.ts';
import { signedBy, type TestWebhooks, testWebhooks } from '../../testing/webhooks.ts';
import { RETRY_DELAYS, verdictOn } from './deliver.ts';
import { claimDeliveries, recordAttempt } from './delivery-store.ts';

let webhooks: TestWebhooks;
let company: Awaited<ReturnType<TestWebhooks['company']>>;
before(async () => {
  webhooks = await testWebhooks();
});
after(() => webhooks.close());
beforeEach(async () => {
  company = await webhooks.company();
});
afterEach(() => assertChecksHold(webhooks.api, company.id));

const eventOf = (request: Received | undefined) => JSON.parse(request?.body ?? 'null');

test('an event is sent once, signed, with what happened', async () => {
  const webhook = await company.webhook();
  const contact = await company.contact('Ann');
  await webhooks.run();
  const [request, ...more] = company.receiver.received;
  assert.ok(request !== undefined && more.length === 0);
  const { id, sequence, occurredAt, ...event } = eventOf(request);
  assert.deepEqual(event, {
    companyId: company.id,
    type: 'contact.created',
    subject: { kind: 'contact', id: contact.id },
    data: contact,
  });
  assert.ok(sequence >= 1 && occurredAt.startsWith('20'));
  assert.ok(signedBy(webhook.secret, request) && !signedBy('whsec_other', request));
  assert.equal(request.headers['content-type'], 'application/json');

  const delivery = await company.delivery(webhook, id);
  assert.deepEqual([delivery.status, delivery.attempts, delivery.nextAttemptAt], ['delivered', 1, null]);
  assert.equal(delivery.attemptLog[0]?.statusCode, 204);
  await company.hurry();
  await webhooks.run();
  assert.equal(company.receiver.received.length, 1);
});

test('what fails is tried again later with the same event and is delivered then', async () => {
  const webhook = await company.webhook();
  company.receiver.answer = (_request, response) => response.writeHead(503).end('closed for lunch');
  await company.contact('Ann');
  await webhooks.run();
  const { id } = eventOf(company.receiver.received[0]);
  const waiting = await company.delivery(webhook, id);
  assert.deepEqual([waiting.status, waiting.lastAttempt?.excerpt], ['waiting', 'closed for lunch']);
  assert.ok(waiting.nextAttemptAt !== null);
  // Its time has not come.
  await webhooks.run();
  assert.equal(company.receiver.received.length, 1);

  company.receiver.answer = (_request, response) => response.writeHead(200).end('thanks');
  await company.hurry();
  await webhooks.run();
  const [first, second] = company.receiver.received;
  assert.equal(second?.body, first?.body);
  const delivery = await company.delivery(webhook, id);
  assert.equal(delivery.status, 'delivered');
  assert.deepEqual(
    delivery.attemptLog.map(({ attempt, statusCode, excerpt }) => [attempt, statusCode, excerpt]),
    [
      [1, 503, 'closed for lunch'],
      [2, 200, 'thanks'],
    ],
  );
});

test('an object is told in order: its later events wait for the earlier one, those of others do not', async () => {
  await company.webhook();
  const ann = await company.contact('Ann');
  await company.rename(ann, 'Ann Two');
  await company.contact('Bob');
  const refuse = new Set(['Ann']);
  company.receiver.answer = ({ body }, response) =>
    response.writeHead(refuse.has(JSON.parse(body).data.name) ? 500 : 204).end();
  await webhooks.run();
  assert.deepEqual(company.names().sort(), ['Ann', 'Bob']);
  // What happens to it meanwhile waits too.
  await company.rename({ ...ann, version: 2 }, 'Ann Three');
  await webhooks.run();
  assert.equal(company.names().length, 2);

  refuse.clear();
  await company.hurry();
  await webhooks.run();
  assert.deepEqual(company.names().slice(2), ['Ann', 'Ann Two', 'Ann Three']);
});

test('a worker that is killed between sending and noting it makes the next one send the same again', async () => {
  const webhook = await company.webhook();
  const ann = await company.contact('Ann');
  await company.rename(ann, 'Ann Two');
  const { received } = company.receiver;
  const killed: Database = {
    ...webhooks.api.db,
    inCompany: (ids, work) =>
      received.length > 0 ? Promise.reject(new Error('killed')) : webhooks.api.db.inCompany(ids, work),
  };
  await assert.rejects(webhooks.run(killed), /killed/);
  const { id } = eventOf(received[0]);
  assert.equal((await company.delivery(webhook, id)).status, 'sending');
  // Nobody takes it for lost yet.
  await webhooks.run();
  assert.equal(received.length, 1);

  await company.hurry();
  await webhooks.run();
  assert.deepEqual(company.names(), ['Ann', 'Ann', 'Ann Two']);
  assert.equal(received[1]?.body, received[0]?.body);
  const { status, attempts, attemptLog } = await company.delivery(webhook, id);
  assert.deepEqual([status, attempts, attemptLog.map((one) => one.attempt)], ['delivered', 2, [2]]);
});

test('what an attempt found out counts only while no later one was begun', async () => {
  const webhook = await company.webhook();
  company.receiver.answer = (_request, response) => response.writeHead(500).end();
  await company.contact('Ann');
  await webhooks.run();
  const { id } = eventOf(company.receiver.received[0]);
  const { db } = webhooks.api;
  for (const attempt of [2, 3]) {
    await company.hurry();
    const claimed = await db.inCompany(company.id, (trx) => claimDeliveries(trx, company.id, webhook.id, 8));
    assert.deepEqual(
      claimed.map((one) => one.attempt),
      [attempt],
    );
  }
  // The second, which was taken for lost, comes back after all.
  const second = { companyId: company.id, webhookId: webhook.id, eventId: id, attempt: 2 };
  const outcome = { statusCode: 200, durationMs: 1, error: null, excerpt: '' };
  await db.inCompany(company.id, (trx) => recordAttempt(trx, second, outcome, 'delivered'));
  const delivery = await company.delivery(webhook, id);
  assert.deepEqual([delivery.status, delivery.lastAttempt?.attempt], ['sending', 2]);
  const again = await webhooks.user.post<{ code: string }>(
    `${company.at}/webhooks/${webhook.id}/deliveries/${id}/resend`,
    {},
  );
  assert.deepEqual([again.status, again.body.code], [409, 'delivery_under_way']);
});

test('after three days it is given up, shown, no longer in the way, and can be sent again', async () => {
  const webhook = await company.webhook();
  const { receiver } = company;
  receiver.answer = (_request, response) => response.writeHead(500).end();
  const ann = await company.contact('Ann');
  await webhooks.run();
  const { id } = eventOf(receiver.received[0]);
  for (const [failures] of RETRY_DELAYS.entries()) {
    const { status, attempts } = await company.delivery(webhook, id);
    assert.deepEqual([status, attempts], ['waiting', failures + 1]);
    await company.hurry();
    await webhooks.run();
  }
  assert.equal((await company.delivery(webhook, id)).status, 'given-up');
  const { items } = await company.call<{ items: { eventId: string }[] }>(
    'GET',
    `webhooks/${webhook.id}/deliveries?status=given-up`,
  );
  assert.deepEqual(
    items.map((one) => one.eventId),
    [id],
  );

  receiver.answer = (_request, response) => response.writeHead(204).end();
  await company.rename(ann, 'Ann Two');
  await webhooks.run();
  assert.equal(company.names().at(-1), 'Ann Two');
  const resent = await company.call<{ status: string }>(
    'POST',
    `webhooks/${webhook.id}/deliveries/${id}/resend`,
  );
  assert.equal(resent.status, 'waiting');
  await webhooks.run();
  assert.equal(eventOf(receiver.received.at(-1)).id, id);
  const { status, attempts } = await company.delivery(webhook, id);
  assert.deepEqual([status, attempts], ['delivered', RETRY_DELAYS.length + 2]);
});

test('the delays make three days, and any status but 2xx is a failure', () => {
  const hours = RETRY_DELAYS.reduce((sum, seconds) => sum + seconds, 0) / 3600;
  assert.ok(hours > 71 && hours <= 72, `${hours} hours`);
  for (const statusCode of [null, 100, 199, 300, 301, 404, 410, 500])
    assert.deepEqual(verdictOn({ statusCode }, 0), { retryInSeconds: 10 });
  for (const statusCode of [200, 204, 299]) assert.equal(verdictOn({ statusCode }, 0), 'delivered');
  assert.equal(verdictOn({ statusCode: 500 }, RETRY_DELAYS.length), 'given-up');
});

test('both secrets sign for a day after a rotation, then the new one alone', async () => {
  const webhook = await company.webhook();
  const rotated = await company.call<{ secret: string; previousSecretUntil: string | null }>(
    'POST',
    `webhooks/${webhook.id}/rotate-secret`,
  );
  assert.notEqual(rotated.secret, webhook.secret);
  const hours = (Date.parse(rotated.previousSecretUntil ?? '') - Date.now()) / 3_600_000;
  assert.ok(hours > 23.9 && hours <= 24, `${hours} hours`);
  await company.contact('Ann');
  await webhooks.run();
  await webhooks.api.asOwner('UPDATE erp.webhooks SET previous_until = now() WHERE id = $1', [webhook.id]);
  await company.contact('Bob');
  await webhooks.run();
  const signed = company.receiver.received.map((one) =>
    [webhook, rotated].map(({ secret }) => signedBy(secret, one)),
  );
  assert.deepEqual(signed, [
    [true, true],
    [false, true],
  ]);
});

test('what happens while a webhook is off or asks for other types is never sent; what waited goes on', async () => {
  const webhook = await company.webhook();
  company.receiver.answer = (_request, response) => response.writeHead(500).end();
  await company.contact('Waits');
  await webhooks.run();
  company.receiver.answer = (_request, response) => response.writeHead(204).end();
  const off = await company.change(webhook, { active: false });
  await company.contact('Unheard');
  await company.hurry();
  await webhooks.run();
  assert.deepEqual(company.names(), ['Waits']);
  const narrow = await company.change(off, { eventTypes: ['tax.created'] });
  await company.contact('Of no interest');
  await company.hurry();
  await webhooks.run();
  await company.change(narrow, { eventTypes: null });
  await company.contact('Heard');
  await company.hurry();
  await webhooks.run();
  assert.deepEqual(company.names(), ['Waits', 'Waits', 'Heard']);
});

test('a deleted webhook is sent nothing more', async () => {
  const webhook = await company.webhook();
  await company.contact('Ann');
  await company.call('DELETE', `webhooks/${webhook.id}`);
  await webhooks.run();
  assert.deepEqual(company.receiver.received, []);
});
