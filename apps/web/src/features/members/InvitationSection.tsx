import type { Invitation, InvitationCreated, InvitationInput } from '@crypto-erp/contract/members';
import { ROLES } from '@crypto-erp/contract/roles';
import { Button, Modal, NativeSelect, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconMail } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Static } from 'typebox';
import { CommandForm } from '../../components/CommandForm.tsx';
import { type Column, DataTable } from '../../components/DataTable.tsx';
import { SecretOnce } from '../../components/SecretOnce.tsx';
import { Section } from '../../components/Section.tsx';
import { Empty, QueryState } from '../../components/States.tsx';
import { answerOf, api, command } from '../../lib/api.ts';
import { useCompany } from '../../lib/company-context.ts';
import { formatInstant } from '../../lib/dates.ts';
import { ROLE_LABELS } from '../../lib/labels.ts';
import { ALL, resourceQuery } from '../../lib/queries.ts';
import { showRefusal } from '../../lib/show-refusal.ts';
import { useCommand } from '../../lib/use-command.ts';
import { useCommandForm } from '../../lib/use-command-form.ts';

/** Who has been invited and has not come yet. */
export function InvitationSection() {
  const { company, can, at } = useCompany();
  const [inviting, modal] = useDisclosure(false);
  const invitations = useQuery(resourceQuery(company.id, 'invitations', ALL));
  const revoke = useCommand((id: string, keyFor) =>
    answerOf(api.DELETE('/v1/companies/{companyId}/invitations/{id}', command(keyFor(id), { ...at, id }))),
  );
  const writable = can('members:write');
  const columns: Column<Invitation>[] = [
    { header: 'E-mail', card: 'title', cell: ({ email }) => email },
    { header: 'Role', cell: ({ role }) => ROLE_LABELS[role] },
    { header: 'Valid until', nowrap: true, cell: ({ expiresAt }) => formatInstant(expiresAt) },
    {
      header: 'Action',
      align: 'right',
      card: 'side',
      cell: ({ id, email }) =>
        writable && (
          <Button
            variant="subtle"
            size="compact-sm"
            aria-label={`Withdraw the invitation of ${email}`}
            onClick={() => revoke.mutate(id, { onError: showRefusal })}
          >
            Withdraw
          </Button>
        ),
    },
  ];
  return (
    <Section title="Invitations" action={writable && <Button onClick={modal.open}>Invite</Button>}>
      <QueryState query={invitations}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty icon={<IconMail />} title="No open invitations">
              Invite a colleague or your accountant: you get a link to pass on.
            </Empty>
          ) : (
            <DataTable label="Invitations" columns={columns} rows={items} rowKey={({ id }) => id} />
          )
        }
      </QueryState>
      <Modal opened={inviting} onClose={modal.close} title="Invite">
        <InviteForm onClose={modal.close} />
      </Modal>
    </Section>
  );
}

function InviteForm({ onClose }: { onClose: () => void }) {
  const { at } = useCompany();
  const [link, setLink] = useState<string | null>(null);
  const state = useCommandForm<InvitationInput, Static<typeof InvitationCreated>>({
    initialValues: { email: '', role: 'accountant' },
    send: (body, keyFor) =>
      answerOf(api.POST('/v1/companies/{companyId}/invitations', { ...command(keyFor(body), at), body })),
    onDone: ({ token }) =>
      setLink(`${window.location.origin}/invitations/accept?token=${encodeURIComponent(token)}`),
  });
  if (link !== null) {
    return (
      <SecretOnce
        title="Pass this link on"
        text="It is shown once and works for the invited person."
        secret={link}
      />
    );
  }
  const { form } = state;
  return (
    <CommandForm state={state} label="Invite" submit="Create invitation" onCancel={onClose}>
      <TextInput label="E-mail" type="email" data-autofocus {...form.getInputProps('email')} />
      <NativeSelect
        label="Role"
        data={ROLES.map((value) => ({ value, label: ROLE_LABELS[value] }))}
        {...form.getInputProps('role')}
      />
    </CommandForm>
  );
}
