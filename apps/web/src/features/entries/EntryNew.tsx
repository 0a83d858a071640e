import type { EntryInput } from '@crypto-erp/contract/entries';
import { useNavigate } from '@tanstack/react-router';
import { Page } from '../../components/Page.tsx';
import { answerOf, api, command } from '../../lib/api.ts';
import { useCompany } from '../../lib/company-context.ts';
import { EntryForm } from './EntryForm.tsx';
import { entryBody, newEntry } from './entry-form.ts';

/** Writes a new entry. */
export function EntryNew() {
  const { company, today, at } = useCompany();
  const navigate = useNavigate();
  return (
    <Page title="New entry">
      <EntryForm
        label="New entry"
        initialValues={newEntry(today, company.baseAsset)}
        send={(values, keyFor, post) => {
          const content = entryBody(values, company.baseAsset);
          const body: EntryInput = { ...content, status: post ? 'posted' : 'draft' };
          return answerOf(
            api.POST('/v1/companies/{companyId}/entries', { ...command(keyFor(body), at), body }),
          );
        }}
        onCancel={() => navigate({ to: '/companies/$companyId/entries', params: { companyId: company.id } })}
      />
    </Page>
  );
}
