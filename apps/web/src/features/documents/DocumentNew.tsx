import type { Document } from '@crypto-erp/contract/documents';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Page } from '../../components/Page.tsx';
import { QueryState } from '../../components/States.tsx';
import { api } from '../../lib/api.ts';
import { useCompany } from '../../lib/company-context.ts';
import { resourceQuery } from '../../lib/queries.ts';
import { DocumentForm } from './DocumentForm.tsx';
import { type DocumentValues, documentBody, newDocument, noteOf } from './document-form.ts';
import { useNoun } from './use-noun.ts';

const route = getRouteApi('/companies/$companyId/$noun/new');

/** Writes a new document; a note that corrects another starts with all of that one's lines. */
export function DocumentNew() {
  const { company, today } = useCompany();
  const { one, kind } = useNoun();
  const { contactId, corrects, original } = route.useSearch();
  return (
    <Page title={`New ${one}`}>
      {corrects !== undefined && original !== undefined ? (
        <FromOriginal noun={original} id={corrects} />
      ) : (
        <Editor initialValues={newDocument(kind, today, company.baseAsset, contactId ?? null)} />
      )}
    </Page>
  );
}

function FromOriginal({ noun, id }: { noun: string; id: string }) {
  const { company, today } = useCompany();
  const query = useQuery(resourceQuery<Document>(company.id, `${noun}/${id}`));
  return (
    <QueryState query={query}>
      {(original) => <Editor initialValues={noteOf(original, today)} corrected={original} />}
    </QueryState>
  );
}

function Editor({ initialValues, corrected }: { initialValues: DocumentValues; corrected?: Document }) {
  const { company, path } = useCompany();
  const { noun, one, kind } = useNoun();
  const navigate = route.useNavigate();
  return (
    <DocumentForm
      label={`New ${one}`}
      corrected={corrected}
      initialValues={initialValues}
      send={(values, keyFor, post) => {
        const body = { ...documentBody(kind, values), status: post ? 'posted' : 'draft' };
        return api.post<Document>(path(noun), { body, key: keyFor(body) });
      }}
      onCancel={() =>
        navigate({ to: '/companies/$companyId/$noun', params: { companyId: company.id, noun } })
      }
    />
  );
}
