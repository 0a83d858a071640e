import type { ProfitAndLoss as Report } from '@crypto-erp/contract/reports';
import { IconTrendingUp } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Page } from '../../components/Page.tsx';
import { Empty, QueryState } from '../../components/States.tsx';
import { useCompany } from '../../lib/company-context.ts';
import { isNegative } from '../../lib/money.ts';
import { resourceQuery } from '../../lib/queries.ts';
import { KeyFigures } from './KeyFigures.tsx';
import { CsvLink, RangePicker } from './RangePicker.tsx';
import { Statement } from './Statement.tsx';
import { useRange } from './use-range.ts';

const route = getRouteApi('/companies/$companyId/reports/profit-and-loss');

/** Income and expense of a period. */
export function ProfitAndLoss() {
  const { company } = useCompany();
  const navigate = route.useNavigate();
  const range = useRange(route.useSearch());
  const query = { ...range };
  const report = useQuery(resourceQuery(company.id, 'reports/profit-and-loss', { query }));
  return (
    <Page title="Profit and loss" actions={<CsvLink report="profit-and-loss" query={query} />}>
      <RangePicker range={range} onChange={(search) => navigate({ search, replace: true })} />
      <QueryState query={report}>{(loaded) => <Content report={loaded} />}</QueryState>
    </Page>
  );
}

function Content({ report }: { report: Report }) {
  const { baseAsset, rows, income, expense, profit } = report;
  if (!rows.some(({ kind }) => kind === 'account')) {
    return (
      <Empty icon={<IconTrendingUp />} title="No income and no expense in this period">
        Post an invoice, or choose another period.
      </Empty>
    );
  }
  return (
    <>
      <KeyFigures
        asset={baseAsset}
        figures={{ Income: income, Expense: expense, [isNegative(profit) ? 'Loss' : 'Profit']: profit }}
      />
      <Statement label="Profit and loss" rows={rows} asset={baseAsset} />
    </>
  );
}
