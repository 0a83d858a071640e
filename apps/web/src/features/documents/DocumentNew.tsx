import type { Document } from '@crypto-erp/contract/documents';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Page } from '../../components/Page.tsx';
import { QueryState } from '../../components/States.tsx';
import { answerOf, api, command } from '../../lib/api.ts';
import { useCompany } from '../../lib/company-context.ts';
import { type DocumentNoun, isDocumentNoun } from '../../lib/document-nouns.ts';
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
      {corrects !== undefined && original !== undefined && isDocumentNoun(original) ? (
        <FromOriginal noun={original} id={corrects} />
      ) : (
        <Editor initialValues={newDocument(kind, today, company.baseAsset, contactId ?? null)} />
      )}
    </Page>
  );
}

function FromOriginal({ noun, id }: { noun: DocumentNoun; id: string }) {
  const { company, today } = useCompany();
  const query = useQuery(resourceQuery(company.id, `${noun}/{id}`, { id }));
  return (
    <QueryState query={query}>
      {(original) => <Editor initialValues={noteOf(original, today)} corrected={original} />}
    </QueryState>
  );
}

function Editor({ initialValues, corrected }: { initialValues: DocumentValues; corrected?: Document }) {
  const { company, at } = useCompany();
  const { noun, one, kind } = useNoun();
  const navigate = route.useNavigate();
  return (
    <DocumentForm
      label={`New ${one}`}
      corrected={corrected}
      initialValues={initialValues}
      send={(values, keyFor, post) => {
        const body = {
          ...documentBody(kind, values),
          status: post ? ('posted' as const) : ('draft' as const),
        };
        return answerOf(
          api.POST(`/v1/companies/{companyId}/${noun}`, { ...command(keyFor(body), at), body }),
        );
      }}
      onCancel={() =>
        navigate({ to: '/companies/$companyId/$noun', params: { companyId: company.id, noun } })
      }
    />
  );
}
