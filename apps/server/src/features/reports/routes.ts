import { CompanyParams } from '@crypto-erp/contract/common';
import {
  AsOfQuery,
  BalanceSheet,
  GeneralLedger,
  GeneralLedgerQuery,
  ProfitAndLoss,
  RangeQuery,
  TrialBalance,
  TrialBalanceQuery,
} from '@crypto-erp/contract/reports';
import type { FastifyReply } from 'fastify';
import { type TSchema, Type } from 'typebox';
import type { Database } from '../../db/database.ts';
import { fieldError } from '../../errors.ts';
import type { App } from '../../http/types.ts';
import { balanceSheet } from './balance-sheet.ts';
import { generalLedgerCsv, statementCsv, trialBalanceCsv } from './csv.ts';
import { generalLedger } from './general-ledger.ts';
import { profitAndLoss } from './profit-and-loss.ts';
import { checkRange } from './range.ts';
import { trialBalance } from './trial-balance.ts';

/** A CSV file holds its whole range, up to this many lines. */
const MAX_CSV_LINES = 100_000;

const REPORTS = '/v1/companies/:companyId/reports';

export function reportsRoutes(app: App, { db }: { db: Database }): void {
  app.get(
    `${REPORTS}/trial-balance`,
    {
      config: { permission: 'reports:read' },
      schema: schema('Trial balance of a range', TrialBalanceQuery, TrialBalance),
    },
    async ({ params, query }, reply) => {
      const range = checkRange(query);
      const report = await db.inCompany(params.companyId, (trx) =>
        trialBalance(trx, params.companyId, range),
      );
      if (query.format !== 'csv') return report;
      return sendCsv(reply, `trial-balance_${range.from}_${range.to}`, trialBalanceCsv(report));
    },
  );

  app.get(
    `${REPORTS}/general-ledger`,
    {
      config: { permission: 'reports:read' },
      schema: schema(
        'General ledger of a range, by account and date; as CSV the whole range, whatever limit and cursor',
        GeneralLedgerQuery,
        GeneralLedger,
      ),
    },
    async ({ params, query }, reply) => {
      const asked = checkRange(query);
      const whole = { ...asked, limit: MAX_CSV_LINES, cursor: undefined };
      const page = query.format === 'csv' ? whole : { ...asked, limit: query.limit ?? 100 };
      const report = await db.inCompany(params.companyId, (trx) =>
        generalLedger(trx, params.companyId, page),
      );
      if (query.format !== 'csv') return report;
      if (report.nextCursor !== null) {
        throw fieldError(
          'invalid_input',
          'query/to',
          `A CSV file holds at most ${MAX_CSV_LINES} lines: choose a shorter range or one account.`,
        );
      }
      return sendCsv(reply, `general-ledger_${query.from}_${query.to}`, generalLedgerCsv(report));
    },
  );

  app.get(
    `${REPORTS}/profit-and-loss`,
    {
      config: { permission: 'reports:read' },
      schema: schema('Profit and loss of a range', RangeQuery, ProfitAndLoss),
    },
    async ({ params, query }, reply) => {
      const range = checkRange(query);
      const report = await db.inCompany(params.companyId, (trx) =>
        profitAndLoss(trx, params.companyId, range),
      );
      if (query.format !== 'csv') return report;
      return sendCsv(reply, `profit-and-loss_${range.from}_${range.to}`, statementCsv(report));
    },
  );

  app.get(
    `${REPORTS}/balance-sheet`,
    {
      config: { permission: 'reports:read' },
      schema: schema('Balance sheet as of a date', AsOfQuery, BalanceSheet),
    },
    async ({ params, query: { asOf, format } }, reply) => {
      const report = await db.inCompany(params.companyId, (trx) => balanceSheet(trx, params.companyId, asOf));
      if (format !== 'csv') return report;
      return sendCsv(reply, `balance-sheet_${asOf}`, statementCsv(report));
    },
  );
}

function schema<Query extends TSchema>(summary: string, querystring: Query, json: TSchema) {
  return {
    tags: ['reports'],
    summary,
    params: CompanyParams,
    querystring,
    response: {
      200: {
        description: 'The report, as JSON or, with `format=csv`, as a CSV file',
        content: { 'application/json': { schema: json }, 'text/csv': { schema: Type.String() } },
      },
    },
  };
}

function sendCsv(reply: FastifyReply, name: string, content: string): FastifyReply {
  return reply
    .header('content-type', 'text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="${name}.csv"`)
    .send(content);
}
