import { CommandHeaders, CompanyItemParams, CompanyParams } from '@crypto-erp/contract/common';
import { Mail, MailPage, MailQuery } from '@crypto-erp/contract/mails';
import type { Database } from '../../db/database.ts';
import { contextOf } from '../../http/context.ts';
import { command } from '../../http/idempotency.ts';
import type { App } from '../../http/types.ts';
import { listMails } from './read-model.ts';
import { type MailFrom, requireMailOf, sendAgain } from './service.ts';

const COLLECTION = '/v1/companies/:companyId/mails';
const ITEM = `${COLLECTION}/:id`;

export function mailsRoutes(app: App, { db, mailFrom }: { db: Database; mailFrom: MailFrom }): void {
  app.get(
    COLLECTION,
    {
      config: { permission: 'reminders:read' },
      schema: {
        tags: ['mails'],
        summary: 'List mails, newest first, and what became of them',
        params: CompanyParams,
        querystring: MailQuery,
        response: { 200: MailPage },
      },
    },
    ({ params, query }) => db.inCompany(params.companyId, (trx) => listMails(trx, params.companyId, query)),
  );

  app.get(
    ITEM,
    {
      config: { permission: 'reminders:read' },
      schema: {
        tags: ['mails'],
        summary: 'Read a mail',
        params: CompanyItemParams,
        response: { 200: Mail },
      },
    },
    ({ params }) => db.inCompany(params.companyId, (trx) => requireMailOf(trx, params.companyId, params.id)),
  );

  app.post(
    `${ITEM}/send-again`,
    {
      config: { permission: 'reminders:write' },
      schema: {
        tags: ['mails'],
        summary: 'Send a mail again that failed for good',
        params: CompanyItemParams,
        headers: CommandHeaders,
        response: { 200: Mail },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => ({
        status: 200,
        body: await sendAgain(trx, contextOf(request), mailFrom, request.params.id),
      })),
  );
}
