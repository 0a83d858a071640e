import type { Document } from '@crypto-erp/contract/documents';
import { getRouteApi, Navigate } from '@tanstack/react-router';
import { useRef } from 'react';
import { Page } from '../../components/Page.tsx';
import { QueryState } from '../../components/States.tsx';
import { answerOf, api, command } from '../../lib/api.ts';
import type { KeyFor } from '../../lib/command-key.ts';
import { useCompany } from '../../lib/company-context.ts';
import { useFreshResource } from '../../lib/use-fresh-resource.ts';
import { DocumentForm } from './DocumentForm.tsx';
import { type DocumentValues, documentBody, documentValues } from './document-form.ts';
import { useNoun } from './use-noun.ts';

const route = getRouteApi('/companies/$companyId/$noun/$id/edit');

/** Changes a draft; a posted document is only viewed. */
export function DocumentEdit() {
  const params = route.useParams();
  const { noun, one } = useNoun();
  const document = useFreshResource(params.companyId, `${noun}/{id}`, { id: params.id });
  return (
    <Page title={`Edit ${one}`}>
      <QueryState query={document}>
        {(loaded) =>
          loaded.status === 'draft' ? (
            <Editor document={loaded} />
          ) : (
            <Navigate to="/companies/$companyId/$noun/$id" params={params} replace />
          )
        }
      </QueryState>
    </Page>
  );
}

function Editor({ document }: { document: Document }) {
  const { company, at } = useCompany();
  const { noun, one, kind } = useNoun();
  const navigate = route.useNavigate();
  // Saving may succeed and posting then fail: the next attempt goes on from the saved version.
  const version = useRef(document.version);
  const send = async (values: DocumentValues, keyFor: KeyFor, post: boolean) => {
    const body = { ...documentBody(kind, values), version: version.current };
    const saved = await answerOf(
      api.PUT(`/v1/companies/{companyId}/${noun}/{id}`, {
        ...command(keyFor(['save', body]), { ...at, id: document.id }),
        body,
      }),
    );
    version.current = saved.version;
    if (!post) return saved;
    const posting = { version: saved.version };
    return answerOf(
      api.POST(`/v1/companies/{companyId}/${noun}/{id}/post`, {
        ...command(keyFor(['post', posting]), { ...at, id: document.id }),
        body: posting,
      }),
    );
  };
  return (
    <DocumentForm
      label={`Edit ${one}`}
      initialValues={documentValues(document)}
      send={send}
      onCancel={() =>
        navigate({
          to: '/companies/$companyId/$noun/$id',
          params: { companyId: company.id, noun, id: document.id },
        })
      }
    />
  );
}
