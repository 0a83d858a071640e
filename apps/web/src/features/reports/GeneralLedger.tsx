import type { GeneralLedger as Report } from '@crypto-erp/contract/reports';
import { IconZoomMoney } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Amount } from '../../components/Amount.tsx';
import { type Column, DataTable } from '../../components/DataTable.tsx';
import { TextLink } from '../../components/Links.tsx';
import { LoadMore } from '../../components/LoadMore.tsx';
import { Page } from '../../components/Page.tsx';
import { AccountSelect, AssetSelect } from '../../components/Selects.tsx';
import { Empty, QueryState } from '../../components/States.tsx';
import { useCompany } from '../../lib/company-context.ts';
import { formatDate } from '../../lib/dates.ts';
import { isNegative, negate } from '../../lib/money.ts';
import { pagesQuery } from '../../lib/queries.ts';
import type { Search } from '../../lib/search.ts';
import { CsvLink, RangePicker } from './RangePicker.tsx';
import { useRange } from './use-range.ts';

const route = getRouteApi('/companies/$companyId/reports/general-ledger');

type Row = Report['items'][number];

/** Every line of the books, of one account or of all, with the account's balance after it. */
export function GeneralLedger() {
  const { company } = useCompany();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const range = useRange(search);
  const filter: Search = { ...search, ...range };
  const query = useInfiniteQuery(pagesQuery(company.id, 'reports/general-ledger', filter));
  const set = (name: 'accountId' | 'asset') => (value: string | null) =>
    navigate({ search: { ...search, [name]: value ?? undefined }, replace: true });
  return (
    <Page
      title="General ledger"
      lead={`Amounts in ${company.baseAsset}`}
      actions={<CsvLink report="general-ledger" query={filter} />}
    >
      <RangePicker
        range={range}
        onChange={(chosen) => navigate({ search: { ...search, ...chosen }, replace: true })}
      >
        <AccountSelect
          label="Account"
          placeholder="All"
          clearable
          w={{ base: '100%', sm: 260 }}
          value={search.accountId ?? null}
          onChange={set('accountId')}
        />
        <AssetSelect
          label="Asset"
          placeholder="All"
          clearable
          w={{ base: '100%', sm: 200 }}
          value={search.asset ?? null}
          onChange={set('asset')}
        />
      </RangePicker>
      <QueryState query={query}>
        {({ pages }) => {
          const rows = pages.flatMap(({ items }) => items);
          return rows.length === 0 ? (
            <Empty icon={<IconZoomMoney />} title="No lines in this period">
              Choose another period, or all accounts.
            </Empty>
          ) : (
            <>
              <Rows rows={rows} oneAccount={search.accountId !== undefined} />
              <LoadMore query={query} />
            </>
          );
        }}
      </QueryState>
    </Page>
  );
}

function Rows({ rows, oneAccount }: { rows: Row[]; oneAccount: boolean }) {
  const { company } = useCompany();
  const base = company.baseAsset;
  const columns: Column<Row>[] = [
    { header: 'Date', nowrap: true, cell: ({ date }) => formatDate(date) },
    {
      header: 'Entry',
      nowrap: true,
      card: 'title',
      cell: ({ entryId, number }) => (
        <TextLink to="/companies/$companyId/entries/$id" params={{ companyId: company.id, id: entryId }}>
          {number}
        </TextLink>
      ),
    },
    ...(oneAccount ? [] : [{ header: 'Account', cell: ({ code, name }: Row) => `${code} ${name}` }]),
    { header: 'Description', cell: ({ description }) => description },
    {
      header: 'Quantity',
      align: 'right',
      cell: ({ asset, quantity }) => asset !== base && <Amount value={quantity} asset={asset} withAsset />,
    },
    {
      header: 'Debit',
      align: 'right',
      cell: ({ baseAmount }) =>
        !isNegative(baseAmount) && <Amount value={baseAmount} asset={base} hideZero />,
    },
    {
      header: 'Credit',
      align: 'right',
      cell: ({ baseAmount }) => isNegative(baseAmount) && <Amount value={negate(baseAmount)} asset={base} />,
    },
    {
      header: 'Balance',
      align: 'right',
      card: 'side',
      cell: ({ balance }) => <Amount value={balance} asset={base} />,
    },
  ];
  return (
    <DataTable
      label="General ledger"
      columns={columns}
      rows={rows.map((row, position) => ({ ...row, position }))}
      rowKey={({ position }) => String(position)}
    />
  );
}
