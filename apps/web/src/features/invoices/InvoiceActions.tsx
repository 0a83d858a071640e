import type { Document } from '@crypto-erp/contract/documents';
import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { ConfirmModal } from '../../components/ConfirmModal.tsx';
import { ButtonLink } from '../../components/Links.tsx';
import { ReverseModal } from '../../components/ReverseModal.tsx';
import { api } from '../../lib/api.ts';
import { useCompany } from '../../lib/company-context.ts';
import { showRefusal } from '../../lib/show-refusal.ts';
import { useCommand } from '../../lib/use-command.ts';
import { PaymentModal } from '../payments/PaymentModal.tsx';
import { PdfButton } from './PdfButton.tsx';

/** What can be done with the invoice in its state, by who may. */
export function InvoiceActions({ invoice }: { invoice: Document }) {
  return invoice.status === 'draft' ? (
    <DraftActions invoice={invoice} />
  ) : (
    <PostedActions invoice={invoice} />
  );
}

function DraftActions({ invoice }: { invoice: Document }) {
  const { company, can, path } = useCompany();
  const navigate = useNavigate();
  const [deleting, deletion] = useDisclosure(false);
  const params = { companyId: company.id, id: invoice.id };
  const post = useCommand((version: number, keyFor) => {
    const body = { version };
    return api.post<Document>(path(`invoices/${invoice.id}/post`), { body, key: keyFor(body) });
  });
  return (
    <>
      {can('invoices:write') && (
        <>
          <Button variant="default" onClick={deletion.open}>
            Delete
          </Button>
          <ButtonLink variant="default" to="/companies/$companyId/invoices/$id/edit" params={params}>
            Edit
          </ButtonLink>
        </>
      )}
      {can('invoices:post') && (
        <Button
          loading={post.isPending}
          onClick={() => post.mutate(invoice.version, { onError: showRefusal })}
        >
          Post
        </Button>
      )}
      <ConfirmModal
        title="Delete this draft?"
        confirm="Delete"
        opened={deleting}
        onClose={deletion.close}
        send={(keyFor) => api.delete(path(`invoices/${invoice.id}`), { key: keyFor('delete') })}
        onDone={() => navigate({ to: '/companies/$companyId/invoices', params: { companyId: company.id } })}
      >
        It was never posted, so the books do not change.
      </ConfirmModal>
    </>
  );
}

function PostedActions({ invoice }: { invoice: Document }) {
  const { can, path } = useCompany();
  const [paying, payment] = useDisclosure(false);
  const [voiding, voidance] = useDisclosure(false);
  const open = invoice.status === 'posted' || invoice.status === 'partly-paid';
  return (
    <>
      {can('invoices:post') && invoice.status === 'posted' && (
        <Button variant="default" onClick={voidance.open}>
          Void
        </Button>
      )}
      <PdfButton invoice={invoice} />
      {can('payments:write') && open && <Button onClick={payment.open}>Record payment</Button>}
      <PaymentModal invoice={invoice} opened={paying} onClose={payment.close} />
      <ReverseModal
        title={`Void invoice ${invoice.number}`}
        submit="Void"
        reasonField="reason"
        opened={voiding}
        onClose={voidance.close}
        send={(body, keyFor) =>
          api.post<Document>(path(`invoices/${invoice.id}/void`), { body, key: keyFor(body) })
        }
      >
        The invoice keeps its number. A credit note over all of it takes its amounts back out of the books.
      </ReverseModal>
    </>
  );
}
