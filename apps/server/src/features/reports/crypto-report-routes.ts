import {
  CryptoReconciliation,
  Holdings,
  HoldingsQuery,
  RealisedGains,
  RealisedGainsQuery,
} from '@crypto-erp/contract/crypto-reports';
import type { App } from '../../http/types.ts';
import { answerReport, REPORTS, type ReportDeps, reportSchema } from './answer.ts';
import { cryptoReconciliation } from './crypto-reconciliation.ts';
import { cryptoReconciliationTable, holdingsTable, realisedGainsTable } from './crypto-tables.ts';
import { holdings } from './holdings.ts';
import { checkRange } from './range.ts';
import { realisedGains } from './realised-gains.ts';

export function cryptoReportRoutes(app: App, deps: ReportDeps): void {
  app.get(
    `${REPORTS}/holdings`,
    {
      config: { permission: 'reports:read' },
      schema: reportSchema(
        'What was held of each asset and lot at the end of a day: cost, value, unrealised gain',
        HoldingsQuery,
        Holdings,
      ),
    },
    ({ params: { companyId }, query: { asOf, format } }, reply) =>
      answerReport(reply, deps, companyId, format, (trx) => holdings(trx, companyId, asOf), holdingsTable),
  );

  app.get(
    `${REPORTS}/realised-gains`,
    {
      config: { permission: 'reports:read' },
      schema: reportSchema(
        'What left lots for good in a range, with the columns of Form 8949',
        RealisedGainsQuery,
        RealisedGains,
      ),
    },
    ({ params: { companyId }, query }, reply) => {
      const range = checkRange(query);
      return answerReport(
        reply,
        deps,
        companyId,
        query.format,
        (trx) => realisedGains(trx, companyId, range),
        realisedGainsTable,
      );
    },
  );

  app.get(
    `${REPORTS}/crypto-reconciliation`,
    {
      config: { permission: 'reports:read' },
      schema: reportSchema(
        'What wallets, lots and ledger held of each asset at the end of a day, with what they differ by',
        HoldingsQuery,
        CryptoReconciliation,
      ),
    },
    ({ params: { companyId }, query: { asOf, format } }, reply) =>
      answerReport(
        reply,
        deps,
        companyId,
        format,
        (trx) => cryptoReconciliation(trx, companyId, asOf),
        cryptoReconciliationTable,
      ),
  );
}
