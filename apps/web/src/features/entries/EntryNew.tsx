import type { Entry, EntryInput } from '@crypto-erp/contract/entries';
import { useNavigate } from '@tanstack/react-router';
import { Page } from '../../components/Page.tsx';
import { api } from '../../lib/api.ts';
import { useCompany } from '../../lib/company-context.ts';
import { EntryForm } from './EntryForm.tsx';
import { entryBody, newEntry } from './entry-form.ts';

/** Writes a new entry. */
export function EntryNew() {
  const { company, today, path } = useCompany();
  const navigate = useNavigate();
  return (
    <Page title="New entry">
      <EntryForm
        label="New entry"
        initialValues={newEntry(today, company.baseAsset)}
        send={(values, keyFor, post) => {
          const content = entryBody(values, company.baseAsset);
          const body: EntryInput = { ...content, status: post ? 'posted' : 'draft' };
          return api.post<Entry>(path('entries'), { body, key: keyFor(body) });
        }}
        onCancel={() => navigate({ to: '/companies/$companyId/entries', params: { companyId: company.id } })}
      />
    </Page>
  );
}
