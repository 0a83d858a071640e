import type { Entry, EntryLine } from '@crypto-erp/contract/entries';
import { Paper, Stack, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Amount } from '../../components/Amount.tsx';
import { type Column, DataTable } from '../../components/DataTable.tsx';
import { Facts } from '../../components/Facts.tsx';
import { TextLink } from '../../components/Links.tsx';
import { Page } from '../../components/Page.tsx';
import { QueryState } from '../../components/States.tsx';
import { useCompany } from '../../lib/company-context.ts';
import { formatDate, formatInstant } from '../../lib/dates.ts';
import { ENTRY_SOURCE_LABELS } from '../../lib/labels.ts';
import { isNegative, negate, sum } from '../../lib/money.ts';
import { resourceQuery } from '../../lib/queries.ts';
import { EntryActions } from './EntryActions.tsx';
import { EntryBadge } from './EntryBadge.tsx';
import { SourceLink } from './SourceLink.tsx';

const route = getRouteApi('/companies/$companyId/entries/$id');

/** One entry: its lines, where it came from, and its reversal. */
export function EntryView() {
  const { companyId, id } = route.useParams();
  const query = useQuery(resourceQuery(companyId, 'entries/{id}', { id }));
  return (
    <QueryState query={query}>
      {(entry) => (
        <Page
          title={entry.number === null ? 'Draft entry' : `Entry ${entry.number}`}
          badge={<EntryBadge status={entry.status} />}
          lead={entry.description}
          actions={<EntryActions entry={entry} />}
        >
          <EntryFacts entry={entry} />
          <EntryLinesTable entry={entry} />
        </Page>
      )}
    </QueryState>
  );
}

function EntryFacts({ entry }: { entry: Entry }) {
  const { company } = useCompany();
  const link = (id: string | null, text: string) =>
    id === null ? null : (
      <TextLink to="/companies/$companyId/entries/$id" params={{ companyId: company.id, id }}>
        {text}
      </TextLink>
    );
  return (
    <Paper withBorder p="md">
      <Facts
        facts={{
          Date: formatDate(entry.date),
          Posted: entry.postedAt === null ? null : formatInstant(entry.postedAt, company.timeZone),
          'Made by': ENTRY_SOURCE_LABELS[entry.source],
          Source: entry.sourceId === null ? null : <SourceLink entry={entry} sourceId={entry.sourceId} />,
          Reverses: link(entry.reversesId, 'Open the reversed entry'),
          'Reversed by': link(entry.reversedById, 'Open the reversal'),
        }}
      />
    </Paper>
  );
}

function EntryLinesTable({ entry }: { entry: Entry }) {
  const { company } = useCompany();
  const base = company.baseAsset;
  const debits = entry.lines.map(({ baseAmount }) => (isNegative(baseAmount) ? '0' : baseAmount));
  const credits = entry.lines.map(({ baseAmount }) => (isNegative(baseAmount) ? negate(baseAmount) : '0'));
  const foreign: Column<EntryLine> = {
    header: 'Quantity',
    align: 'right',
    cell: ({ asset, quantity }) => asset !== base && <Amount value={quantity} asset={asset} withAsset />,
  };
  const columns: Column<EntryLine>[] = [
    {
      header: 'Account',
      card: 'title',
      cell: ({ accountCode, accountName }) => `${accountCode} ${accountName}`,
    },
    { header: 'Description', cell: ({ description }) => description },
    ...(entry.lines.some(({ asset }) => asset !== base) ? [foreign] : []),
    {
      header: `Debit ${base}`,
      align: 'right',
      cell: ({ baseAmount }) =>
        !isNegative(baseAmount) && <Amount value={baseAmount} asset={base} hideZero />,
    },
    {
      header: `Credit ${base}`,
      align: 'right',
      cell: ({ baseAmount }) => isNegative(baseAmount) && <Amount value={negate(baseAmount)} asset={base} />,
    },
  ];
  const totals = [
    <Amount key="debit" value={sum(debits)} asset={base} />,
    <Amount key="credit" value={sum(credits)} asset={base} />,
  ];
  return (
    <Stack gap="sm">
      <Title>Lines</Title>
      <DataTable
        label="Lines"
        columns={columns}
        rows={entry.lines.map((line, position) => ({ ...line, position }))}
        rowKey={({ position }) => String(position)}
        footer={columns.map((_, index) => (index === 0 ? 'Total' : totals[index - columns.length + 2]))}
      />
    </Stack>
  );
}
