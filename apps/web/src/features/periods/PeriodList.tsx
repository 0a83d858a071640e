import type { PeriodList as List, Period } from '@crypto-erp/contract/periods';
import { Badge, Button } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { Static } from 'typebox';
import { type Column, DataTable } from '../../components/DataTable.tsx';
import { Page } from '../../components/Page.tsx';
import { Empty, QueryState } from '../../components/States.tsx';
import { api } from '../../lib/api.ts';
import { useCompany } from '../../lib/company-context.ts';
import { formatInstant, formatMonth } from '../../lib/dates.ts';
import { resourceQuery } from '../../lib/queries.ts';
import { showRefusal } from '../../lib/show-refusal.ts';
import { useCommand } from '../../lib/use-command.ts';

/** The months of the books; a closed one takes no entry. */
export function PeriodList() {
  const { company, can, path } = useCompany();
  const periods = useQuery(resourceQuery<Static<typeof List>>(company.id, 'periods'));
  const change = useCommand(({ month, closed }: Period, keyFor) => {
    const verb = closed ? 'open' : 'close';
    return api.post(path(`periods/${month}/${verb}`), { body: {}, key: keyFor([month, verb]) });
  });
  const columns: Column<Period>[] = [
    { header: 'Month', card: 'title', nowrap: true, cell: ({ month }) => formatMonth(month) },
    {
      header: 'State',
      cell: ({ closed }) => (
        <Badge color={closed ? 'gray' : 'teal'} variant="light" tt="none">
          {closed ? 'Closed' : 'Open'}
        </Badge>
      ),
    },
    {
      header: 'Closed at',
      nowrap: true,
      cell: ({ closedAt }) => (closedAt === null ? null : formatInstant(closedAt, company.timeZone)),
    },
    {
      header: 'Action',
      align: 'right',
      card: 'side',
      cell: (period) =>
        can('periods:write') && (
          <Button
            variant="subtle"
            size="compact-sm"
            aria-label={`${period.closed ? 'Open' : 'Close'} ${formatMonth(period.month)}`}
            loading={change.isPending && change.variables.month === period.month}
            onClick={() => change.mutate(period, { onError: showRefusal })}
          >
            {period.closed ? 'Open again' : 'Close'}
          </Button>
        ),
    },
  ];
  return (
    <Page title="Periods" lead="A closed month takes no entry. Close it when its books are done." narrow>
      <QueryState query={periods}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty icon={<IconLock />} title="No months yet">
              A month appears when something has been posted in it.
            </Empty>
          ) : (
            <DataTable label="Periods" columns={columns} rows={items} rowKey={({ month }) => month} />
          )
        }
      </QueryState>
    </Page>
  );
}
