import type { Tax } from '@crypto-erp/contract/taxes';
import { Button, Group } from '@mantine/core';
import { IconReceiptTax } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ArchivedBadge } from '../../components/ArchivedBadge.tsx';
import { type Column, DataTable } from '../../components/DataTable.tsx';
import { Section } from '../../components/Section.tsx';
import { Empty, QueryState } from '../../components/States.tsx';
import { useCompany } from '../../lib/company-context.ts';
import { TAX_KIND_LABELS } from '../../lib/labels.ts';
import { formatAmount } from '../../lib/money.ts';
import { resourceQuery } from '../../lib/queries.ts';
import { TaxModal } from './TaxModal.tsx';

/** The tax codes. */
export function TaxSection() {
  const { company, can } = useCompany();
  const [editing, setEditing] = useState<Tax | 'new' | null>(null);
  const taxes = useQuery(resourceQuery(company.id, 'taxes'));
  const writable = can('taxes:write');
  const add = writable && <Button onClick={() => setEditing('new')}>New tax</Button>;
  const columns: Column<Tax>[] = [
    {
      header: 'Tax',
      card: 'title',
      cell: ({ code, name, archived }) => (
        <Group gap="xs">
          {code} · {name}
          <ArchivedBadge archived={archived} />
        </Group>
      ),
    },
    { header: 'Kind', cell: ({ kind }) => TAX_KIND_LABELS[kind] },
    {
      header: 'Rate',
      align: 'right',
      cell: ({ rate }) => <span className="figures">{formatAmount(rate)} %</span>,
    },
    { header: 'Prices', cell: ({ inclusive }) => (inclusive ? 'Contain the tax' : 'Without the tax') },
    {
      header: 'Action',
      align: 'right',
      card: 'side',
      cell: (tax) =>
        writable && (
          <Button
            variant="subtle"
            size="compact-sm"
            aria-label={`Edit ${tax.code}`}
            onClick={() => setEditing(tax)}
          >
            Edit
          </Button>
        ),
    },
  ];
  return (
    <Section title="Taxes" action={add}>
      <QueryState query={taxes}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty icon={<IconReceiptTax />} title="No taxes yet">
              Add the taxes your invoices charge, such as VAT at its standard rate.
            </Empty>
          ) : (
            <DataTable label="Taxes" columns={columns} rows={items} rowKey={({ id }) => id} />
          )
        }
      </QueryState>
      {editing !== null && (
        <TaxModal tax={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />
      )}
    </Section>
  );
}
