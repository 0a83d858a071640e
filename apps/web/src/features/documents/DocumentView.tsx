import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Page } from '../../components/Page.tsx';
import { QueryState } from '../../components/States.tsx';
import { useCompany } from '../../lib/company-context.ts';
import { capital } from '../../lib/labels.ts';
import { resourceQuery } from '../../lib/queries.ts';
import { DocumentPayments } from '../payments/DocumentPayments.tsx';
import { DocumentActions } from './DocumentActions.tsx';
import { DocumentBadge } from './DocumentBadge.tsx';
import { DocumentBody } from './DocumentBody.tsx';
import { DocumentFacts } from './DocumentFacts.tsx';
import { useNoun } from './use-noun.ts';

const route = getRouteApi('/companies/$companyId/$noun/$id');

/** How often a document is read again while its PDF is being made, in milliseconds. */
const PDF_POLL_MS = 1500;

/** One document: its facts, lines, totals and payments, and what can be done with it. */
export function DocumentView() {
  const { companyId, id } = route.useParams();
  const { noun, one } = useNoun();
  const { can } = useCompany();
  const query = useQuery({
    ...resourceQuery(companyId, `${noun}/{id}`, { id }),
    refetchInterval: ({ state }) => (state.data?.pdf === 'pending' ? PDF_POLL_MS : false),
  });
  return (
    <QueryState query={query}>
      {(document) => (
        <Page
          title={document.number === null ? `Draft ${one}` : `${capital(one)} ${document.number}`}
          badge={<DocumentBadge document={document} />}
          lead={document.contactName}
          actions={<DocumentActions document={document} />}
        >
          <DocumentFacts document={document} />
          <DocumentBody document={document} />
          {document.status !== 'draft' && can('payments:read') && <DocumentPayments document={document} />}
        </Page>
      )}
    </QueryState>
  );
}
