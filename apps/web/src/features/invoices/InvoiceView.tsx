import type { Document } from '@crypto-erp/contract/documents';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Page } from '../../components/Page.tsx';
import { QueryState } from '../../components/States.tsx';
import { useCompany } from '../../lib/company-context.ts';
import { resourceQuery } from '../../lib/queries.ts';
import { InvoicePayments } from '../payments/InvoicePayments.tsx';
import { InvoiceActions } from './InvoiceActions.tsx';
import { InvoiceBadge } from './InvoiceBadge.tsx';
import { InvoiceBody } from './InvoiceBody.tsx';
import { InvoiceFacts } from './InvoiceFacts.tsx';

const route = getRouteApi('/companies/$companyId/invoices/$id');

/** How often an invoice is read again while its PDF is being made, in milliseconds. */
const PDF_POLL_MS = 1500;

/** One invoice: its facts, lines, totals and payments, and what can be done with it. */
export function InvoiceView() {
  const { companyId, id } = route.useParams();
  const { can } = useCompany();
  const query = useQuery({
    ...resourceQuery<Document>(companyId, `invoices/${id}`),
    refetchInterval: ({ state }) => (state.data?.pdf === 'pending' ? PDF_POLL_MS : false),
  });
  return (
    <QueryState query={query}>
      {(invoice) => (
        <Page
          title={invoice.number === null ? 'Draft invoice' : `Invoice ${invoice.number}`}
          badge={<InvoiceBadge invoice={invoice} />}
          lead={invoice.contactName}
          actions={<InvoiceActions invoice={invoice} />}
        >
          <InvoiceFacts invoice={invoice} />
          <InvoiceBody invoice={invoice} />
          {invoice.status !== 'draft' && can('payments:read') && <InvoicePayments invoice={invoice} />}
        </Page>
      )}
    </QueryState>
  );
}
