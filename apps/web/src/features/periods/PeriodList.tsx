import type { Period } from '@crypto-erp/contract/periods';
import { Badge, Button } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type Column, DataTable } from '../../components/DataTable.tsx';
import { Page } from '../../components/Page.tsx';
import { Empty, QueryState } from '../../components/States.tsx';
import { answerOf, api, command } from '../../lib/api.ts';
import { useCompany } from '../../lib/company-context.ts';
import { formatInstant, formatMonth } from '../../lib/dates.ts';
import { resourceQuery } from '../../lib/queries.ts';
import { showRefusal } from '../../lib/show-refusal.ts';
import { useCommand } from '../../lib/use-command.ts';
import { ReopenModal } from './ReopenModal.tsx';

/** The months of the books; a closed one takes no entry. */
export function PeriodList() {
  const { company, can, at } = useCompany();
  const periods = useQuery(resourceQuery(company.id, 'periods'));
  const [reopening, setReopening] = useState<string | null>(null);
  const close = useCommand(({ month }: Period, keyFor) =>
    answerOf(
      api.POST('/v1/companies/{companyId}/periods/{month}/close', {
        ...command(keyFor([month]), { ...at, month }),
        body: {},
      }),
    ),
  );
  const columns: Column<Period>[] = [
    { header: 'Month', card: 'title', nowrap: true, cell: ({ month }) => formatMonth(month) },
    {
      header: 'State',
      cell: ({ lock }) => (
        <Badge color={lock === null ? 'teal' : lock === 'soft' ? 'yellow' : 'gray'} variant="light" tt="none">
          {lock === null ? 'Open' : lock === 'soft' ? 'Softly locked' : 'Closed'}
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
        can(period.closed ? 'periods:reopen' : 'periods:write') && (
          <Button
            variant="subtle"
            size="compact-sm"
            aria-label={`${period.closed ? 'Open' : 'Close'} ${formatMonth(period.month)}`}
            loading={close.isPending && close.variables.month === period.month}
            onClick={() =>
              period.closed ? setReopening(period.month) : close.mutate(period, { onError: showRefusal })
            }
          >
            {period.closed ? 'Open again' : 'Close'}
          </Button>
        ),
    },
  ];
  return (
    <Page title="Periods" lead="A closed month takes no entry. Close it when its books are done." narrow>
      <ReopenModal month={reopening} onClose={() => setReopening(null)} />
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
