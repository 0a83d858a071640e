import type { DocumentSummary } from '@crypto-erp/contract/documents';
import { IconFileInvoice } from '@tabler/icons-react';
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
import { permissionFor } from '../../lib/document-nouns.ts';
import { isZero } from '../../lib/money.ts';
import { pagesQuery } from '../../lib/queries.ts';
import { DocumentBadge } from './DocumentBadge.tsx';
import { DocumentFilters } from './DocumentFilters.tsx';
import { useNoun } from './use-noun.ts';

const route = getRouteApi('/companies/$companyId/$noun/');

const EXTERNAL_NUMBER: Column<DocumentSummary> = {
  header: 'Their number',
  cell: ({ externalNumber }) => externalNumber,
};

/** Documents of a kind, newest issue date first. */
export function DocumentList() {
  const { company, can } = useCompany();
  const info = useNoun();
  const { noun, one, many } = info;
  const params = { companyId: company.id, noun };
  const search = route.useSearch();
  const query = useInfiniteQuery(pagesQuery(company.id, noun, search));
  const add = can(permissionFor(info, 'write')) && (
    <ButtonLink to="/companies/$companyId/$noun/new" params={params}>
      New {one}
    </ButtonLink>
  );
  const columns: Column<DocumentSummary>[] = [
    {
      header: 'Number',
      nowrap: true,
      cell: ({ id, number }) => (
        <TextLink to="/companies/$companyId/$noun/$id" params={{ ...params, id }}>
          {number ?? 'Draft'}
        </TextLink>
      ),
    },
    { header: 'Contact', card: 'title', cell: ({ contactName }) => contactName },
    ...(info.needs === 'bills' ? [EXTERNAL_NUMBER] : []),
    { header: 'Issued', nowrap: true, cell: ({ issueDate }) => formatDate(issueDate) },
    { header: 'Due', nowrap: true, cell: ({ dueDate }) => formatDate(dueDate) },
    { header: 'Status', card: 'side', cell: (document) => <DocumentBadge document={document} /> },
    {
      header: 'Total',
      align: 'right',
      cell: ({ total, asset }) => <Amount value={total} asset={asset} withAsset />,
    },
    {
      header: 'Open',
      align: 'right',
      cell: ({ openAmount, asset, overdue, status }) =>
        status !== 'draft' &&
        !isZero(openAmount) && (
          <Amount
            value={openAmount}
            asset={asset}
            withAsset
            c={overdue ? 'var(--negative-color)' : undefined}
          />
        ),
    },
  ];
  return (
    <Page title={many} actions={add}>
      <DocumentFilters />
      <QueryState query={query}>
        {({ pages }) => {
          const rows = pages.flatMap(({ items }) => items);
          if (rows.length > 0) {
            return (
              <>
                <DataTable label={many} columns={columns} rows={rows} rowKey={({ id }) => id} />
                <LoadMore query={query} />
              </>
            );
          }
          return Object.values(search).some(Boolean) ? (
            <Empty icon={<IconFileInvoice />} title={`No ${one} matches`}>
              Change or clear the filters.
            </Empty>
          ) : (
            <Empty icon={<IconFileInvoice />} title={`No ${many.toLowerCase()} yet`} action={add}>
              {info.empty}
            </Empty>
          );
        }}
      </QueryState>
    </Page>
  );
}
