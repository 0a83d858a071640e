import { Id } from '@crypto-erp/contract/common';
import { type Static, Type } from 'typebox';

/** How urgent a job is. `jobs/queues.ts` translates once to BullMQ, where the lower number comes first. */
export type Priority = 'critical' | 'normal' | 'background';

interface JobKind {
  queue: QueueName;
  payload: ReturnType<typeof Type.Object>;
  priority: Priority;
  attempts: number;
  /** Milliseconds before the second attempt, doubled each time. */
  backoff: number;
}

export const QUEUES = ['documents', 'price-update', 'webhooks', 'maintenance'] as const;
export type QueueName = (typeof QUEUES)[number];

/** Every job there is. A handler may run twice for one job and must do its work once. */
export const JOBS = {
  /** Makes and keeps the PDF of a posted document that the company sends. */
  'render-document': {
    queue: 'documents',
    payload: Type.Object({ companyId: Id, documentId: Id }),
    priority: 'normal',
    attempts: 5,
    backoff: 2_000,
  },
  /** Fetches the European Central Bank's rates from the address in the settings. */
  'fetch-ecb-rates': {
    queue: 'price-update',
    payload: Type.Object({}),
    priority: 'background',
    attempts: 3,
    backoff: 60_000,
  },
  /** Sends a webhook what waits for it. The database says what that is; a job that is lost is asked for again. */
  'deliver-webhooks': {
    queue: 'webhooks',
    payload: Type.Object({ companyId: Id, webhookId: Id }),
    priority: 'normal',
    attempts: 3,
    backoff: 5_000,
  },
  /** Deletes what has done its work: relayed outbox rows, expired sessions and invitations, old attempts of webhooks. */
  'clean-up': {
    queue: 'maintenance',
    payload: Type.Object({}),
    priority: 'background',
    attempts: 3,
    backoff: 60_000,
  },
} as const satisfies Record<string, JobKind>;

export type JobName = keyof typeof JOBS;
export type JobPayload<Name extends JobName> = Static<(typeof JOBS)[Name]['payload']>;
