import type { InvoiceSummary } from '@crypto-erp/contract/invoices';
import { Badge } from '@mantine/core';
import { INVOICE_STATUS_LABELS } from '../../lib/labels.ts';

const COLORS = {
  draft: 'gray',
  posted: 'blue',
  'partly-paid': 'orange',
  paid: 'teal',
  reversed: 'gray',
  overdue: 'red',
};

/** The status of an invoice; overdue counts before posted and partly paid. */
export function InvoiceBadge({ invoice }: { invoice: Pick<InvoiceSummary, 'status' | 'overdue'> }) {
  const status = invoice.overdue ? 'overdue' : invoice.status;
  return (
    <Badge color={COLORS[status]} variant="light" tt="none">
      {INVOICE_STATUS_LABELS[status]}
    </Badge>
  );
}
