import { CalendarDate, Id } from '@crypto-erp/contract/common';
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

export const QUEUES = [
  'documents',
  'notifications',
  'price-update',
  'webhooks',
  'imports',
  'maintenance',
] as const;
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
  /** Writes the records for the tax agency of Spain of what was posted, in the order of posting. */
  'record-verifactu': {
    queue: 'documents',
    payload: Type.Object({ companyId: Id }),
    priority: 'critical',
    attempts: 8,
    backoff: 2_000,
  },
  /** Sends the records of every company whose turn it is to the address in the settings. */
  'send-verifactu': {
    queue: 'notifications',
    payload: Type.Object({}),
    priority: 'normal',
    attempts: 1,
    backoff: 60_000,
  },
  /** Hands a mail to the mail server; the tries spread over four hours. */
  'send-mail': {
    queue: 'notifications',
    payload: Type.Object({ companyId: Id, mailId: Id }),
    priority: 'normal',
    attempts: 10,
    backoff: 30_000,
  },
  /** Sends a company's reminders of a day. */
  'send-reminders': {
    queue: 'notifications',
    payload: Type.Object({ companyId: Id, date: CalendarDate }),
    priority: 'normal',
    attempts: 5,
    backoff: 10_000,
  },
  /** Makes a company's recurring entries and documents that are due up to a date. */
  'create-recurring': {
    queue: 'documents',
    payload: Type.Object({ companyId: Id, date: CalendarDate }),
    priority: 'normal',
    attempts: 5,
    backoff: 10_000,
  },
  /** Asks, every hour, for the jobs of the companies where a day has begun. */
  'start-day': {
    queue: 'maintenance',
    payload: Type.Object({}),
    priority: 'normal',
    attempts: 3,
    backoff: 60_000,
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
  /** The dry run of an import: lists what is wrong with its file. A job that is lost is asked for again. */
  'check-import': {
    queue: 'imports',
    payload: Type.Object({ companyId: Id, importId: Id }),
    priority: 'normal',
    attempts: 5,
    backoff: 2_000,
  },
  /** Makes what an import's file says, from where it is. A job that is lost is asked for again. */
  'run-import': {
    queue: 'imports',
    payload: Type.Object({ companyId: Id, importId: Id }),
    priority: 'normal',
    attempts: 5,
    backoff: 2_000,
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
