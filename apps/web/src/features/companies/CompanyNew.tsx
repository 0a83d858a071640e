import type { Company, CompanyInput } from '@crypto-erp/contract/companies';
import { NativeSelect, SimpleGrid } from '@mantine/core';
import { useNavigate, useRouter } from '@tanstack/react-router';
import { Session } from '../../app/Session.tsx';
import { CommandForm } from '../../components/CommandForm.tsx';
import { AssetSelect } from '../../components/Selects.tsx';
import { answerOf, api, command } from '../../lib/api.ts';
import { BROWSER_TIME_ZONE, COUNTRIES } from '../../lib/countries.ts';
import { CHART_TEMPLATE_LABELS, options } from '../../lib/labels.ts';
import { meQuery } from '../../lib/queries.ts';
import { queryClient } from '../../lib/query-client.ts';
import { useCommandForm } from '../../lib/use-command-form.ts';
import { EntryFrame } from '../sign-in/EntryFrame.tsx';
import { CompanyInputs } from './CompanyInputs.tsx';

/** Makes a company; its chart of accounts comes from a template. */
export function CompanyNew() {
  return (
    <Session>
      {({ companies }) => (
        <EntryFrame
          title="New company"
          lead="The base currency stays; the rest can be changed later."
          width={720}
        >
          <NewForm first={companies.length === 0} />
        </EntryFrame>
      )}
    </Session>
  );
}

function NewForm({ first }: { first: boolean }) {
  const navigate = useNavigate();
  const router = useRouter();
  const state = useCommandForm<CompanyInput, Company>({
    initialValues: {
      name: '',
      baseAsset: 'EUR',
      country: browserCountry(),
      timeZone: BROWSER_TIME_ZONE,
      fiscalYearStartMonth: 1,
      rounding: { mode: 'half-up', level: 'document' },
      chartTemplate: 'ifrs',
    },
    send: (body, keyFor) => answerOf(api.POST('/v1/companies', { ...command(keyFor(body)), body })),
    onDone: async (company) => {
      await queryClient.fetchQuery({ ...meQuery, staleTime: 0 });
      await navigate({
        to: '/companies/$companyId/$noun',
        params: { companyId: company.id, noun: 'invoices' },
      });
    },
  });
  const { form } = state;
  return (
    <CommandForm
      state={state}
      label="New company"
      submit="Create company"
      onCancel={first ? undefined : () => router.history.back()}
    >
      <CompanyInputs form={form} />
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <AssetSelect
          label="Base currency"
          description="The books are kept in it"
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          allowDeselect={false}
          {...form.getInputProps('baseAsset')}
        />
        <NativeSelect
          label="Chart of accounts"
          data={options(CHART_TEMPLATE_LABELS)}
          {...form.getInputProps('chartTemplate')}
        />
      </SimpleGrid>
    </CommandForm>
  );
}

/** The region of the browser's language, as `ES` in `es-ES`; '' when it names none. */
function browserCountry(): string {
  const region = new Intl.Locale(navigator.language).region ?? '';
  return COUNTRIES.some(({ value }) => value === region) ? region : '';
}
