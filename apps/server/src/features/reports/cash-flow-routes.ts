import { CashFlow, CashFlowQuery } from '@crypto-erp/contract/cash-flow';
import type { App } from '../../http/types.ts';
import { answerReport, REPORTS, type ReportDeps, reportSchema } from './answer.ts';
import { cashFlow } from './cash-flow.ts';
import { checkRange } from './range.ts';
import { statementTable } from './tables.ts';

export function cashFlowRoutes(app: App, deps: ReportDeps): void {
  app.get(
    `${REPORTS}/cash-flow`,
    {
      config: { permission: 'reports:read' },
      schema: reportSchema('Cash flow statement of a range, direct or indirect', CashFlowQuery, CashFlow),
    },
    ({ params: { companyId }, query }, reply) => {
      const range = checkRange(query);
      const method = query.method ?? 'direct';
      return answerReport(
        reply,
        deps,
        companyId,
        query.format,
        (trx) => cashFlow(trx, companyId, range, method),
        ({ rows, from, to }, company) =>
          statementTable(rows, {
            name: `cash-flow-${method}`,
            title: `Cash flow statement, ${method} method`,
            company,
            from,
            to,
          }),
      );
    },
  );
}
