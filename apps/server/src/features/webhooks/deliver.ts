import type { Event } from '@crypto-erp/contract/events';
import type { Database } from '../../db/database.ts';
import type { Seal } from '../../secrets.ts';
import { lockEvents } from '../events/service.ts';
import { type Claimed, claimDeliveries, endJob, recordAttempt, type Verdict } from './delivery-store.ts';
import { findTarget } from './read-model.ts';
import { type Outcome, type SendOptions, sendOnce } from './send.ts';
import { SIGNATURE_HEADER, signatureOf } from './signature.ts';

/** How many requests a job has under way to one webhook, and how long it goes on before others have their turn. */
const LIMITS = { together: 8, jobMs: 60_000 };

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** How long after each failed attempt the next one is made, in seconds: three days in all, then it is given up. */
export const RETRY_DELAYS: readonly number[] = [
  10,
  MINUTE,
  5 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  4 * HOUR,
  8 * HOUR,
  12 * HOUR,
  20 * HOUR,
  24 * HOUR,
];

/**
 * The job: sends a webhook what is due, each subject's events in their order and several subjects at once, until
 * nothing is or a minute has passed. Each sending is claimed and what came of it is written by a transaction of its
 * own, so that a job killed in between is made up for when its claim ends, by sending the same once more.
 */
export async function deliverWebhook(
  db: Database,
  seal: Seal,
  options: SendOptions,
  { companyId, webhookId }: { companyId: string; webhookId: string },
): Promise<void> {
  const end = performance.now() + LIMITS.jobMs;
  while (performance.now() < end) {
    const due = await db.inCompany(companyId, async (trx) => {
      const target = await findTarget(trx, companyId, webhookId);
      if (target === null) return null;
      return { target, claimed: await claimDeliveries(trx, companyId, webhookId, LIMITS.together) };
    });
    if (due === null || due.claimed.length === 0) break;
    const secrets = due.target.secrets.map(seal.open).filter((secret) => secret !== null);
    const sendings = await Promise.allSettled(
      due.claimed.map(async (one) => {
        const outcome = await attempt(due.target.url, secrets, bodyOf(companyId, one), options);
        const key = { companyId, webhookId, eventId: one.eventId, attempt: one.attempt };
        await db.inCompany(companyId, (trx) =>
          recordAttempt(trx, key, outcome, verdictOn(outcome, one.failures)),
        );
      }),
    );
    const failed = sendings.find((one) => one.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  }
  await db.inCompany(companyId, async (trx) => {
    await lockEvents(trx, companyId);
    await endJob(trx, companyId, webhookId);
  });
}

/** Whether an outcome is a delivery, and if not what follows the `failures` before and this one. */
export function verdictOn(outcome: Pick<Outcome, 'statusCode'>, failures: number): Verdict {
  const { statusCode } = outcome;
  if (statusCode !== null && statusCode >= 200 && statusCode < 300) return 'delivered';
  const retryInSeconds = RETRY_DELAYS[failures];
  return retryInSeconds === undefined ? 'given-up' : { retryInSeconds };
}

function attempt(
  url: string,
  secrets: readonly string[],
  body: string,
  options: SendOptions,
): Promise<Outcome> | Outcome {
  if (secrets.length === 0) {
    const error = 'The secret was sealed under another AUTH_SECRET: rotate it.';
    return { statusCode: null, durationMs: 0, error, excerpt: '' };
  }
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'Crypto-ERP',
    [SIGNATURE_HEADER]: signatureOf(secrets, Math.floor(Date.now() / 1000), body),
  };
  return sendOnce(url, headers, body, options);
}

/** The same text each time, since audit records never change. */
function bodyOf(companyId: string, claimed: Claimed): string {
  const { eventId: id, sequence, type, occurredAt, subject, data } = claimed;
  const event: Event = { id, companyId, sequence, type, occurredAt, subject, data };
  return JSON.stringify(event);
}
