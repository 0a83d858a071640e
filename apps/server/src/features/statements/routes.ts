import { CommandHeaders, CompanyItemParams } from '@crypto-erp/contract/common';
import { Mail } from '@crypto-erp/contract/mails';
import { Statement, StatementQuery, StatementSend } from '@crypto-erp/contract/statements';
import type { Database } from '../../db/database.ts';
import { contextOf } from '../../http/context.ts';
import { command } from '../../http/idempotency.ts';
import type { App } from '../../http/types.ts';
import type { MailFrom } from '../mails/service.ts';
import type { StatementRenderer } from './pdf/render-in-worker.ts';
import { contactStatement, printedStatement, sendStatement, statementFile } from './service.ts';

const STATEMENT = '/v1/companies/:companyId/contacts/:id/statement';

interface Deps {
  db: Database;
  mailFrom: MailFrom;
  renderer: StatementRenderer;
}

export function statementsRoutes(app: App, { db, mailFrom, renderer }: Deps): void {
  app.get(
    STATEMENT,
    {
      config: { permission: 'reports:read' },
      schema: {
        tags: ['contacts'],
        summary: 'What company and contact owe each other over a period',
        params: CompanyItemParams,
        querystring: StatementQuery,
        response: { 200: Statement },
      },
    },
    ({ params, query }) =>
      db.inCompany(params.companyId, (trx) => contactStatement(trx, params.companyId, params.id, query)),
  );

  app.get(
    `${STATEMENT}/pdf`,
    {
      config: { permission: 'reports:read' },
      schema: {
        tags: ['contacts'],
        summary: 'The same as a PDF',
        params: CompanyItemParams,
        querystring: StatementQuery,
        produces: ['application/pdf'],
      },
    },
    async ({ params, query }, reply) => {
      const statement = await db.inCompany(params.companyId, (trx) =>
        printedStatement(trx, params.companyId, params.id, query),
      );
      return reply
        .type('application/pdf')
        .header('content-disposition', `attachment; filename="${statementFile(query)}"`)
        .send(await renderer.render(statement));
    },
  );

  app.post(
    `${STATEMENT}/send`,
    {
      config: { permission: 'reminders:write' },
      schema: {
        tags: ['contacts'],
        summary: 'Mail a contact its statement as a PDF',
        params: CompanyItemParams,
        headers: CommandHeaders,
        body: StatementSend,
        response: { 201: Mail },
      },
    },
    (request, reply) =>
      command(request, reply, db, async (trx) => ({
        status: 201,
        body: await sendStatement(trx, contextOf(request), mailFrom, request.params.id, request.body),
      })),
  );
}
