import type { Member, MemberUpdate } from '@crypto-erp/contract/members';
import { ROLES, type Role } from '@crypto-erp/contract/roles';
import { Button, NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ConfirmModal } from '../../components/ConfirmModal.tsx';
import { type Column, DataTable } from '../../components/DataTable.tsx';
import { Section } from '../../components/Section.tsx';
import { QueryState } from '../../components/States.tsx';
import { answerOf, api, command } from '../../lib/api.ts';
import { useCompany } from '../../lib/company-context.ts';
import { formatInstant } from '../../lib/dates.ts';
import { ROLE_LABELS } from '../../lib/labels.ts';
import { ALL, resourceQuery } from '../../lib/queries.ts';
import { showRefusal } from '../../lib/show-refusal.ts';
import { useCommand } from '../../lib/use-command.ts';

/** The members and their roles. */
export function MemberSection() {
  const { company, can, at } = useCompany();
  const [removing, setRemoving] = useState<Member | null>(null);
  const members = useQuery(resourceQuery(company.id, 'members', ALL));
  const writable = can('members:write');
  const columns: Column<Member>[] = [
    { header: 'Name', card: 'title', cell: ({ name }) => name },
    { header: 'E-mail', cell: ({ email }) => email },
    {
      header: 'Role',
      cell: (member) => (writable ? <RoleSelect member={member} /> : ROLE_LABELS[member.role]),
    },
    { header: 'Since', nowrap: true, cell: ({ joinedAt }) => formatInstant(joinedAt) },
    {
      header: 'Action',
      align: 'right',
      card: 'side',
      cell: (member) =>
        writable && (
          <Button
            variant="subtle"
            size="compact-sm"
            aria-label={`Remove ${member.name}`}
            onClick={() => setRemoving(member)}
          >
            Remove
          </Button>
        ),
    },
  ];
  return (
    <Section title="Members">
      <QueryState query={members}>
        {({ items }) => (
          <DataTable label="Members" columns={columns} rows={items} rowKey={({ userId }) => userId} />
        )}
      </QueryState>
      {removing !== null && (
        <ConfirmModal
          title={`Remove ${removing.name}?`}
          confirm="Remove"
          opened
          onClose={() => setRemoving(null)}
          send={(keyFor) =>
            answerOf(
              api.DELETE(
                '/v1/companies/{companyId}/members/{userId}',
                command(keyFor('remove'), { ...at, userId: removing.userId }),
              ),
            )
          }
        >
          They can no longer open this company. What they did stays in the books and the audit log.
        </ConfirmModal>
      )}
    </Section>
  );
}

function RoleSelect({ member }: { member: Member }) {
  const { at } = useCompany();
  const change = useCommand((role: Role, keyFor) => {
    const body: MemberUpdate = { role };
    return answerOf(
      api.PATCH('/v1/companies/{companyId}/members/{userId}', {
        ...command(keyFor(body), { ...at, userId: member.userId }),
        body,
      }),
    );
  });
  return (
    <NativeSelect
      size="xs"
      aria-label={`Role of ${member.name}`}
      data={ROLES.map((value) => ({ value, label: ROLE_LABELS[value] }))}
      value={member.role}
      disabled={change.isPending}
      onChange={(event) => {
        const role = ROLES.find((value) => value === event.currentTarget.value);
        if (role !== undefined) change.mutate(role, { onError: showRefusal });
      }}
    />
  );
}
