import {
  BalanceSheet,
  BalanceSheetQuery,
  GeneralLedger,
  GeneralLedgerQuery,
  ProfitAndLoss,
  ProfitAndLossQuery,
  TrialBalance,
  TrialBalanceQuery,
} from '@crypto-erp/contract/reports';
import type { App } from '../../http/types.ts';
import { answerReport, REPORTS, type ReportDeps, reportSchema } from './answer.ts';
import { balanceSheet } from './balance-sheet.ts';
import { budgetReportRoutes } from './budget-routes.ts';
import { tagReportRoutes } from './by-tag-routes.ts';
import { cashFlowRoutes } from './cash-flow-routes.ts';
import { dayColumns, rangeColumns } from './columns.ts';
import { cryptoReportRoutes } from './crypto-report-routes.ts';
import { documentReportRoutes } from './document-report-routes.ts';
import { generalLedger } from './general-ledger.ts';
import { journalRoutes } from './journal-routes.ts';
import { plColumns } from './pl-columns.ts';
import { profitAndLoss } from './profit-and-loss.ts';
import { checkRange } from './range.ts';
import { MOST_ROWS } from './render/limits.ts';
import { generalLedgerTable, statementTable, trialBalanceTable } from './tables.ts';
import { trialBalance } from './trial-balance.ts';

export function reportsRoutes(app: App, deps: ReportDeps): void {
  app.get(
    `${REPORTS}/trial-balance`,
    {
      config: { permission: 'reports:read' },
      schema: reportSchema('Trial balance of a range', TrialBalanceQuery, TrialBalance),
    },
    ({ params: { companyId }, query }, reply) => {
      const columns = rangeColumns(checkRange(query), query);
      return answerReport(
        reply,
        deps,
        companyId,
        query.format,
        (trx) => trialBalance(trx, companyId, query, columns),
        trialBalanceTable,
      );
    },
  );

  app.get(
    `${REPORTS}/general-ledger`,
    {
      config: { permission: 'reports:read' },
      schema: reportSchema(
        'General ledger of a range, by account and date; as a file the whole range, whatever limit and cursor',
        GeneralLedgerQuery,
        GeneralLedger,
      ),
    },
    ({ params: { companyId }, query }, reply) => {
      const { format = 'json', limit = 100, cursor, ...asked } = checkRange(query);
      // One row more than a file may have, so that its size shows.
      const page = format === 'json' ? { limit, cursor } : { limit: MOST_ROWS[format] + 1 };
      return answerReport(
        reply,
        deps,
        companyId,
        format,
        (trx) => generalLedger(trx, companyId, { ...asked, ...page }),
        (report, company) =>
          generalLedgerTable(report, company, query.asset ? [`In ${query.asset} only`] : []),
      );
    },
  );

  app.get(
    `${REPORTS}/profit-and-loss`,
    {
      config: { permission: 'reports:read' },
      schema: reportSchema('Profit and loss of a range', ProfitAndLossQuery, ProfitAndLoss),
    },
    ({ params: { companyId }, query }, reply) => {
      const range = checkRange(query);
      return answerReport(
        reply,
        deps,
        companyId,
        query.format,
        async (trx) => profitAndLoss(trx, companyId, range, await plColumns(trx, companyId, query)),
        (report, company) =>
          statementTable(
            report.rows,
            { name: 'profit-and-loss', title: 'Profit and loss', company, from: report.from, to: report.to },
            query.byDimensionId ? 'All' : `${report.from} to ${report.to}`,
            report.columns,
          ),
      );
    },
  );

  app.get(
    `${REPORTS}/balance-sheet`,
    {
      config: { permission: 'reports:read' },
      schema: reportSchema('Balance sheet as of a date', BalanceSheetQuery, BalanceSheet),
    },
    ({ params: { companyId }, query }, reply) => {
      const columns = dayColumns(query.asOf, query);
      return answerReport(
        reply,
        deps,
        companyId,
        query.format,
        (trx) => balanceSheet(trx, companyId, query.asOf, columns),
        ({ rows, asOf, columns: beside }, company) =>
          statementTable(
            rows,
            { name: 'balance-sheet', title: 'Balance sheet', company, from: null, to: asOf },
            asOf,
            beside,
          ),
      );
    },
  );

  journalRoutes(app, deps);
  cashFlowRoutes(app, deps);
  budgetReportRoutes(app, deps);
  documentReportRoutes(app, deps);
  tagReportRoutes(app, deps);
  cryptoReportRoutes(app, deps);
}
