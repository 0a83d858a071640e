import { type Static, Type } from 'typebox';
import { AssetCode, CalendarDate, Decimal, Id, Nullable, Page, PageQuery, Version } from './common.ts';
import { MailState } from './mails.ts';

/** What a reminder's subject and text may hold in double braces, `{{number}}`. */
export const REMINDER_PLACEHOLDERS = [
  'number',
  'contact',
  'company',
  'issueDate',
  'dueDate',
  'total',
  'open',
  'asset',
  /** How many days it is overdue, or still has. */
  'days',
] as const;

const step = {
  /** After the due date; before it when negative. */
  days: Type.Integer({ minimum: -365, maximum: 365 }),
  subject: Type.String({ minLength: 1, maxLength: 200, pattern: '^[^\\u0000]*$' }),
  text: Type.String({ minLength: 1, maxLength: 4000, pattern: '^[^\\u0000]*$' }),
};
export const ReminderStepInput = Type.Object(step, { additionalProperties: false });
export type ReminderStepInput = Static<typeof ReminderStepInput>;
export const ReminderStepUpdate = Type.Object(
  { ...step, active: Type.Boolean(), version: Version },
  { additionalProperties: false },
);
export type ReminderStepUpdate = Static<typeof ReminderStepUpdate>;
/** One step of reminding: a mail so many days after the due date. */
export const ReminderStep = Type.Object({ id: Id, ...step, active: Type.Boolean(), version: Version });
export type ReminderStep = Static<typeof ReminderStep>;
export const ReminderStepList = Type.Object({ items: Type.Array(ReminderStep) });

/** Whether a contact is reminded at all. */
export const ContactReminders = Type.Object({ enabled: Type.Boolean() }, { additionalProperties: false });
export type ContactReminders = Static<typeof ContactReminders>;

/** A reminder that was sent, or is on its way. */
export const Reminder = Type.Object({
  documentId: Id,
  documentNumber: Type.String(),
  contactId: Id,
  contactName: Type.String(),
  stepId: Id,
  days: Type.Integer(),
  /** The day that it was due on. */
  date: CalendarDate,
  mailId: Id,
  to: Type.String(),
  mailState: MailState,
});
export type Reminder = Static<typeof Reminder>;
export const ReminderPage = Page(Reminder);
export const ReminderQuery = Type.Object(
  { ...PageQuery, documentId: Type.Optional(Id), contactId: Type.Optional(Id) },
  { additionalProperties: false },
);
export type ReminderQuery = Static<typeof ReminderQuery>;

/** A reminder that a run on a date sends; `to` is null when `skipped` says why it does not. */
export const DueReminder = Type.Object({
  documentId: Id,
  documentNumber: Type.String(),
  contactId: Id,
  contactName: Type.String(),
  issueDate: CalendarDate,
  dueDate: CalendarDate,
  asset: AssetCode,
  total: Decimal,
  open: Decimal,
  stepId: Id,
  days: Type.Integer(),
  to: Nullable(Type.String()),
  skipped: Nullable(Type.Enum(['no-address', 'opted-out'])),
});
export type DueReminder = Static<typeof DueReminder>;
/** At most 1,000 of them, the longest due first. */
export const DueReminderList = Type.Object({ items: Type.Array(DueReminder) });
export const DueReminderQuery = Type.Object({ date: CalendarDate }, { additionalProperties: false });

/** Sends what is due on `date`: of each document the latest step. */
export const ReminderRun = Type.Object({ date: CalendarDate }, { additionalProperties: false });
export const ReminderRunResult = Type.Object({
  sent: Type.Integer(),
  /** Whether more waits than one run sends. */
  more: Type.Boolean(),
});
export type ReminderRunResult = Static<typeof ReminderRunResult>;
