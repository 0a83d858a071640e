import type { Entry, EntryDraftUpdate } from '@crypto-erp/contract/entries';
import { getRouteApi, Navigate } from '@tanstack/react-router';
import { useRef } from 'react';
import { Page } from '../../components/Page.tsx';
import { QueryState } from '../../components/States.tsx';
import { answerOf, api, command } from '../../lib/api.ts';
import type { KeyFor } from '../../lib/command-key.ts';
import { useCompany } from '../../lib/company-context.ts';
import { useFreshResource } from '../../lib/use-fresh-resource.ts';
import { EntryForm } from './EntryForm.tsx';
import { type EntryValues, entryBody, entryValues } from './entry-form.ts';

const route = getRouteApi('/companies/$companyId/entries/$id/edit');

/** Changes a draft; a posted entry is only viewed. */
export function EntryEdit() {
  const params = route.useParams();
  const entry = useFreshResource(params.companyId, 'entries/{id}', { id: params.id });
  return (
    <Page title="Edit entry">
      <QueryState query={entry}>
        {(loaded) =>
          loaded.status === 'draft' ? (
            <Editor entry={loaded} />
          ) : (
            <Navigate to="/companies/$companyId/entries/$id" params={params} replace />
          )
        }
      </QueryState>
    </Page>
  );
}

function Editor({ entry }: { entry: Entry }) {
  const { company, at } = useCompany();
  const navigate = route.useNavigate();
  // Saving may succeed and posting then fail: the next attempt goes on from the saved version.
  const version = useRef(entry.version);
  const send = async (values: EntryValues, keyFor: KeyFor, post: boolean) => {
    const body: EntryDraftUpdate = { ...entryBody(values, company.baseAsset), version: version.current };
    const saved = await answerOf(
      api.PUT('/v1/companies/{companyId}/entries/{id}', {
        ...command(keyFor(['save', body]), { ...at, id: entry.id }),
        body,
      }),
    );
    version.current = saved.version;
    if (!post) return saved;
    const posting = { version: saved.version };
    return answerOf(
      api.POST('/v1/companies/{companyId}/entries/{id}/post', {
        ...command(keyFor(['post', posting]), { ...at, id: entry.id }),
        body: posting,
      }),
    );
  };
  return (
    <EntryForm
      label="Edit entry"
      initialValues={entryValues(entry)}
      send={send}
      onCancel={() =>
        navigate({ to: '/companies/$companyId/entries/$id', params: { companyId: company.id, id: entry.id } })
      }
    />
  );
}
