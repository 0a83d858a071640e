import { CommandHeaders, CompanyItemParams } from '@crypto-erp/contract/common';
import { Mail, MailInput } from '@crypto-erp/contract/mails';
import type { Database } from '../../db/database.ts';
import { contextOf } from '../../http/context.ts';
import { command } from '../../http/idempotency.ts';
import type { App } from '../../http/types.ts';
import type { MailFrom } from '../mails/service.ts';
import { nounOf } from './kinds.ts';
import { sendDocument } from './send.ts';

/** What the company writes itself. */
const SENT = { invoices: 'invoice', 'credit-notes': 'credit-note', 'debit-notes': 'debit-note' } as const;

/** The routes that mail documents. */
export function documentSendRoutes(app: App, { db, mailFrom }: { db: Database; mailFrom: MailFrom }): void {
  for (const [noun, kind] of Object.entries(SENT)) {
    app.post(
      `/v1/companies/:companyId/${noun}/:id/send`,
      {
        config: { permission: 'invoices:write' },
        schema: {
          tags: [noun],
          summary: `Mail a posted ${nounOf(kind)} with its PDF`,
          params: CompanyItemParams,
          headers: CommandHeaders,
          body: MailInput,
          response: { 201: Mail },
        },
      },
      (request, reply) =>
        command(request, reply, db, async (trx) => ({
          status: 201,
          body: await sendDocument(trx, contextOf(request), mailFrom, kind, request.params.id, request.body),
        })),
    );
  }
}
