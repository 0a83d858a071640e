import { TagReport, TagReportQuery } from '@crypto-erp/contract/reports';
import type { App } from '../../http/types.ts';
import { answerReport, REPORTS, type ReportDeps, reportSchema } from './answer.ts';
import { tagReport } from './by-tag.ts';
import { rangeColumns } from './columns.ts';
import { checkRange } from './range.ts';
import { statementTable } from './tables.ts';

export function tagReportRoutes(app: App, deps: ReportDeps): void {
  app.get(
    `${REPORTS}/by-tag`,
    {
      config: { permission: 'reports:read' },
      schema: reportSchema('Income and expenses of a range by tag', TagReportQuery, TagReport),
    },
    ({ params: { companyId }, query }, reply) => {
      const range = checkRange(query);
      const columns = rangeColumns(range, { compare: query.compare, periods: query.periods });
      return answerReport(
        reply,
        deps,
        companyId,
        query.format,
        (trx) => tagReport(trx, companyId, range, columns, query.tagId),
        ({ rows, from, to, columns: beside }, company) =>
          statementTable(
            rows,
            { name: 'by-tag', title: 'Income and expenses by tag', company, from, to },
            `${from} to ${to}`,
            beside,
          ),
      );
    },
  );
}
