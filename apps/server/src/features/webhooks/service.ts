import type {
  Webhook,
  WebhookCreated,
  WebhookDeliveryDetail,
  WebhookInput,
  WebhookUpdate,
} from '@crypto-erp/contract/webhooks';
import type { Trx } from '../../db/database.ts';
import { newId } from '../../db/id.ts';
import { DomainError, fieldError, notFound, versionConflict } from '../../errors.ts';
import { newSecret, type Seal } from '../../secrets.ts';
import type { Context } from '../audit-log/context.ts';
import { writeAudit } from '../audit-log/service.ts';
import { lockEvents } from '../events/service.ts';
import { AddressError, parseWebhookUrl, resolveWebhookUrl, systemResolve } from './address.ts';
import { restartDelivery } from './delivery-store.ts';
import { attemptsOf, findDelivery, findWebhook } from './read-model.ts';
import { deleteWebhook, insertWebhook, replaceSecret, updateWebhook, wakeWebhook } from './store.ts';

/** What signing secrets are sealed for; see `createSeal`. */
export const SEAL_PURPOSE = 'webhook secrets';

/** How every signing secret starts. */
const SECRET_START = 'whsec_';

/**
 * Adds a webhook. Its secret is returned here and never again. Throws `webhook_address_refused` for an address that is
 * not public, and `too_many_webhooks` for the twenty-first.
 */
export async function createWebhook(
  trx: Trx,
  context: Context,
  { seal, allowPrivate }: { seal: Seal; allowPrivate: boolean },
  input: WebhookInput,
): Promise<WebhookCreated> {
  const { companyId } = context;
  await checkAddress(input.url, allowPrivate);
  await lockEvents(trx, companyId);
  const id = newId();
  const secret = newSecret(SECRET_START);
  if (!(await insertWebhook(trx, companyId, id, input, seal.close(secret)))) {
    throw new DomainError(
      'too_many_webhooks',
      'A company has at most 20 webhooks: delete one, or have one receiver pass its events on.',
    );
  }
  const after = await requireWebhook(trx, companyId, id);
  await audit(trx, context, 'webhook.created', id, null, after);
  return { ...after, secret };
}

/**
 * Replaces every field of a webhook. What waits is sent to the new address. Throws `not_found`,
 * `webhook_address_refused`, `version_conflict`.
 */
export async function changeWebhook(
  trx: Trx,
  context: Context,
  { allowPrivate }: { allowPrivate: boolean },
  id: string,
  update: WebhookUpdate,
): Promise<Webhook> {
  const { companyId } = context;
  const before = await requireWebhook(trx, companyId, id);
  await checkAddress(update.url, allowPrivate);
  await lockEvents(trx, companyId);
  if (!(await updateWebhook(trx, companyId, id, update))) throw versionConflict();
  const after = await requireWebhook(trx, companyId, id);
  await audit(trx, context, 'webhook.changed', id, before, after);
  return after;
}

/** Deletes a webhook with its deliveries, those that wait included. Throws `not_found`. */
export async function removeWebhook(trx: Trx, context: Context, id: string): Promise<void> {
  await lockEvents(trx, context.companyId);
  const before = await requireWebhook(trx, context.companyId, id);
  await deleteWebhook(trx, context.companyId, id);
  await audit(trx, context, 'webhook.deleted', id, before, null);
}

/**
 * Gives a webhook a new secret, which is returned here and never again. The old one signs along for 24 hours; one older
 * than that no more. Throws `not_found`.
 */
export async function rotateSecret(
  trx: Trx,
  context: Context,
  seal: Seal,
  id: string,
): Promise<WebhookCreated> {
  await lockEvents(trx, context.companyId);
  const before = await requireWebhook(trx, context.companyId, id);
  const secret = newSecret(SECRET_START);
  await replaceSecret(trx, context.companyId, id, seal.close(secret));
  const after = await requireWebhook(trx, context.companyId, id);
  await audit(trx, context, 'webhook.secret-rotated', id, before, after);
  return { ...after, secret };
}

/**
 * Sends an event to a webhook once more, delivered before or not, with the event's same id and all tries before it.
 * Throws `not_found`, and `delivery_under_way` while it is being sent.
 */
export async function resendDelivery(
  trx: Trx,
  context: Context,
  webhookId: string,
  eventId: string,
): Promise<WebhookDeliveryDetail> {
  const { companyId } = context;
  await lockEvents(trx, companyId);
  const before = await requireDelivery(trx, companyId, webhookId, eventId);
  if (!(await restartDelivery(trx, companyId, webhookId, eventId))) {
    throw new DomainError('delivery_under_way', 'This is being sent just now: look how it ends.');
  }
  await wakeWebhook(trx, companyId, webhookId);
  const after = await requireDelivery(trx, companyId, webhookId, eventId);
  const told = { eventId, sequence: before.sequence, type: before.type };
  await audit(
    trx,
    context,
    'webhook.resent',
    webhookId,
    { ...told, status: before.status },
    { ...told, status: after.status },
  );
  return after;
}

/** The webhook. Throws `not_found`. */
export async function requireWebhook(trx: Trx, companyId: string, id: string): Promise<Webhook> {
  const webhook = await findWebhook(trx, companyId, id);
  if (webhook === null) throw notFound('webhook');
  return webhook;
}

/** The delivery of an event to a webhook, with its attempts. Throws `not_found`. */
export async function requireDelivery(
  trx: Trx,
  companyId: string,
  webhookId: string,
  eventId: string,
): Promise<WebhookDeliveryDetail> {
  const delivery = await findDelivery(trx, companyId, webhookId, eventId);
  if (delivery === null) throw notFound('delivery');
  return { ...delivery, attemptLog: await attemptsOf(trx, companyId, webhookId, eventId) };
}

/** What resolves today may resolve to something else tomorrow, so that each sending checks again. */
async function checkAddress(text: string, allowPrivate: boolean): Promise<void> {
  try {
    const url = parseWebhookUrl(text, allowPrivate);
    // Nothing could be refused, so that no name is asked for.
    if (!allowPrivate) await resolveWebhookUrl(url, allowPrivate, systemResolve);
  } catch (error) {
    if (error instanceof AddressError) throw fieldError('webhook_address_refused', '/url', error.message);
    throw error;
  }
}

function audit(
  trx: Trx,
  context: Context,
  action: string,
  id: string,
  before: unknown,
  after: unknown,
): Promise<void> {
  return writeAudit(trx, { ...context, action, subjectKind: 'webhook', subjectId: id, before, after });
}
