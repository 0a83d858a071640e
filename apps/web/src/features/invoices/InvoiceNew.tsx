import type { Document, InvoiceInput } from '@crypto-erp/contract/documents';
import { getRouteApi } from '@tanstack/react-router';
import { Page } from '../../components/Page.tsx';
import { api } from '../../lib/api.ts';
import { useCompany } from '../../lib/company-context.ts';
import { InvoiceForm } from './InvoiceForm.tsx';
import { invoiceBody, newInvoice } from './invoice-form.ts';

const route = getRouteApi('/companies/$companyId/invoices/new');

/** Writes a new invoice. */
export function InvoiceNew() {
  const { company, today, path } = useCompany();
  const { contactId } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <Page title="New invoice">
      <InvoiceForm
        label="New invoice"
        initialValues={newInvoice(today, company.baseAsset, contactId ?? null)}
        send={(values, keyFor, post) => {
          const body: InvoiceInput = { ...invoiceBody(values), status: post ? 'posted' : 'draft' };
          return api.post<Document>(path('invoices'), { body, key: keyFor(body) });
        }}
        onCancel={() => navigate({ to: '/companies/$companyId/invoices', params: { companyId: company.id } })}
      />
    </Page>
  );
}
