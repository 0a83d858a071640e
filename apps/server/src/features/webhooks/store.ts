import type { WebhookInput, WebhookUpdate } from '@crypto-erp/contract/webhooks';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';

/** Takes the lowest free place of the twenty; false when all are taken. Under the events' lock. */
export async function insertWebhook(
  trx: Trx,
  companyId: string,
  id: string,
  webhook: WebhookInput,
  secret: Buffer,
): Promise<boolean> {
  const { rows } = await sql`
    INSERT INTO erp.webhooks (company_id, id, place, url, description, event_types, active, secret)
    SELECT ${companyId}, ${id}, min(p), ${webhook.url}, ${webhook.description}, ${webhook.eventTypes}::text[],
      ${webhook.active}, ${secret}
    FROM generate_series(1, 20) AS p
    WHERE NOT EXISTS (SELECT FROM erp.webhooks w WHERE w.company_id = ${companyId} AND w.place = p)
    HAVING min(p) IS NOT NULL
    RETURNING id`.execute(trx);
  return rows.length === 1;
}

/**
 * Replaces the webhook as it was at `webhook.version`; false when it has another version by now. What waited while it
 * was not active is looked at again.
 */
export async function updateWebhook(
  trx: Trx,
  companyId: string,
  id: string,
  webhook: WebhookUpdate,
): Promise<boolean> {
  const { rows } = await sql`
    UPDATE erp.webhooks SET url = ${webhook.url}, description = ${webhook.description},
      event_types = ${webhook.eventTypes}::text[], active = ${webhook.active},
      wake_at = CASE WHEN ${webhook.active} THEN now() END, version = version + 1
    WHERE company_id = ${companyId} AND id = ${id} AND version = ${webhook.version} RETURNING id`.execute(
    trx,
  );
  return rows.length === 1;
}

/** Deletes a webhook with its deliveries. */
export async function deleteWebhook(trx: Trx, companyId: string, id: string): Promise<void> {
  await sql`DELETE FROM erp.webhooks WHERE company_id = ${companyId} AND id = ${id}`.execute(trx);
}

/** Puts a new secret in the place of the present one, which signs along for 24 hours more. No edit conflicts with it. */
export async function replaceSecret(trx: Trx, companyId: string, id: string, secret: Buffer): Promise<void> {
  await sql`
    UPDATE erp.webhooks SET previous_secret = secret, previous_until = now() + interval '24 hours', secret = ${secret}
    WHERE company_id = ${companyId} AND id = ${id}`.execute(trx);
}

/** Has a job look at the webhook soon, if it is active. */
export async function wakeWebhook(trx: Trx, companyId: string, id: string): Promise<void> {
  await sql`
    UPDATE erp.webhooks SET wake_at = now()
    WHERE company_id = ${companyId} AND id = ${id} AND active`.execute(trx);
}

/**
 * The webhooks that have something to send and no job at it, now marked as having one. A job that is not done in five
 * minutes is taken for lost.
 */
export async function takeWebhooksToWake(trx: Trx, companyId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    UPDATE erp.webhooks SET job_until = now() + interval '5 minutes'
    WHERE company_id = ${companyId} AND wake_at <= now() AND (job_until IS NULL OR job_until <= now())
    RETURNING id`.execute(trx);
  return rows.map((row) => row.id);
}

/** Asks for a job that sends a webhook what waits for it. */
export async function insertDeliveryJob(
  trx: Trx,
  id: string,
  payload: { companyId: string; webhookId: string },
): Promise<void> {
  await sql`
    INSERT INTO erp.outbox (company_id, id, job, payload)
    VALUES (${payload.companyId}, ${id}, 'deliver-webhooks', ${JSON.stringify(payload)}::jsonb)`.execute(trx);
}
