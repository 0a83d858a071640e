import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import type { Contact } from '@crypto-erp/contract/contacts';
import type {
  Webhook,
  WebhookCreated,
  WebhookDeliveryDetail,
  WebhookInput,
} from '@crypto-erp/contract/webhooks';
import type { Database } from '../db/database.ts';
import { deliverWebhook } from '../features/webhooks/deliver.ts';
import { eventsRound } from '../features/webhooks/round.ts';
import { SEAL_PURPOSE } from '../features/webhooks/service.ts';
import { createSeal } from '../secrets.ts';
import { AUTH_SECRET, testApi } from './api.ts';
import { CONTACT } from './documents.ts';
import { type Received, type Receiver, testReceiver } from './receiver.ts';

export type TestWebhooks = Awaited<ReturnType<typeof testWebhooks>>;

/** The whole API with companies that tell a receiver on this machine what happens; `run` does the worker's part. */
export async function testWebhooks() {
  const api = await testApi();
  const user = await api.signUp();
  const seal = createSeal(AUTH_SECRET, SEAL_PURPOSE);
  const receivers: Receiver[] = [];

  /** Everything that a worker does about events, until nothing is due. */
  async function run(db: Database = api.db): Promise<void> {
    for (;;) {
      const done = await eventsRound(api.db, assert.fail);
      const jobs = await api.asOwner<{ payload: { companyId: string; webhookId: string } }>(
        `UPDATE erp.outbox SET relayed_at = now() WHERE relayed_at IS NULL AND job = 'deliver-webhooks'
         RETURNING payload`,
      );
      if (done === 0 && jobs.length === 0) return;
      await Promise.all(jobs.map(({ payload }) => deliverWebhook(db, seal, { allowPrivate: true }, payload)));
    }
  }

  /** A company with a receiver. */
  async function company() {
    const made = await user.createCompany();
    const receiver = await testReceiver();
    receivers.push(receiver);
    const call = async <T>(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, payload?: object) => {
      const answer = await user.call<T>({ method, url: `${made.at}/${url}`, ...(payload && { payload }) });
      assert.ok(answer.status < 300, `${method} ${url}: ${answer.status} ${JSON.stringify(answer.body)}`);
      return answer.body;
    };
    return {
      ...made,
      receiver,
      call,
      webhook: (change: Partial<WebhookInput> = {}) =>
        call<WebhookCreated>('POST', 'webhooks', {
          url: receiver.url,
          description: '',
          eventTypes: ['contact.created', 'contact.changed'],
          active: true,
          ...change,
        }),
      change: ({ id, url, description, eventTypes, version }: Webhook, change: Partial<WebhookInput>) =>
        call<Webhook>('PATCH', `webhooks/${id}`, {
          ...{ url, description, eventTypes, active: true, version },
          ...change,
        }),
      contact: (name: string) => call<Contact>('POST', 'contacts', { ...CONTACT, name }),
      rename: ({ id, ...contact }: Contact, name: string) =>
        call<Contact>('PATCH', `contacts/${id}`, { ...contact, name }),
      delivery: (webhook: { id: string }, eventId: string) =>
        call<WebhookDeliveryDetail>('GET', `webhooks/${webhook.id}/deliveries/${eventId}`),
      /** Has what waits for a time come due, and what is being sent taken for lost. */
      hurry: async () => {
        await api.asOwner(
          `UPDATE erp.webhook_deliveries SET next_attempt_at = now()
           WHERE company_id = $1 AND next_attempt_at IS NOT NULL`,
          [made.id],
        );
        await api.asOwner(
          `UPDATE erp.webhooks SET wake_at = now(), job_until = NULL WHERE company_id = $1 AND active`,
          [made.id],
        );
      },
      /** The names in the contacts that the receiver was told of, in order. */
      names: (): string[] => receiver.received.map(({ body }) => JSON.parse(body).data.name),
    };
  }

  return {
    api,
    user,
    run,
    company,
    async close() {
      for (const receiver of receivers) await receiver.close();
      await api.close();
    },
  };
}

/** The signatures of a request that are those of its body under `secret`, by the documented rule. */
export function signedBy(secret: string, { headers, body }: Received): boolean {
  const parts = String(headers['crypto-erp-signature']).split(',');
  const time = parts.find((part) => part.startsWith('t='))?.slice(2);
  const expected = createHmac('sha256', secret).update(`${time}.${body}`).digest('hex');
  return parts.includes(`v1=${expected}`);
}
