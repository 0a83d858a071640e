import type { Entry } from '@crypto-erp/contract/entries';
import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { ConfirmModal } from '../../components/ConfirmModal.tsx';
import { ButtonLink } from '../../components/Links.tsx';
import { ReverseModal } from '../../components/ReverseModal.tsx';
import { answerOf, api, command } from '../../lib/api.ts';
import { useCompany } from '../../lib/company-context.ts';
import { showRefusal } from '../../lib/show-refusal.ts';
import { useCommand } from '../../lib/use-command.ts';

/** What can be done with the entry. One that a document made is reversed there. */
export function EntryActions({ entry }: { entry: Entry }) {
  if (entry.status === 'draft') return <DraftActions entry={entry} />;
  return entry.status === 'posted' && entry.source === 'manual' ? <ReverseAction entry={entry} /> : null;
}

function DraftActions({ entry }: { entry: Entry }) {
  const { company, can, at } = useCompany();
  const navigate = useNavigate();
  const [deleting, deletion] = useDisclosure(false);
  const post = useCommand((version: number, keyFor) => {
    const body = { version };
    return answerOf(
      api.POST('/v1/companies/{companyId}/entries/{id}/post', {
        ...command(keyFor(body), { ...at, id: entry.id }),
        body,
      }),
    );
  });
  return (
    <>
      {can('entries:write') && (
        <>
          <Button variant="default" onClick={deletion.open}>
            Delete
          </Button>
          <ButtonLink
            variant="default"
            to="/companies/$companyId/entries/$id/edit"
            params={{ companyId: company.id, id: entry.id }}
          >
            Edit
          </ButtonLink>
        </>
      )}
      {can('entries:post') && (
        <Button loading={post.isPending} onClick={() => post.mutate(entry.version, { onError: showRefusal })}>
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
              '/v1/companies/{companyId}/entries/{id}',
              command(keyFor('delete'), { ...at, id: entry.id }),
            ),
          )
        }
        onDone={() => navigate({ to: '/companies/$companyId/entries', params: { companyId: company.id } })}
      >
        It was never posted, so the books do not change.
      </ConfirmModal>
    </>
  );
}

function ReverseAction({ entry }: { entry: Entry }) {
  const { can, at } = useCompany();
  const [reversing, reversal] = useDisclosure(false);
  if (!can('entries:post')) return null;
  return (
    <>
      <Button variant="default" onClick={reversal.open}>
        Reverse
      </Button>
      <ReverseModal
        title={`Reverse entry ${entry.number}`}
        reasonField="description"
        opened={reversing}
        onClose={reversal.close}
        send={(body, keyFor) =>
          answerOf(
            api.POST('/v1/companies/{companyId}/entries/{id}/reverse', {
              ...command(keyFor(body), { ...at, id: entry.id }),
              body,
            }),
          )
        }
      >
        A second entry with the sides exchanged takes this one back out of the books.
      </ReverseModal>
    </>
  );
}
