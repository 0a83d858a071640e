import type { EntrySummary } from '@crypto-erp/contract/entries';
import { IconBook2 } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Amount } from '../../components/Amount.tsx';
import { type Column, DataTable } from '../../components/DataTable.tsx';
import { ButtonLink, TextLink } from '../../components/Links.tsx';
import { LoadMore } from '../../components/LoadMore.tsx';
import { Page } from '../../components/Page.tsx';
import { Empty, QueryState } from '../../components/States.tsx';
import { useCompany } from '../../lib/company-context.ts';
import { formatDate } from '../../lib/dates.ts';
import { ENTRY_SOURCE_LABELS } from '../../lib/labels.ts';
import { pagesQuery } from '../../lib/queries.ts';
import { EntryBadge } from './EntryBadge.tsx';
import { EntryFilters } from './EntryFilters.tsx';

const route = getRouteApi('/companies/$companyId/entries');

/** Entries, newest first. */
export function EntryList() {
  const { company, can } = useCompany();
  const params = { companyId: company.id };
  const search = route.useSearch();
  const query = useInfiniteQuery(pagesQuery(company.id, 'entries', search));
  const add = can('entries:write') && (
    <ButtonLink to="/companies/$companyId/entries/new" params={params}>
      New entry
    </ButtonLink>
  );
  const columns: Column<EntrySummary>[] = [
    {
      header: 'Number',
      nowrap: true,
      card: 'title',
      cell: ({ id, number }) => (
        <TextLink to="/companies/$companyId/entries/$id" params={{ ...params, id }}>
          {number ?? 'Draft'}
        </TextLink>
      ),
    },
    { header: 'Date', nowrap: true, cell: ({ date }) => formatDate(date) },
    { header: 'Description', cell: ({ description }) => description },
    { header: 'Made by', cell: ({ source }) => ENTRY_SOURCE_LABELS[source] },
    { header: 'Status', card: 'side', cell: ({ status }) => <EntryBadge status={status} /> },
    {
      header: 'Total',
      align: 'right',
      cell: ({ total }) => <Amount value={total} asset={company.baseAsset} withAsset />,
    },
  ];
  return (
    <Page title="Entries" actions={add}>
      <EntryFilters />
      <QueryState query={query}>
        {({ pages }) => {
          const rows = pages.flatMap(({ items }) => items);
          if (rows.length > 0) {
            return (
              <>
                <DataTable label="Entries" columns={columns} rows={rows} rowKey={({ id }) => id} />
                <LoadMore query={query} />
              </>
            );
          }
          return Object.values(search).some(Boolean) ? (
            <Empty icon={<IconBook2 />} title="No entry matches">
              Change or clear the filters.
            </Empty>
          ) : (
            <Empty icon={<IconBook2 />} title="No entries yet" action={add}>
              Posting an invoice makes its entry by itself. For anything else, such as the opening balances,
              write one.
            </Empty>
          );
        }}
      </QueryState>
    </Page>
  );
}
