import type { Mail } from '@crypto-erp/contract/mails';
import type { Trx } from '../../db/database.ts';
import { newId } from '../../db/id.ts';
import { DomainError, fieldError, notFound } from '../../errors.ts';
import { requestJob } from '../../jobs/outbox.ts';
import { htmlOf, oneLine } from '../../mail/text.ts';
import type { Context } from '../audit-log/context.ts';
import { writeAudit } from '../audit-log/service.ts';
import { companySettings } from '../companies/read-model.ts';
import { findMail } from './read-model.ts';
import { insertMail, type NewMail, requeue } from './store.ts';

/** The address that mails come from, as the settings name it; undefined when no mail server is set. */
export type MailFrom = string | undefined;

type MailContent = Pick<NewMail, 'to' | 'subject' | 'text' | 'attachments' | 'aboutKind' | 'aboutId'>;

/** The most characters of a subject: longer ones are cut. */
const MAX_SUBJECT = 200;

/**
 * Writes a mail down and asks for its sending, both with the transaction. Its subject becomes one line; its
 * `Message-ID` follows from its id and stays at every try. Throws `mail_not_configured`.
 */
export async function queueMail(
  trx: Trx,
  context: Context,
  mailFrom: MailFrom,
  content: MailContent,
): Promise<Mail> {
  const from = requireMail(mailFrom);
  const id = newId();
  const { name } = await companySettings(trx, context.companyId);
  await insertMail(trx, context.companyId, {
    ...content,
    id,
    senderName: oneLine(name),
    subject: [...oneLine(content.subject)].slice(0, MAX_SUBJECT).join(''),
    html: htmlOf(content.text),
    messageId: `<${id}@${from.split('@').at(-1)}>`,
  });
  await requestJob(trx, context.companyId, 'send-mail', { companyId: context.companyId, mailId: id });
  return requireMailOf(trx, context.companyId, id);
}

/** Where a mail to a contact goes: `to`, or the contact's own address. Throws `contact_without_email`, at `/to`. */
export function addressOf(contact: { name: string; email: string | null }, to: string | null): string {
  const address = to ?? contact.email;
  if (address !== null) return address;
  throw fieldError(
    'contact_without_email',
    '/to',
    `${contact.name} has no mail address: name one, or add it to the contact.`,
  );
}

/** The sender's address. Throws `mail_not_configured` when there is none. */
export function requireMail(mailFrom: MailFrom): string {
  if (mailFrom !== undefined) return mailFrom;
  throw new DomainError(
    'mail_not_configured',
    'This system sends no mail: whoever runs it sets SMTP_URL and MAIL_FROM.',
  );
}

/**
 * Queues a mail again that failed for good, or that nothing came of for a day. Throws `not_found`, `mail_not_failed`,
 * `mail_not_configured`.
 */
export async function sendAgain(trx: Trx, context: Context, mailFrom: MailFrom, id: string): Promise<Mail> {
  requireMail(mailFrom);
  const { companyId } = context;
  const before = await requireMailOf(trx, companyId, id);
  if (!(await requeue(trx, companyId, id))) {
    throw new DomainError(
      'mail_not_failed',
      'This mail is sent or still waits for its turn: only one that failed is sent again.',
    );
  }
  await requestJob(trx, companyId, 'send-mail', { companyId, mailId: id });
  const after = await requireMailOf(trx, companyId, id);
  await writeAudit(trx, {
    ...context,
    action: 'mail.sent-again',
    subjectKind: 'mail',
    subjectId: id,
    before,
    after,
  });
  return after;
}

/** The mail. Throws `not_found`. */
export async function requireMailOf(trx: Trx, companyId: string, id: string): Promise<Mail> {
  const mail = await findMail(trx, companyId, id);
  if (mail === null) throw notFound('mail');
  return mail;
}
