import { type Static, Type } from 'typebox';
import { Id, Instant, Nullable } from './common.ts';

/**
 * What is published of a company: the actions of the audit log that others may build on. Whatever else the audit log
 * holds is no event. The database has the same list (`erp.event_types()`).
 */
export const EVENT_TYPES = [
  'invoice.posted',
  'invoice.settled',
  'invoice.reopened',
  'invoice.voided',
  'bill.posted',
  'bill.settled',
  'bill.reopened',
  'bill.voided',
  'credit-note.posted',
  'credit-note.settled',
  'credit-note.reopened',
  'credit-note.voided',
  'debit-note.posted',
  'debit-note.settled',
  'debit-note.reopened',
  'debit-note.voided',
  'expense-claim.posted',
  'expense-claim.settled',
  'expense-claim.reopened',
  'expense-claim.voided',
  'payment.recorded',
  'payment.settled',
  'payment.reopened',
  'payment.reversed',
  'settlement.made',
  'settlement.reversed',
  'entry.posted',
  'entry.reversed',
  'contact.created',
  'contact.changed',
  'account.created',
  'account.changed',
  'tax.created',
  'tax.changed',
  'period.soft-locked',
  'period.closed',
  'period.opened',
  'fiscal-year.closed',
  'fiscal-year.reopened',
  'revaluation.posted',
  'approval.submitted',
  'approval.approved',
  'approval.rejected',
  'company.changed',
] as const;
export const EventType = Type.Enum(EVENT_TYPES);
export type EventType = Static<typeof EventType>;

/**
 * Something that happened in a company, as the log shows it and as a webhook is sent it. `sequence` counts the
 * company's events without a gap; `subject` is what it happened to, whose state afterwards is `data`.
 */
export const Event = Type.Object({
  id: Id,
  companyId: Id,
  sequence: Type.Integer({ minimum: 1 }),
  type: Type.String(),
  occurredAt: Instant,
  subject: Type.Object({ kind: Type.String(), id: Nullable(Id) }),
  data: Type.Unknown(),
});
export type Event = Static<typeof Event>;

/**
 * `nextCursor` is where the next reading goes on, also after the last event there is: then `items` is empty and the
 * cursor stays.
 */
export const EventPage = Type.Object({ items: Type.Array(Event), nextCursor: Type.String() });
export type EventPage = Static<typeof EventPage>;
