import type { Document } from '@crypto-erp/contract/documents';
import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { ConfirmModal } from '../../components/ConfirmModal.tsx';
import { ButtonLink } from '../../components/Links.tsx';
import { ReverseModal } from '../../components/ReverseModal.tsx';
import { answerOf, api, command } from '../../lib/api.ts';
import { useCompany } from '../../lib/company-context.ts';
import { permissionFor } from '../../lib/document-nouns.ts';
import { showRefusal } from '../../lib/show-refusal.ts';
import { useCommand } from '../../lib/use-command.ts';
import { PaymentModal } from '../payments/PaymentModal.tsx';
import { PdfButton } from './PdfButton.tsx';
import { useNoun } from './use-noun.ts';

/** What can be done with the document in its state, by who may. */
export function DocumentActions({ document }: { document: Document }) {
  return document.status === 'draft' ? (
    <DraftActions document={document} />
  ) : (
    <PostedActions document={document} />
  );
}

function DraftActions({ document }: { document: Document }) {
  const { company, can, at } = useCompany();
  const info = useNoun();
  const { noun } = info;
  const navigate = useNavigate();
  const [deleting, deletion] = useDisclosure(false);
  const params = { companyId: company.id, noun, id: document.id };
  const post = useCommand((version: number, keyFor) => {
    const body = { version };
    return answerOf(
      api.POST(`/v1/companies/{companyId}/${noun}/{id}/post`, {
        ...command(keyFor(body), { ...at, id: document.id }),
        body,
      }),
    );
  });
  return (
    <>
      {can(permissionFor(info, 'write')) && (
        <>
          <Button variant="default" onClick={deletion.open}>
            Delete
          </Button>
          <ButtonLink variant="default" to="/companies/$companyId/$noun/$id/edit" params={params}>
            Edit
          </ButtonLink>
        </>
      )}
      {can(permissionFor(info, 'post')) && (
        <Button
          loading={post.isPending}
          onClick={() => post.mutate(document.version, { onError: showRefusal })}
        >
          Post
        </Button>
      )}
      <ConfirmModal
        title="Delete this draft?"
        confirm="Delete"
        opened={deleting}
        onClose={deletion.close}
        send={(keyFor) =>
          answerOf(
            api.DELETE(
              `/v1/companies/{companyId}/${noun}/{id}`,
              command(keyFor('delete'), { ...at, id: document.id }),
            ),
          )
        }
        onDone={() =>
          navigate({ to: '/companies/$companyId/$noun', params: { companyId: company.id, noun } })
        }
      >
        It was never posted, so the books do not change.
      </ConfirmModal>
    </>
  );
}

function PostedActions({ document }: { document: Document }) {
  const { company, can, at } = useCompany();
  const info = useNoun();
  const { noun, one } = info;
  const [paying, payment] = useDisclosure(false);
  const [voiding, voidance] = useDisclosure(false);
  const counterpart = info.kind === 'credit-note' ? 'debit note' : 'credit note';
  const open = document.status === 'posted' || document.status === 'partly-paid';
  return (
    <>
      {can(permissionFor(info, 'post')) && document.status === 'posted' && (
        <Button variant="default" onClick={voidance.open}>
          Void
        </Button>
      )}
      {can('invoices:write') && info.kind !== 'credit-note' && document.status !== 'void' && (
        <ButtonLink
          variant="default"
          to="/companies/$companyId/$noun/new"
          params={{ companyId: company.id, noun: 'credit-notes' }}
          search={{ corrects: document.id, original: noun }}
        >
          Credit
        </ButtonLink>
      )}
      <PdfButton document={document} />
      {can('payments:write') && open && (
        <Button onClick={payment.open}>
          {info.kind === 'credit-note' ? 'Record refund' : 'Record payment'}
        </Button>
      )}
      <PaymentModal document={document} opened={paying} onClose={payment.close} />
      <ReverseModal
        title={`Void ${one} ${document.number}`}
        submit="Void"
        reasonField="reason"
        opened={voiding}
        onClose={voidance.close}
        send={(body, keyFor) =>
          answerOf(
            api.POST(`/v1/companies/{companyId}/${noun}/{id}/void`, {
              ...command(keyFor(body), { ...at, id: document.id }),
              body,
            }),
          )
        }
      >
        {`The ${one} keeps its number. A ${counterpart} over all of it takes its amounts back out of the books.`}
      </ReverseModal>
    </>
  );
}
