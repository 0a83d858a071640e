import type { DocumentPage, DocumentSummary } from '@crypto-erp/contract/documents';
import { IconFileInvoice } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { Static } from 'typebox';
import { Amount } from '../../components/Amount.tsx';
import { type Column, DataTable } from '../../components/DataTable.tsx';
import { ButtonLink, TextLink } from '../../components/Links.tsx';
import { LoadMore } from '../../components/LoadMore.tsx';
import { Page } from '../../components/Page.tsx';
import { Empty, QueryState } from '../../components/States.tsx';
import { useCompany } from '../../lib/company-context.ts';
import { formatDate } from '../../lib/dates.ts';
import { isZero } from '../../lib/money.ts';
import { pagesQuery } from '../../lib/queries.ts';
import { InvoiceBadge } from './InvoiceBadge.tsx';
import { InvoiceFilters } from './InvoiceFilters.tsx';

const route = getRouteApi('/companies/$companyId/invoices');

/** Invoices, newest issue date first. */
export function InvoiceList() {
  const { company, can } = useCompany();
  const params = { companyId: company.id };
  const search = route.useSearch();
  const query = useInfiniteQuery(pagesQuery<Static<typeof DocumentPage>>(company.id, 'invoices', search));
  const add = can('invoices:write') && (
    <ButtonLink to="/companies/$companyId/invoices/new" params={params}>
      New invoice
    </ButtonLink>
  );
  const columns: Column<DocumentSummary>[] = [
    {
      header: 'Number',
      nowrap: true,
      cell: ({ id, number }) => (
        <TextLink to="/companies/$companyId/invoices/$id" params={{ ...params, id }}>
          {number ?? 'Draft'}
        </TextLink>
      ),
    },
    { header: 'Contact', card: 'title', cell: ({ contactName }) => contactName },
    { header: 'Issued', nowrap: true, cell: ({ issueDate }) => formatDate(issueDate) },
    { header: 'Due', nowrap: true, cell: ({ dueDate }) => formatDate(dueDate) },
    { header: 'Status', card: 'side', cell: (invoice) => <InvoiceBadge invoice={invoice} /> },
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
    <Page title="Invoices" actions={add}>
      <InvoiceFilters />
      <QueryState query={query}>
        {({ pages }) => {
          const rows = pages.flatMap(({ items }) => items);
          if (rows.length > 0) {
            return (
              <>
                <DataTable label="Invoices" columns={columns} rows={rows} rowKey={({ id }) => id} />
                <LoadMore query={query} />
              </>
            );
          }
          return Object.values(search).some(Boolean) ? (
            <Empty icon={<IconFileInvoice />} title="No invoice matches">
              Change or clear the filters.
            </Empty>
          ) : (
            <Empty icon={<IconFileInvoice />} title="No invoices yet" action={add}>
              Write the first one: it stays a draft until you post it to the books.
            </Empty>
          );
        }}
      </QueryState>
    </Page>
  );
}
