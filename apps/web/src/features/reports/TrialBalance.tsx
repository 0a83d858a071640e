import type { TrialBalance as Report } from '@crypto-erp/contract/reports';
import { IconScale } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Amount } from '../../components/Amount.tsx';
import { type Column, DataTable } from '../../components/DataTable.tsx';
import { Page } from '../../components/Page.tsx';
import { Empty, QueryState } from '../../components/States.tsx';
import { useCompany } from '../../lib/company-context.ts';
import { resourceQuery } from '../../lib/queries.ts';
import { DrillLink } from './DrillLink.tsx';
import { CsvLink, RangePicker } from './RangePicker.tsx';
import { useRange } from './use-range.ts';

const route = getRouteApi('/companies/$companyId/reports/trial-balance');

type Row = Report['rows'][number];

/** Opening balance, debits, credits and closing balance of every account. */
export function TrialBalance() {
  const { company } = useCompany();
  const navigate = route.useNavigate();
  const range = useRange(route.useSearch());
  const query = { ...range };
  const report = useQuery(resourceQuery(company.id, 'reports/trial-balance', { query }));
  return (
    <Page
      title="Trial balance"
      lead={`Amounts in ${company.baseAsset}; credits are negative`}
      actions={<CsvLink report="trial-balance" query={query} />}
    >
      <RangePicker range={range} onChange={(search) => navigate({ search, replace: true })} />
      <QueryState query={report}>{(loaded) => <Rows report={loaded} />}</QueryState>
    </Page>
  );
}

function Rows({ report }: { report: Report }) {
  const { baseAsset, rows, totals } = report;
  if (rows.length === 0) {
    return (
      <Empty icon={<IconScale />} title="Nothing posted in this period">
        Post an invoice or an entry, or choose another period.
      </Empty>
    );
  }
  const figure = (header: string, name: 'opening' | 'debit' | 'credit' | 'closing'): Column<Row> => ({
    header,
    align: 'right',
    card: name === 'closing' ? 'side' : undefined,
    cell: (row) => (
      <DrillLink drill={row.drill}>
        <Amount value={row[name]} asset={baseAsset} />
      </DrillLink>
    ),
  });
  const columns: Column<Row>[] = [
    {
      header: 'Account',
      card: 'title',
      cell: ({ code, name, drill }) => (
        <DrillLink drill={drill}>
          {code} {name}
        </DrillLink>
      ),
    },
    figure('Opening', 'opening'),
    figure('Debit', 'debit'),
    figure('Credit', 'credit'),
    figure('Closing', 'closing'),
  ];
  const total = (value: string) => <Amount key={value} value={value} asset={baseAsset} />;
  return (
    <DataTable
      label="Trial balance"
      columns={columns}
      rows={rows}
      rowKey={({ accountId }) => accountId}
      footer={[
        'Total',
        total(totals.opening),
        total(totals.debit),
        total(totals.credit),
        total(totals.closing),
      ]}
    />
  );
}
