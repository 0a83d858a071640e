import type { BalanceSheet as Report } from '@crypto-erp/contract/reports';
import { Group } from '@mantine/core';
import { IconReportAnalytics } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { DateInput } from '../../components/Inputs.tsx';
import { Page } from '../../components/Page.tsx';
import { Empty, QueryState } from '../../components/States.tsx';
import { useCompany } from '../../lib/company-context.ts';
import { resourceQuery } from '../../lib/queries.ts';
import { KeyFigures } from './KeyFigures.tsx';
import { CsvLink } from './RangePicker.tsx';
import { Statement } from './Statement.tsx';

const route = getRouteApi('/companies/$companyId/reports/balance-sheet');

/** What the company has and owes at the end of a day. */
export function BalanceSheet() {
  const { company, today } = useCompany();
  const navigate = route.useNavigate();
  const asOf = route.useSearch().asOf ?? today;
  const report = useQuery(resourceQuery(company.id, 'reports/balance-sheet', { query: { asOf } }));
  return (
    <Page title="Balance sheet" actions={<CsvLink report="balance-sheet" query={{ asOf }} />}>
      <Group component="search" aria-label="Date">
        <DateInput
          label="As of the end of"
          value={asOf}
          onChange={(value) => {
            if (value !== '') void navigate({ search: { asOf: value }, replace: true });
          }}
        />
      </Group>
      <QueryState query={report}>{(loaded) => <Content report={loaded} />}</QueryState>
    </Page>
  );
}

function Content({ report }: { report: Report }) {
  const { baseAsset, rows, assets, liabilities, equity } = report;
  if (!rows.some(({ kind }) => kind === 'account')) {
    return (
      <Empty icon={<IconReportAnalytics />} title="Nothing posted up to this day">
        Post an invoice or an entry, or choose a later day.
      </Empty>
    );
  }
  return (
    <>
      <KeyFigures asset={baseAsset} figures={{ Assets: assets, Liabilities: liabilities, Equity: equity }} />
      <Statement label="Balance sheet" rows={rows} asset={baseAsset} />
    </>
  );
}
