import type { Mail } from '@crypto-erp/contract/mails';
import type { Statement, StatementQuery, StatementSend } from '@crypto-erp/contract/statements';
import type { Trx } from '../../db/database.ts';
import { fieldError } from '../../errors.ts';
import type { Context } from '../audit-log/context.ts';
import { writeAudit } from '../audit-log/service.ts';
import { companySettings } from '../companies/read-model.ts';
import { requireContact } from '../contacts/service.ts';
import { addressOf, type MailFrom, queueMail, requireMail } from '../mails/service.ts';
import type { PrintedStatement } from './pdf/statement.ts';
import { statementAssets } from './read-model.ts';

/** The most lines of a statement: who needs more looks at the general ledger. */
const MOST_LINES = 5_000;

/** A contact's statement of account. Throws `not_found`, and `invalid_input` for a period that is none or too long. */
export async function contactStatement(
  trx: Trx,
  companyId: string,
  contactId: string,
  query: StatementQuery,
): Promise<Statement> {
  const contact = await requireContact(trx, companyId, contactId);
  const { from, to, side } = query;
  if (to < from)
    throw fieldError('invalid_input', 'query/to', 'A period ends on or after the day it starts.');
  const assets = await statementAssets(trx, companyId, contactId, query);
  if (assets.reduce((sum, { lines, open }) => sum + lines.length + open.length, 0) > MOST_LINES) {
    throw fieldError(
      'invalid_input',
      'query/from',
      `This has more than ${MOST_LINES} lines: take a shorter period.`,
    );
  }
  return { contactId, contactName: contact.name, from, to, side: side ?? null, assets };
}

/** The statement with the names and addresses that are printed on it. Throws as {@link contactStatement}. */
export async function printedStatement(
  trx: Trx,
  companyId: string,
  contactId: string,
  query: StatementQuery,
): Promise<PrintedStatement> {
  const statement = await contactStatement(trx, companyId, contactId, query);
  const company = await companySettings(trx, companyId);
  const contact = await requireContact(trx, companyId, contactId);
  return { ...statement, company, contact };
}

/**
 * Mails a contact the statement of a period as a PDF, which is made when the mail is sent. Throws `not_found`,
 * `contact_without_email`, `mail_not_configured`, and what {@link contactStatement} refuses.
 */
export async function sendStatement(
  trx: Trx,
  context: Context,
  mailFrom: MailFrom,
  contactId: string,
  { to, message, period }: StatementSend,
): Promise<Mail> {
  requireMail(mailFrom);
  const { companyId } = context;
  await contactStatement(trx, companyId, contactId, period);
  const contact = await requireContact(trx, companyId, contactId);
  const { name } = await companySettings(trx, companyId);
  const title = `Statement of account ${period.from} to ${period.to}`;
  const mail = await queueMail(trx, context, mailFrom, {
    to: addressOf(contact, to),
    subject: `${title} – ${name}`,
    text: message.trim() || `Please find our ${title.toLowerCase()} attached.\n\n${name}`,
    attachments: [
      {
        kind: 'statement-pdf',
        filename: statementFile(period),
        contactId,
        period,
      },
    ],
    aboutKind: 'contact',
    aboutId: contactId,
  });
  await writeAudit(trx, {
    ...context,
    action: 'statement.sent',
    subjectKind: 'contact',
    subjectId: contactId,
    before: null,
    after: { ...period, to: mail.to, mailId: mail.id },
  });
  return mail;
}

/** How the file of a statement is called. */
export function statementFile({ from, to }: Pick<StatementQuery, 'from' | 'to'>): string {
  return `statement-${from}-${to}.pdf`;
}
