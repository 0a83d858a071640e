import type { Document } from '@crypto-erp/contract/documents';
import { getRouteApi, Navigate } from '@tanstack/react-router';
import { useRef } from 'react';
import { Page } from '../../components/Page.tsx';
import { QueryState } from '../../components/States.tsx';
import { api } from '../../lib/api.ts';
import type { KeyFor } from '../../lib/command-key.ts';
import { useCompany } from '../../lib/company-context.ts';
import { useFreshResource } from '../../lib/use-fresh-resource.ts';
import { InvoiceForm } from './InvoiceForm.tsx';
import { type InvoiceValues, invoiceBody, invoiceValues } from './invoice-form.ts';

const route = getRouteApi('/companies/$companyId/invoices/$id/edit');

/** Changes a draft; a posted invoice is only viewed. */
export function InvoiceEdit() {
  const params = route.useParams();
  const invoice = useFreshResource<Document>(params.companyId, `invoices/${params.id}`);
  return (
    <Page title="Edit invoice">
      <QueryState query={invoice}>
        {(loaded) =>
          loaded.status === 'draft' ? (
            <Editor invoice={loaded} />
          ) : (
            <Navigate to="/companies/$companyId/invoices/$id" params={params} replace />
          )
        }
      </QueryState>
    </Page>
  );
}

function Editor({ invoice }: { invoice: Document }) {
  const { company, path } = useCompany();
  const navigate = route.useNavigate();
  // Saving may succeed and posting then fail: the next attempt goes on from the saved version.
  const version = useRef(invoice.version);
  const send = async (values: InvoiceValues, keyFor: KeyFor, post: boolean) => {
    const body = { ...invoiceBody(values), version: version.current };
    const saved = await api.put<Document>(path(`invoices/${invoice.id}`), {
      body,
      key: keyFor(['save', body]),
    });
    version.current = saved.version;
    if (!post) return saved;
    const posting = { version: saved.version };
    return api.post<Document>(path(`invoices/${invoice.id}/post`), {
      body: posting,
      key: keyFor(['post', posting]),
    });
  };
  return (
    <InvoiceForm
      label="Edit invoice"
      initialValues={invoiceValues(invoice)}
      send={send}
      onCancel={() =>
        navigate({
          to: '/companies/$companyId/invoices/$id',
          params: { companyId: company.id, id: invoice.id },
        })
      }
    />
  );
}
