import type {
  Webhook,
  WebhookAttempt,
  WebhookDelivery,
  WebhookDeliveryQuery,
  WebhookQuery,
} from '@crypto-erp/contract/webhooks';
import { sql } from 'kysely';
import { decodeCursor, INTEGER, pageOf, UUID } from '../../db/cursor.ts';
import type { Trx } from '../../db/database.ts';

const COLUMNS = sql`
  w.id, w.url, w.description, w.event_types AS "eventTypes", w.active,
  CASE WHEN w.previous_until > now() THEN w.previous_until END AS "previousSecretUntil", w.version,
  w.created_at AS "createdAt"`;

/** One page of webhooks, oldest first. Throws `invalid_input` for a wrong cursor. */
export async function listWebhooks(
  trx: Trx,
  companyId: string,
  query: WebhookQuery,
): Promise<{ items: Webhook[]; nextCursor: string | null }> {
  const limit = query.limit ?? 100;
  const after = decodeCursor(query.cursor, [UUID])?.[0] ?? null;
  const { rows } = await sql<Webhook>`
    SELECT ${COLUMNS} FROM erp.webhooks w
    WHERE w.company_id = ${companyId} AND (${after}::uuid IS NULL OR w.id > ${after}::uuid)
    ORDER BY w.id LIMIT ${limit + 1}`.execute(trx);
  return pageOf(rows, limit, (webhook) => [webhook.id]);
}

/** The webhook, or null. */
export async function findWebhook(trx: Trx, companyId: string, id: string): Promise<Webhook | null> {
  const { rows } = await sql<Webhook>`
    SELECT ${COLUMNS} FROM erp.webhooks w WHERE w.company_id = ${companyId} AND w.id = ${id}`.execute(trx);
  return rows[0] ?? null;
}

/** Where an active webhook leads and the secrets that sign, sealed; null when there is no such one. */
export async function findTarget(
  trx: Trx,
  companyId: string,
  id: string,
): Promise<{ url: string; secrets: Buffer[] } | null> {
  const { rows } = await sql<{ url: string; secret: Buffer; previous: Buffer | null }>`
    SELECT url, secret, CASE WHEN previous_until > now() THEN previous_secret END AS previous FROM erp.webhooks
    WHERE company_id = ${companyId} AND id = ${id} AND active`.execute(trx);
  const [row] = rows;
  return row ? { url: row.url, secrets: row.previous ? [row.secret, row.previous] : [row.secret] } : null;
}

const ATTEMPT = sql`t.attempt, t.at, t.status_code AS "statusCode", t.duration_ms AS "durationMs", t.error, t.excerpt`;

type DeliveryRow = Omit<WebhookDelivery, 'lastAttempt'> & {
  [Name in keyof WebhookAttempt]: WebhookAttempt[Name] | null;
};

const DELIVERIES = sql`
  SELECT d.event_id AS "eventId", d.sequence, a.action AS type,
    jsonb_build_object('kind', a.subject_kind, 'id', a.subject_id) AS subject, d.status, d.attempts,
    d.next_attempt_at AS "nextAttemptAt", d.ended_at AS "endedAt", ${ATTEMPT}
  FROM erp.webhook_deliveries d
  JOIN erp.audit_log a ON a.company_id = d.company_id AND a.id = d.event_id
  LEFT JOIN LATERAL (
    SELECT * FROM erp.webhook_attempts l
    WHERE l.company_id = d.company_id AND l.webhook_id = d.webhook_id AND l.event_id = d.event_id
    ORDER BY l.attempt DESC LIMIT 1
  ) AS t ON true`;

/** One page of a webhook's deliveries, newest event first. Throws `invalid_input` for a wrong cursor. */
export async function listDeliveries(
  trx: Trx,
  companyId: string,
  webhookId: string,
  query: WebhookDeliveryQuery,
): Promise<{ items: WebhookDelivery[]; nextCursor: string | null }> {
  const limit = query.limit ?? 100;
  const after = decodeCursor(query.cursor, [INTEGER]);
  const conditions = [
    sql`d.company_id = ${companyId}`,
    sql`d.webhook_id = ${webhookId}`,
    ...(query.status === undefined ? [] : [sql`d.status = ${query.status}`]),
    ...(after ? [sql`d.sequence < ${after[0]}::bigint`] : []),
  ];
  const { rows } = await sql<DeliveryRow>`
    ${DELIVERIES} WHERE ${sql.join(conditions, sql` AND `)} ORDER BY d.sequence DESC LIMIT ${limit + 1}`.execute(
    trx,
  );
  return pageOf(rows.map(deliveryOf), limit, (delivery) => [delivery.sequence]);
}

/** The delivery of an event to a webhook, or null. */
export async function findDelivery(
  trx: Trx,
  companyId: string,
  webhookId: string,
  eventId: string,
): Promise<WebhookDelivery | null> {
  const { rows } = await sql<DeliveryRow>`
    ${DELIVERIES} WHERE d.company_id = ${companyId} AND d.webhook_id = ${webhookId}
      AND d.event_id = ${eventId}`.execute(trx);
  return rows[0] ? deliveryOf(rows[0]) : null;
}

/** The last hundred attempts of a delivery, oldest first. */
export async function attemptsOf(
  trx: Trx,
  companyId: string,
  webhookId: string,
  eventId: string,
): Promise<WebhookAttempt[]> {
  const { rows } = await sql<WebhookAttempt>`
    SELECT ${ATTEMPT} FROM erp.webhook_attempts t
    WHERE t.company_id = ${companyId} AND t.webhook_id = ${webhookId} AND t.event_id = ${eventId}
    ORDER BY t.attempt DESC LIMIT 100`.execute(trx);
  return rows.reverse();
}

function deliveryOf(row: DeliveryRow): WebhookDelivery {
  const { attempt, at, statusCode, durationMs, error, excerpt, ...delivery } = row;
  const none = attempt === null || at === null || durationMs === null || excerpt === null;
  return { ...delivery, lastAttempt: none ? null : { attempt, at, statusCode, durationMs, error, excerpt } };
}
