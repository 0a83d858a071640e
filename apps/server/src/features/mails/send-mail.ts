import type { Database } from '../../db/database.ts';
import { JOBS, type JobPayload } from '../../jobs/catalogue.ts';
import { MailDelayed, type Mailer, MailRefused, type OutgoingMail } from '../../mail/smtp.ts';
import { beginAttempt, type MailAttachment, markProblem, markSent, type QueuedMail } from './store.ts';

/** Makes the files of each kind; the worker knows the features that have them. */
export type Attachments = {
  [Kind in MailAttachment['kind']]: (
    companyId: string,
    attachment: Extract<MailAttachment, { kind: Kind }>,
  ) => Promise<Buffer>;
};

/** As many tries as the job has: the last one's failure is kept for somebody to look at. */
const MOST_ATTEMPTS = JOBS['send-mail'].attempts;

/**
 * Hands a waiting mail to the mail server. Run again, it does nothing once the mail counts as sent. A crash between
 * the server's answer and that note makes the next run send it a second time, with the same `Message-ID`, by which mail
 * programs know that they have it already. Throws what failed, so that the queue tries again; not when that is in vain.
 */
export async function sendMail(
  db: Database,
  mailer: Mailer | undefined,
  files: Attachments,
  { companyId, mailId }: JobPayload<'send-mail'>,
): Promise<void> {
  const mail = await db.inCompany(companyId, (trx) => beginAttempt(trx, companyId, mailId));
  if (mail === null) return;
  try {
    if (mailer === undefined) throw new MailDelayed('No mail server is set: SMTP_URL is empty.');
    await mailer.send(await outgoing(companyId, mail, files));
  } catch (error) {
    const refused = error instanceof MailRefused;
    const told = refused || error instanceof MailDelayed ? error.message : 'The mail could not be made.';
    const forGood = refused || mail.attempts >= MOST_ATTEMPTS;
    await db.inCompany(companyId, (trx) => markProblem(trx, companyId, mailId, told, forGood));
    if (refused) return;
    throw error;
  }
  await db.inCompany(companyId, (trx) => markSent(trx, companyId, mailId));
}

async function outgoing(companyId: string, mail: QueuedMail, files: Attachments): Promise<OutgoingMail> {
  const attachments: OutgoingMail['attachments'] = [];
  for (const attachment of mail.attachments) {
    const content = await makeFile(files, companyId, attachment);
    attachments.push({ filename: attachment.filename, contentType: 'application/pdf', content });
  }
  const { senderName, to, subject, text, html, messageId } = mail;
  return { senderName, to, subject, text, html, messageId, attachments };
}

function makeFile(files: Attachments, companyId: string, attachment: MailAttachment): Promise<Buffer> {
  return attachment.kind === 'document-pdf'
    ? files['document-pdf'](companyId, attachment)
    : files['statement-pdf'](companyId, attachment);
}
