import type { Account } from '@crypto-erp/contract/accounts';
import { fiscalYearRange } from '@crypto-erp/ledger/dates';
import { Badge, Button, Group, Paper, Switch, Table, Text } from '@mantine/core';
import { IconListTree } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { TextLink } from '../../components/Links.tsx';
import { Page } from '../../components/Page.tsx';
import { Empty, LoadingRows, QueryState } from '../../components/States.tsx';
import { useCompany } from '../../lib/company-context.ts';
import { ACCOUNT_TYPE_LABELS } from '../../lib/labels.ts';
import { resourceQuery } from '../../lib/queries.ts';
import { AccountModal } from './AccountModal.tsx';
import { type AccountRow, accountRows } from './account-tree.ts';

const route = getRouteApi('/companies/$companyId/accounts');

/** The chart of accounts as a tree. */
export function AccountList() {
  const { company, can } = useCompany();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const [editing, setEditing] = useState<Account | 'new' | null>(null);
  const accounts = useQuery(resourceQuery(company.id, 'accounts'));
  const all = search.archived === 'true';
  const writable = can('accounts:write');
  return (
    <Page
      title="Chart of accounts"
      actions={writable && <Button onClick={() => setEditing('new')}>New account</Button>}
    >
      <Switch
        label="Show archived"
        checked={all}
        onChange={(event) =>
          navigate({ search: { archived: event.currentTarget.checked ? 'true' : undefined }, replace: true })
        }
      />
      <QueryState query={accounts} loading={<LoadingRows rows={8} />}>
        {({ items }) => {
          const rows = accountRows(items.filter(({ archived }) => all || !archived));
          return rows.length === 0 ? (
            <Empty icon={<IconListTree />} title="No accounts">
              Add the first account, or show the archived ones.
            </Empty>
          ) : (
            <Tree rows={rows} onEdit={writable ? setEditing : null} />
          );
        }}
      </QueryState>
      {editing !== null && (
        <AccountModal account={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />
      )}
    </Page>
  );
}

function Tree({ rows, onEdit }: { rows: AccountRow[]; onEdit: ((account: Account) => void) | null }) {
  return (
    <Paper withBorder>
      <Table aria-label="Chart of accounts" highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Account</Table.Th>
            <Table.Th visibleFrom="sm">Type</Table.Th>
            <Table.Th ta="right">{onEdit === null ? '' : 'Action'}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Row key={row.account.id} {...row} onEdit={onEdit} />
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}

function Row({ account, depth, onEdit }: AccountRow & { onEdit: ((account: Account) => void) | null }) {
  const { company, today } = useCompany();
  const { id, code, name, type, postable, archived } = account;
  return (
    <Table.Tr>
      <Table.Td pl={`calc(var(--mantine-spacing-md) + ${depth * 18}px)`} style={{ overflowWrap: 'anywhere' }}>
        <Group gap="xs" wrap="nowrap" align="baseline">
          <Text span c="dimmed" className="figures">
            {code}
          </Text>
          {postable ? (
            <TextLink
              to="/companies/$companyId/reports/general-ledger"
              params={{ companyId: company.id }}
              search={{ ...fiscalYearRange(today, company.fiscalYearStartMonth), accountId: id }}
            >
              {name}
            </TextLink>
          ) : (
            <Text span fw={650}>
              {name}
            </Text>
          )}
          {archived && (
            <Badge color="gray" variant="light" tt="none">
              Archived
            </Badge>
          )}
        </Group>
      </Table.Td>
      <Table.Td visibleFrom="sm">{ACCOUNT_TYPE_LABELS[type]}</Table.Td>
      <Table.Td ta="right">
        {onEdit !== null && (
          <Button
            variant="subtle"
            size="compact-sm"
            aria-label={`Edit ${code} ${name}`}
            onClick={() => onEdit(account)}
          >
            Edit
          </Button>
        )}
      </Table.Td>
    </Table.Tr>
  );
}
