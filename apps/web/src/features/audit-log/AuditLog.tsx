import type { AuditRecord } from '@crypto-erp/contract/audit-log';
import { Code, Stack, Text } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { type Column, DataTable } from '../../components/DataTable.tsx';
import { LoadMore } from '../../components/LoadMore.tsx';
import { Page } from '../../components/Page.tsx';
import { Empty, QueryState } from '../../components/States.tsx';
import { useCompany } from '../../lib/company-context.ts';
import { formatInstant } from '../../lib/dates.ts';
import { pagesQuery } from '../../lib/queries.ts';
import { useActorName } from './use-actor-name.ts';

const route = getRouteApi('/companies/$companyId/settings/audit-log');

/** Every change: who, what, before and after. */
export function AuditLog() {
  const { company } = useCompany();
  const search = route.useSearch();
  const actorName = useActorName();
  const query = useInfiniteQuery(pagesQuery(company.id, 'audit-log', search));
  const columns: Column<AuditRecord>[] = [
    { header: 'When', nowrap: true, cell: ({ at }) => formatInstant(at, company.timeZone) },
    { header: 'Who', cell: actorName },
    { header: 'What', card: 'title', cell: ({ action }) => action },
    { header: 'From', cell: ({ ip }) => ip },
    { header: 'Change', cell: (record) => <Change record={record} /> },
  ];
  return (
    <Page title="Audit log">
      <QueryState query={query}>
        {({ pages }) => {
          const rows = pages.flatMap(({ items }) => items);
          return rows.length === 0 ? (
            <Empty icon={<IconHistory />} title="Nothing recorded yet">
              Every change to the company's data appears here.
            </Empty>
          ) : (
            <>
              <DataTable label="Audit log" columns={columns} rows={rows} rowKey={({ id }) => id} />
              <LoadMore query={query} />
            </>
          );
        }}
      </QueryState>
    </Page>
  );
}

function Change({ record: { before, after, subjectKind } }: { record: AuditRecord }) {
  const states = [
    { label: 'Before', state: before },
    { label: 'After', state: after },
  ].filter(({ state }) => state !== null && state !== undefined);
  if (states.length === 0) return null;
  return (
    <details>
      <summary>{subjectKind}</summary>
      <Stack gap="xs" mt="xs" ta="left">
        {states.map(({ label, state }) => (
          <div key={label}>
            <Text size="sm" c="dimmed">
              {label}
            </Text>
            <Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
              {JSON.stringify(state, null, 1)}
            </Code>
          </div>
        ))}
      </Stack>
    </details>
  );
}
