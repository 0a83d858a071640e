import { BudgetReport, BudgetReportQuery } from '@crypto-erp/contract/budgets';
import type { App } from '../../http/types.ts';
import { answerReport, REPORTS, type ReportDeps, reportSchema } from './answer.ts';
import { budgetReport } from './budget-report.ts';
import { budgetTable } from './budget-table.ts';

export function budgetReportRoutes(app: App, deps: ReportDeps): void {
  app.get(
    `${REPORTS}/budget-against-actual`,
    {
      config: { permission: 'budgets:read' },
      schema: reportSchema(
        'A budget against what was posted, by month, quarter or year',
        BudgetReportQuery,
        BudgetReport,
      ),
    },
    ({ params: { companyId }, query }, reply) =>
      answerReport(
        reply,
        deps,
        companyId,
        query.format,
        (trx) => budgetReport(trx, companyId, query),
        budgetTable,
      ),
  );
}
