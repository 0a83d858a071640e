import type { PaymentTerms } from '@crypto-erp/contract/taxes';
import { Button, Group } from '@mantine/core';
import { IconCalendarDue } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ArchivedBadge } from '../../components/ArchivedBadge.tsx';
import { type Column, DataTable } from '../../components/DataTable.tsx';
import { Section } from '../../components/Section.tsx';
import { Empty, QueryState } from '../../components/States.tsx';
import { useCompany } from '../../lib/company-context.ts';
import { resourceQuery } from '../../lib/queries.ts';
import { PaymentTermsModal } from './PaymentTermsModal.tsx';

/** The payment terms. */
export function PaymentTermsSection() {
  const { company, can } = useCompany();
  const [editing, setEditing] = useState<PaymentTerms | 'new' | null>(null);
  const terms = useQuery(resourceQuery(company.id, 'payment-terms'));
  const writable = can('taxes:write');
  const columns: Column<PaymentTerms>[] = [
    {
      header: 'Name',
      card: 'title',
      cell: ({ name, archived }) => (
        <Group gap="xs">
          {name}
          <ArchivedBadge archived={archived} />
        </Group>
      ),
    },
    {
      header: 'Due',
      cell: ({ days, fromEndOfMonth }) =>
        `${days} days after ${fromEndOfMonth ? 'the end of the issue month' : 'the issue date'}`,
    },
    {
      header: 'Action',
      align: 'right',
      card: 'side',
      cell: (row) =>
        writable && (
          <Button
            variant="subtle"
            size="compact-sm"
            aria-label={`Edit ${row.name}`}
            onClick={() => setEditing(row)}
          >
            Edit
          </Button>
        ),
    },
  ];
  return (
    <Section
      title="Payment terms"
      action={writable && <Button onClick={() => setEditing('new')}>New payment terms</Button>}
    >
      <QueryState query={terms}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty icon={<IconCalendarDue />} title="No payment terms yet">
              Add terms such as “30 days”, and invoices find their due date by themselves.
            </Empty>
          ) : (
            <DataTable label="Payment terms" columns={columns} rows={items} rowKey={({ id }) => id} />
          )
        }
      </QueryState>
      {editing !== null && (
        <PaymentTermsModal terms={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />
      )}
    </Section>
  );
}
