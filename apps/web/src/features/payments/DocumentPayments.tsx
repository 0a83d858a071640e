import type { Document } from '@crypto-erp/contract/documents';
import type { Payment } from '@crypto-erp/contract/payments';
import { Badge, Button, Paper, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Amount } from '../../components/Amount.tsx';
import { type Column, DataTable } from '../../components/DataTable.tsx';
import { TextLink } from '../../components/Links.tsx';
import { ReverseModal } from '../../components/ReverseModal.tsx';
import { LoadingRows, QueryState } from '../../components/States.tsx';
import { answerOf, api, command } from '../../lib/api.ts';
import { useCompany } from '../../lib/company-context.ts';
import { formatDate } from '../../lib/dates.ts';
import { resourceQuery } from '../../lib/queries.ts';

/** The payments of a document, with the exchange difference each made. */
export function DocumentPayments({ document }: { document: Document }) {
  const { company, at } = useCompany();
  const [reversing, setReversing] = useState<Payment | null>(null);
  const payments = useQuery(
    resourceQuery(company.id, 'payments', { query: { itemId: document.id, limit: '1000' } }),
  );
  return (
    <Stack gap="sm">
      <Title>Payments</Title>
      <QueryState query={payments} loading={<LoadingRows rows={2} />}>
        {({ items }) =>
          items.length === 0 ? <NoPayments /> : <PaymentTable rows={items} onReverse={setReversing} />
        }
      </QueryState>
      {reversing !== null && (
        <ReverseModal
          title="Reverse payment"
          reasonField="reason"
          opened
          onClose={() => setReversing(null)}
          send={(body, keyFor) =>
            answerOf(
              api.POST('/v1/companies/{companyId}/payments/{id}/reverse', {
                ...command(keyFor(body), { ...at, id: reversing.id }),
                body,
              }),
            )
          }
        >
          The amount is open again, and a second entry takes the payment back out of the books.
        </ReverseModal>
      )}
    </Stack>
  );
}

function NoPayments() {
  return (
    <Paper withBorder p="md">
      <Text c="dimmed">No payment yet. Record one when the money has arrived.</Text>
    </Paper>
  );
}

function PaymentTable({ rows, onReverse }: { rows: Payment[]; onReverse: (payment: Payment) => void }) {
  const { company, can } = useCompany();
  const base = company.baseAsset;
  const foreign: Column<Payment>[] = [
    {
      header: `In ${base}`,
      align: 'right',
      cell: ({ baseAmount }) => <Amount value={baseAmount} asset={base} withAsset />,
    },
    {
      header: 'Exchange difference',
      align: 'right',
      cell: ({ exchangeDifference }) => <Amount value={exchangeDifference} asset={base} withAsset />,
    },
  ];
  const columns: Column<Payment>[] = [
    { header: 'Date', card: 'title', nowrap: true, cell: ({ date }) => formatDate(date) },
    { header: 'Reference', cell: ({ reference }) => reference },
    {
      header: 'Entry',
      cell: ({ entryId }) => (
        <TextLink to="/companies/$companyId/entries/$id" params={{ companyId: company.id, id: entryId }}>
          Open entry
        </TextLink>
      ),
    },
    {
      header: 'Amount',
      align: 'right',
      card: 'side',
      cell: ({ amount, asset }) => <Amount value={amount} asset={asset} withAsset />,
    },
    ...(rows.some(({ asset }) => asset !== base) ? foreign : []),
    {
      header: 'Action',
      align: 'right',
      cell: (payment) =>
        payment.reversed ? (
          <Badge color="gray" variant="light" tt="none">
            Reversed
          </Badge>
        ) : (
          can('payments:reverse') && (
            <Button variant="subtle" size="compact-sm" onClick={() => onReverse(payment)}>
              Reverse
            </Button>
          )
        ),
    },
  ];
  return <DataTable label="Payments" columns={columns} rows={rows} rowKey={({ id }) => id} />;
}
