import { DOCUMENT_KINDS } from '@crypto-erp/contract/documents';
import type { Entry } from '@crypto-erp/contract/entries';
import { useQuery } from '@tanstack/react-query';
import { TextLink } from '../../components/Links.tsx';
import { useCompany } from '../../lib/company-context.ts';
import { nounInfo, nounOf } from '../../lib/document-nouns.ts';
import { resourceQuery } from '../../lib/queries.ts';

/** The way to what made the entry; a payment is shown on the first document that it cleared. */
export function SourceLink({ entry, sourceId }: { entry: Entry; sourceId: string }) {
  const { company } = useCompany();
  const payment = useQuery({
    ...resourceQuery(company.id, 'payments/{id}', { id: sourceId }),
    enabled: entry.source === 'payment',
  });
  const paid = payment.data?.allocations.find(({ kind }) => kind !== 'payment');
  const kind = entry.source === 'payment' ? paid?.kind : entry.source;
  const noun = DOCUMENT_KINDS.find((one) => one === kind);
  if (noun === undefined) return entry.source === 'payment' ? 'A payment' : 'See the reversed entry';
  const info = nounInfo(nounOf(noun));
  return (
    <TextLink
      to="/companies/$companyId/$noun/$id"
      params={{ companyId: company.id, noun: info.noun, id: paid?.itemId ?? sourceId }}
    >
      {paid === undefined ? `Open ${info.one}` : `Open ${info.one} ${paid.number}`}
    </TextLink>
  );
}
