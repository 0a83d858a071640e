import type { ReminderRunResult } from '@crypto-erp/contract/reminders';
import { daysBetween } from '@crypto-erp/ledger/dates';
import type { Database, Trx } from '../../db/database.ts';
import type { JobPayload } from '../../jobs/catalogue.ts';
import { requestJob } from '../../jobs/outbox.ts';
import { fillTemplate } from '../../mail/template.ts';
import type { AssetCatalogue } from '../assets/catalogue.ts';
import type { Context } from '../audit-log/context.ts';
import { SYSTEM, writeAudit } from '../audit-log/service.ts';
import { companySettings } from '../companies/read-model.ts';
import { type MailFrom, queueMail, requireMail } from '../mails/service.ts';
import { type DueWithTexts, dueReminders } from './read-model.ts';
import { insertReminder, insertRun, lockSteps } from './store.ts';

/** The most reminders that one command or job sends. */
const MOST_A_RUN = 200;

interface Deps {
  assets: AssetCatalogue;
  mailFrom: MailFrom;
}

/**
 * Sends, for each open sales document, the latest step that is due on `date`, once; at most 200 of them, the longest
 * due first. A contact without address, or opted out, gets none. Throws `mail_not_configured`.
 */
export async function runReminders(
  trx: Trx,
  context: Context,
  { assets, mailFrom }: Deps,
  date: string,
): Promise<ReminderRunResult> {
  requireMail(mailFrom);
  const { companyId } = context;
  await lockSteps(trx, companyId);
  const due = await dueReminders(trx, companyId, { date, limit: MOST_A_RUN + 1, sendable: true });
  const { name: company } = await companySettings(trx, companyId);
  const sent = due.slice(0, MOST_A_RUN);
  for (const reminder of sent) {
    const decimals = await assets.decimals(reminder.asset);
    const values = placeholders(reminder, { company, date, decimals });
    const mail = await queueMail(trx, context, mailFrom, {
      to: reminder.to ?? '',
      subject: fillTemplate(reminder.subject, values),
      text: fillTemplate(reminder.text, values),
      attachments: [
        {
          kind: 'document-pdf',
          filename: `${reminder.documentNumber}.pdf`,
          documentId: reminder.documentId,
        },
      ],
      aboutKind: 'document',
      aboutId: reminder.documentId,
    });
    await insertReminder(trx, companyId, { ...reminder, mailId: mail.id, date });
    await writeAudit(trx, {
      ...context,
      action: 'reminder.sent',
      subjectKind: reminder.kind,
      subjectId: reminder.documentId,
      before: null,
      after: { stepId: reminder.stepId, days: reminder.days, date, to: mail.to, mailId: mail.id },
    });
  }
  return { sent: sent.length, more: due.length > sent.length };
}

/** The job of a company's morning. Run again it finds nothing that is due; it asks for itself while there is more. */
export async function sendReminders(
  db: Database,
  deps: Deps,
  payload: JobPayload<'send-reminders'>,
): Promise<void> {
  const { companyId, date } = payload;
  await db.inCompany(companyId, async (trx) => {
    const { more } = await runReminders(trx, { companyId, actor: SYSTEM }, deps, date);
    if (more) await requestJob(trx, companyId, 'send-reminders', payload);
    else await insertRun(trx, companyId, date);
  });
}

function placeholders(
  reminder: DueWithTexts,
  { company, date, decimals }: { company: string; date: string; decimals: number },
): Record<string, string> {
  return {
    number: reminder.documentNumber,
    contact: reminder.contactName,
    company,
    issueDate: reminder.issueDate,
    dueDate: reminder.dueDate,
    total: withCents(reminder.total, decimals),
    open: withCents(reminder.open, decimals),
    asset: reminder.asset,
    days: String(Math.abs(daysBetween(reminder.dueDate, date))),
  };
}

/** `1234.5` as `1234.50`: a currency's amount with its decimals, a token's with two or more. */
function withCents(decimal: string, decimals: number): string {
  const [whole = '', fraction = ''] = decimal.split('.');
  const shown = fraction.padEnd(Math.min(decimals, 2), '0');
  return shown === '' ? whole : `${whole}.${shown}`;
}
