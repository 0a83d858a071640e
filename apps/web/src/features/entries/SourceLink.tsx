import type { Entry } from '@crypto-erp/contract/entries';
import type { PaymentPage } from '@crypto-erp/contract/payments';
import { useQuery } from '@tanstack/react-query';
import type { Static } from 'typebox';
import { TextLink } from '../../components/Links.tsx';
import { useCompany } from '../../lib/company-context.ts';
import { resourceQuery } from '../../lib/queries.ts';

/** The way to the document that made the entry; a payment is shown on its invoice. */
export function SourceLink({ entry, sourceId }: { entry: Entry; sourceId: string }) {
  const { company } = useCompany();
  const payments = useQuery({
    ...resourceQuery<Static<typeof PaymentPage>>(company.id, 'payments', {
      from: entry.date,
      to: entry.date,
      limit: '1000',
    }),
    enabled: entry.source === 'payment',
  });
  const payment = payments.data?.items.find(({ id }) => id === sourceId);
  const paid = payment?.allocations.find(({ kind }) => kind === 'invoice');
  const invoiceId = entry.source === 'invoice' ? sourceId : paid?.itemId;
  if (invoiceId === undefined) return entry.source === 'payment' ? 'A payment' : 'See the reversed entry';
  return (
    <TextLink to="/companies/$companyId/invoices/$id" params={{ companyId: company.id, id: invoiceId }}>
      {paid === undefined ? 'Open invoice' : `Open invoice ${paid.number}`}
    </TextLink>
  );
}
