import { Aging, AgingQuery } from '@crypto-erp/contract/aging';
import {
  TaxDocuments,
  TaxDocumentsQuery,
  TaxSummary,
  TaxSummaryQuery,
} from '@crypto-erp/contract/tax-summary';
import type { App } from '../../http/types.ts';
import { aging } from './aging.ts';
import { answerReport, REPORTS, type ReportDeps, reportSchema } from './answer.ts';
import { rangeParts } from './columns.ts';
import { agingTable, taxDocumentsTable, taxSummaryTable } from './document-tables.ts';
import { checkRange } from './range.ts';
import { MOST_ROWS } from './render/limits.ts';
import { taxDocuments, taxSummary } from './tax-summary.ts';

export function documentReportRoutes(app: App, deps: ReportDeps): void {
  for (const [name, side, summary] of [
    ['receivables-aging', 'sales', 'What customers owed on a day, by how long it was past due'],
    ['payables-aging', 'purchase', 'What the company owed on a day, by how long it was past due'],
  ] as const) {
    app.get(
      `${REPORTS}/${name}`,
      {
        config: { permission: 'reports:read' },
        schema: reportSchema(summary, AgingQuery, Aging),
      },
      ({ params: { companyId }, query: { asOf, by, format } }, reply) =>
        answerReport(
          reply,
          deps,
          companyId,
          format,
          (trx) => aging(trx, companyId, side, asOf, by),
          (report, company) => agingTable(report, company, by),
        ),
    );
  }

  app.get(
    `${REPORTS}/tax-summary`,
    {
      config: { permission: 'reports:read' },
      schema: reportSchema(
        'Base and tax by tax code, sales and purchases apart, of a range or each of its months or quarters',
        TaxSummaryQuery,
        TaxSummary,
      ),
    },
    ({ params: { companyId }, query }, reply) => {
      const range = checkRange(query);
      const periods = query.by === undefined ? [range] : rangeParts(range, query.by);
      return answerReport(
        reply,
        deps,
        companyId,
        query.format,
        (trx) => taxSummary(trx, companyId, range, periods),
        taxSummaryTable,
      );
    },
  );

  app.get(
    `${REPORTS}/tax-documents`,
    {
      config: { permission: 'reports:read' },
      schema: reportSchema(
        'The documents behind a tax summary, by date; as a file the whole range, whatever limit and cursor',
        TaxDocumentsQuery,
        TaxDocuments,
      ),
    },
    ({ params: { companyId }, query }, reply) => {
      const { format = 'json', limit, cursor, ...asked } = checkRange(query);
      const page = format === 'json' ? { limit, cursor } : { limit: MOST_ROWS[format] + 1 };
      return answerReport(
        reply,
        deps,
        companyId,
        format,
        (trx) => taxDocuments(trx, companyId, { ...asked, ...page }),
        taxDocumentsTable,
      );
    },
  );
}
