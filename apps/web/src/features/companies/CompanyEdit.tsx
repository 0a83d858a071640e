import type { Company, CompanyUpdate } from '@crypto-erp/contract/companies';
import { Fieldset, Paper, Stack } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { CommandForm } from '../../components/CommandForm.tsx';
import { Facts } from '../../components/Facts.tsx';
import { Page } from '../../components/Page.tsx';
import { answerOf, api, command } from '../../lib/api.ts';
import { useCompany } from '../../lib/company-context.ts';
import { CHART_TEMPLATE_LABELS } from '../../lib/labels.ts';
import { useCommandForm } from '../../lib/use-command-form.ts';
import { CompanyInputs, type CompanySettings } from './CompanyInputs.tsx';

/** The company's settings. */
export function CompanyEdit() {
  const { company } = useCompany();
  return (
    <Page title="Company" narrow>
      <Paper withBorder p="md">
        <Facts
          facts={{
            'Base currency': company.baseAsset,
            'Chart template': CHART_TEMPLATE_LABELS[company.chartTemplate],
          }}
        />
      </Paper>
      <EditForm key={company.version} company={company} />
    </Page>
  );
}

function EditForm({ company }: { company: Company }) {
  const { can } = useCompany();
  const { name, country, timeZone, fiscalYearStartMonth, rounding } = company;
  const state = useCommandForm<CompanySettings, Company>({
    initialValues: { name, country, timeZone, fiscalYearStartMonth, rounding },
    send: (values, keyFor) => {
      const body: CompanyUpdate = { ...values, version: company.version };
      return answerOf(
        api.PATCH('/v1/companies/{companyId}', { ...command(keyFor(body), { companyId: company.id }), body }),
      );
    },
    onDone: () => notifications.show({ message: 'Company saved' }),
  });
  const writable = can('company:write');
  return (
    <Paper withBorder p="md">
      <CommandForm state={state} label="Company" submit={writable ? 'Save' : null}>
        <Fieldset variant="unstyled" disabled={!writable}>
          <Stack>
            <CompanyInputs form={state.form} />
          </Stack>
        </Fieldset>
      </CommandForm>
    </Paper>
  );
}
