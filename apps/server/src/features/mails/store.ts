import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';

/** A file of a mail by what it is made of, so that no copy of it is kept: it is made when the mail is sent. */
export type MailAttachment =
  | { kind: 'document-pdf'; filename: string; documentId: string }
  | {
      kind: 'statement-pdf';
      filename: string;
      contactId: string;
      period: { from: string; to: string; side?: 'sales' | 'purchase' };
    };

/** A mail as it is written down. */
export interface NewMail {
  id: string;
  senderName: string;
  to: string;
  subject: string;
  text: string;
  html: string;
  attachments: MailAttachment[];
  aboutKind: 'document' | 'contact';
  aboutId: string;
  messageId: string;
}

export async function insertMail(trx: Trx, companyId: string, mail: NewMail): Promise<void> {
  await sql`
    INSERT INTO erp.mails (company_id, id, sender_name, to_address, subject, text, html, attachments, about_kind,
      about_id, message_id)
    VALUES (${companyId}, ${mail.id}, ${mail.senderName}, ${mail.to}, ${mail.subject}, ${mail.text}, ${mail.html},
      ${JSON.stringify(mail.attachments)}::jsonb, ${mail.aboutKind}, ${mail.aboutId}, ${mail.messageId})`.execute(
    trx,
  );
}

/** A mail to be handed to the server, and how many tries it had. */
export type QueuedMail = Omit<NewMail, 'aboutKind' | 'aboutId'> & { attempts: number };

/** Counts a try of a mail that waits, and answers it; null when it does not wait (any more). */
export async function beginAttempt(trx: Trx, companyId: string, id: string): Promise<QueuedMail | null> {
  const { rows } = await sql<QueuedMail>`
    UPDATE erp.mails SET attempts = attempts + 1 WHERE company_id = ${companyId} AND id = ${id} AND state = 'queued'
    RETURNING id, sender_name AS "senderName", to_address AS "to", subject, text, html, attachments,
      message_id AS "messageId", attempts`.execute(trx);
  return rows[0] ?? null;
}

export async function markSent(trx: Trx, companyId: string, id: string): Promise<void> {
  await sql`
    UPDATE erp.mails SET state = 'sent', sent_at = now(), problem = NULL
    WHERE company_id = ${companyId} AND id = ${id} AND state <> 'sent'`.execute(trx);
}

/** Keeps why a try failed; `forGood` when it was the last one. */
export async function markProblem(
  trx: Trx,
  companyId: string,
  id: string,
  problem: string,
  forGood: boolean,
): Promise<void> {
  await sql`
    UPDATE erp.mails SET problem = ${problem}, state = ${forGood ? 'failed' : 'queued'}
    WHERE company_id = ${companyId} AND id = ${id} AND state = 'queued'`.execute(trx);
}

/** Queues a mail anew that failed, or whose job was lost a day ago. False when it is neither. */
export async function requeue(trx: Trx, companyId: string, id: string): Promise<boolean> {
  const { rows } = await sql`
    UPDATE erp.mails SET state = 'queued', attempts = 0, problem = NULL, queued_at = now()
    WHERE company_id = ${companyId} AND id = ${id}
      AND (state = 'failed' OR (state = 'queued' AND queued_at < now() - interval '1 day'))
    RETURNING id`.execute(trx);
  return rows.length > 0;
}
