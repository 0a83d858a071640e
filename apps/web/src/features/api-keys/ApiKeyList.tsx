import type { ApiKey } from '@crypto-erp/contract/members';
import { Button, Code, Modal } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconKey } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ConfirmModal } from '../../components/ConfirmModal.tsx';
import { type Column, DataTable } from '../../components/DataTable.tsx';
import { Page } from '../../components/Page.tsx';
import { Empty, QueryState } from '../../components/States.tsx';
import { answerOf, api, command } from '../../lib/api.ts';
import { useCompany } from '../../lib/company-context.ts';
import { formatInstant } from '../../lib/dates.ts';
import { ROLE_LABELS } from '../../lib/labels.ts';
import { ALL, resourceQuery } from '../../lib/queries.ts';
import { ApiKeyForm } from './ApiKeyForm.tsx';

/** The keys with which programs use the company's API. */
export function ApiKeyList() {
  const { company, can, at } = useCompany();
  const [creating, modal] = useDisclosure(false);
  const [revoking, setRevoking] = useState<ApiKey | null>(null);
  const apiKeys = useQuery(resourceQuery(company.id, 'api-keys', ALL));
  const writable = can('api-keys:write');
  const add = writable && <Button onClick={modal.open}>New API key</Button>;
  const columns: Column<ApiKey>[] = [
    { header: 'Name', card: 'title', cell: ({ name }) => name },
    { header: 'Starts with', cell: ({ prefix }) => <Code>{prefix}…</Code> },
    { header: 'Role', cell: ({ role }) => ROLE_LABELS[role] },
    {
      header: 'Last used',
      nowrap: true,
      cell: ({ lastUsedAt }) => (lastUsedAt === null ? 'Never' : formatInstant(lastUsedAt)),
    },
    {
      header: 'Expires',
      nowrap: true,
      cell: ({ expiresAt }) => (expiresAt === null ? 'Never' : formatInstant(expiresAt)),
    },
    {
      header: 'Action',
      align: 'right',
      card: 'side',
      cell: (apiKey) =>
        writable && (
          <Button
            variant="subtle"
            size="compact-sm"
            aria-label={`Revoke ${apiKey.name}`}
            onClick={() => setRevoking(apiKey)}
          >
            Revoke
          </Button>
        ),
    },
  ];
  return (
    <Page title="API keys" actions={add}>
      <QueryState query={apiKeys}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty icon={<IconKey />} title="No API keys yet">
              A key lets a program work in this company with a role of its own.
            </Empty>
          ) : (
            <DataTable label="API keys" columns={columns} rows={items} rowKey={({ id }) => id} />
          )
        }
      </QueryState>
      <Modal opened={creating} onClose={modal.close} title="New API key">
        <ApiKeyForm onClose={modal.close} />
      </Modal>
      {revoking !== null && (
        <ConfirmModal
          title={`Revoke ${revoking.name}?`}
          confirm="Revoke"
          opened
          onClose={() => setRevoking(null)}
          send={(keyFor) =>
            answerOf(
              api.DELETE(
                '/v1/companies/{companyId}/api-keys/{id}',
                command(keyFor('revoke'), { ...at, id: revoking.id }),
              ),
            )
          }
        >
          Programs that use this key are refused from now on.
        </ConfirmModal>
      )}
    </Page>
  );
}
