import {
  type ContactReminders,
  REMINDER_PLACEHOLDERS,
  type ReminderStep,
  type ReminderStepInput,
  type ReminderStepUpdate,
} from '@crypto-erp/contract/reminders';
import type { Trx } from '../../db/database.ts';
import { isUniqueViolation } from '../../db/errors.ts';
import { newId } from '../../db/id.ts';
import { fieldError, notFound, versionConflict } from '../../errors.ts';
import { checkTemplate } from '../../mail/template.ts';
import type { Context } from '../audit-log/context.ts';
import { writeAudit } from '../audit-log/service.ts';
import { requireContact } from '../contacts/service.ts';
import { findStep, isOptedOut } from './read-model.ts';
import { insertStep, setOptedOut, updateStep } from './store.ts';

/** Adds a step of reminding. Throws `unknown_placeholder`, and `already_exists` for a day that has one. */
export async function createStep(
  trx: Trx,
  context: Context,
  input: ReminderStepInput,
): Promise<ReminderStep> {
  checkTexts(input);
  const id = newId();
  await uniqueDay(insertStep(trx, context.companyId, id, input));
  const after = await requireStep(trx, context.companyId, id);
  await audit(trx, context, 'reminder-step.created', null, after);
  return after;
}

/**
 * Replaces a step. What it sent counts as sent whatever day it moves to. Throws `not_found`, `unknown_placeholder`,
 * `already_exists`, `version_conflict`.
 */
export async function changeStep(
  trx: Trx,
  context: Context,
  id: string,
  update: ReminderStepUpdate,
): Promise<ReminderStep> {
  checkTexts(update);
  const before = await requireStep(trx, context.companyId, id);
  if (!(await uniqueDay(updateStep(trx, context.companyId, id, update)))) throw versionConflict();
  const after = await requireStep(trx, context.companyId, id);
  await audit(trx, context, 'reminder-step.changed', before, after);
  return after;
}

/** Whether a contact is reminded. Throws `not_found`. */
export async function contactReminders(
  trx: Trx,
  companyId: string,
  contactId: string,
): Promise<ContactReminders> {
  await requireContact(trx, companyId, contactId);
  return { enabled: !(await isOptedOut(trx, companyId, contactId)) };
}

/** Has a contact reminded, or never. Throws `not_found`. */
export async function setContactReminders(
  trx: Trx,
  context: Context,
  contactId: string,
  after: ContactReminders,
): Promise<ContactReminders> {
  const before = await contactReminders(trx, context.companyId, contactId);
  await setOptedOut(trx, context.companyId, contactId, !after.enabled);
  await writeAudit(trx, {
    ...context,
    action: 'contact.reminders-changed',
    subjectKind: 'contact',
    subjectId: contactId,
    before,
    after,
  });
  return after;
}

function checkTexts({ subject, text }: ReminderStepInput): void {
  checkTemplate(subject, REMINDER_PLACEHOLDERS, '/subject');
  checkTemplate(text, REMINDER_PLACEHOLDERS, '/text');
}

async function requireStep(trx: Trx, companyId: string, id: string): Promise<ReminderStep> {
  const step = await findStep(trx, companyId, id);
  if (step === null) throw notFound('reminder step');
  return step;
}

async function uniqueDay<T>(write: Promise<T>): Promise<T> {
  try {
    return await write;
  } catch (error) {
    if (!isUniqueViolation(error, 'reminder_steps_one_a_day')) throw error;
    throw fieldError(
      'already_exists',
      '/days',
      'There is a step of this day: choose another, or change that one.',
    );
  }
}

function audit(
  trx: Trx,
  context: Context,
  action: string,
  before: ReminderStep | null,
  after: ReminderStep,
): Promise<void> {
  return writeAudit(trx, {
    ...context,
    action,
    subjectKind: 'reminder-step',
    subjectId: after.id,
    before,
    after,
  });
}
