import { Paper } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useNavigate } from '@tanstack/react-router';
import { Page } from '../../components/Page.tsx';
import { useCompany } from '../../lib/company-context.ts';
import { ContactNewForm } from './ContactNewForm.tsx';

/** The screen for a new contact. */
export function ContactNew() {
  const { company } = useCompany();
  const navigate = useNavigate();
  const toList = () => navigate({ to: '/companies/$companyId/contacts', params: { companyId: company.id } });
  return (
    <Page title="New contact" narrow>
      <Paper withBorder p="md">
        <ContactNewForm
          onCancel={toList}
          onDone={({ name }) => {
            notifications.show({ message: `${name} created` });
            void toList();
          }}
        />
      </Paper>
    </Page>
  );
}
