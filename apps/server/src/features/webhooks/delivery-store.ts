import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';

/** A delivery whose turn it is, with what is to be sent. */
export interface Claimed {
  eventId: string;
  sequence: number;
  /** The number of this attempt. */
  attempt: number;
  failures: number;
  type: string;
  occurredAt: string;
  subject: { kind: string; id: string | null };
  data: unknown;
}

/**
 * Claims at most `most` deliveries of a webhook that are due, each the first of its subject that is not done, so that
 * none overtakes another of the same subject. Who claims has a minute; then the delivery is due again.
 */
export async function claimDeliveries(
  trx: Trx,
  companyId: string,
  webhookId: string,
  most: number,
): Promise<Claimed[]> {
  const { rows } = await sql<Claimed>`
    WITH due AS (
      SELECT d.event_id FROM erp.webhook_deliveries d
      WHERE d.company_id = ${companyId} AND d.webhook_id = ${webhookId}
        AND d.status IN ('waiting', 'sending') AND d.next_attempt_at <= now()
        AND NOT EXISTS (
          SELECT FROM erp.webhook_deliveries e
          WHERE e.company_id = d.company_id AND e.webhook_id = d.webhook_id AND e.subject = d.subject
            AND e.sequence < d.sequence AND e.status IN ('waiting', 'sending'))
      ORDER BY d.sequence LIMIT ${most} FOR UPDATE SKIP LOCKED
    ), claimed AS (
      UPDATE erp.webhook_deliveries d
      SET status = 'sending', attempts = d.attempts + 1, next_attempt_at = now() + interval '1 minute'
      FROM due
      WHERE d.company_id = ${companyId} AND d.webhook_id = ${webhookId} AND d.event_id = due.event_id
      RETURNING d.*
    )
    SELECT c.event_id AS "eventId", c.sequence, c.attempts AS attempt, c.failures, a.action AS type,
      a.at AS "occurredAt", jsonb_build_object('kind', a.subject_kind, 'id', a.subject_id) AS subject, a.after AS data
    FROM claimed c JOIN erp.audit_log a ON a.company_id = c.company_id AND a.id = c.event_id
    ORDER BY c.sequence`.execute(trx);
  return rows;
}

/** What an attempt leads to: delivered, tried again in some seconds, or given up. */
export type Verdict = 'delivered' | 'given-up' | { retryInSeconds: number };

/**
 * Keeps what an attempt found out. It decides about the delivery only while it is the last one begun: one that was
 * taken for lost and ended after all is just noted. Nothing is left of a webhook deleted meanwhile.
 */
export async function recordAttempt(
  trx: Trx,
  key: { companyId: string; webhookId: string; eventId: string; attempt: number },
  outcome: { statusCode: number | null; durationMs: number; error: string | null; excerpt: string },
  verdict: Verdict,
): Promise<void> {
  const retry = typeof verdict === 'object' ? verdict.retryInSeconds : null;
  const status = typeof verdict === 'object' ? 'waiting' : verdict;
  await sql`
    INSERT INTO erp.webhook_attempts
      (company_id, webhook_id, event_id, attempt, status_code, duration_ms, error, excerpt)
    SELECT d.company_id, d.webhook_id, d.event_id, ${key.attempt}, ${outcome.statusCode}::smallint,
      ${outcome.durationMs}, ${outcome.error}, ${outcome.excerpt}
    FROM erp.webhook_deliveries d
    WHERE d.company_id = ${key.companyId} AND d.webhook_id = ${key.webhookId} AND d.event_id = ${key.eventId}
    FOR UPDATE`.execute(trx);
  await sql`
    UPDATE erp.webhook_deliveries SET status = ${status},
      failures = failures + CASE WHEN ${status} = 'delivered' THEN 0 ELSE 1 END,
      next_attempt_at = now() + ${retry}::integer * interval '1 second',
      ended_at = CASE WHEN ${status} <> 'waiting' THEN now() END
    WHERE company_id = ${key.companyId} AND webhook_id = ${key.webhookId} AND event_id = ${key.eventId}
      AND attempts = ${key.attempt} AND status = 'sending'`.execute(trx);
}

/**
 * Puts a delivery back to be sent at once, with all its tries before it. False when it is being sent, or not there.
 */
export async function restartDelivery(
  trx: Trx,
  companyId: string,
  webhookId: string,
  eventId: string,
): Promise<boolean> {
  const { rows } = await sql`
    UPDATE erp.webhook_deliveries SET status = 'waiting', failures = 0, next_attempt_at = now(), ended_at = NULL
    WHERE company_id = ${companyId} AND webhook_id = ${webhookId} AND event_id = ${eventId}
      AND status <> 'sending' RETURNING event_id`.execute(trx);
  return rows.length === 1;
}

/**
 * Ends a job: from now on another may be asked for, when the next delivery is due. Under the events' lock, so that
 * none is added unseen.
 */
export async function endJob(trx: Trx, companyId: string, webhookId: string): Promise<void> {
  await sql`
    UPDATE erp.webhooks w SET job_until = NULL, wake_at = CASE WHEN w.active THEN (
      SELECT min(d.next_attempt_at) FROM erp.webhook_deliveries d
      WHERE d.company_id = w.company_id AND d.webhook_id = w.id AND d.status IN ('waiting', 'sending')
        AND NOT EXISTS (
          SELECT FROM erp.webhook_deliveries e
          WHERE e.company_id = d.company_id AND e.webhook_id = d.webhook_id AND e.subject = d.subject
            AND e.sequence < d.sequence AND e.status IN ('waiting', 'sending'))) END
    WHERE w.company_id = ${companyId} AND w.id = ${webhookId}`.execute(trx);
}
