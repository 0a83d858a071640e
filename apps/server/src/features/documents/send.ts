import type { Document, DocumentKind } from '@crypto-erp/contract/documents';
import type { Mail, MailInput } from '@crypto-erp/contract/mails';
import type { Trx } from '../../db/database.ts';
import { DomainError } from '../../errors.ts';
import type { Context } from '../audit-log/context.ts';
import { writeAudit } from '../audit-log/service.ts';
import { requireContact } from '../contacts/service.ts';
import { addressOf, type MailFrom, queueMail, requireMail } from '../mails/service.ts';
import { nounOf } from './kinds.ts';
import { requireDocument } from './read-model.ts';

/**
 * Mails a posted document with its PDF, to the address given or else the contact's. Throws `not_found`, `not_posted`,
 * `contact_without_email`, `mail_not_configured`.
 */
export async function sendDocument(
  trx: Trx,
  context: Context,
  mailFrom: MailFrom,
  kind: DocumentKind,
  id: string,
  { to, message }: MailInput,
): Promise<Mail> {
  requireMail(mailFrom);
  const document = await requireDocument(trx, context.companyId, kind, id);
  if (document.number === null || document.pdf === 'none') {
    throw new DomainError('not_posted', `Only a posted ${nounOf(kind)} of our own is sent: post it first.`);
  }
  const contact = await requireContact(trx, context.companyId, document.contactId);
  const title = `${capitalised(nounOf(kind))} ${document.number}`;
  const mail = await queueMail(trx, context, mailFrom, {
    to: addressOf(contact, to),
    subject: title,
    text: message.trim() || usualText(title, document),
    attachments: [{ kind: 'document-pdf', filename: `${document.number}.pdf`, documentId: id }],
    aboutKind: 'document',
    aboutId: id,
  });
  await writeAudit(trx, {
    ...context,
    action: `${kind}.sent`,
    subjectKind: kind,
    subjectId: id,
    before: null,
    after: { to: mail.to, mailId: mail.id },
  });
  return mail;
}

function usualText(title: string, { total, asset, dueDate }: Document): string {
  return `Please find ${title} over ${total} ${asset} attached. It is due on ${dueDate}.`;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
