import type { Contact, ContactInput, ContactUpdate } from '@crypto-erp/contract/contacts';
import { Badge, Button, Fieldset, Paper, Stack } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { CommandForm } from '../../components/CommandForm.tsx';
import { ButtonLink } from '../../components/Links.tsx';
import { Page } from '../../components/Page.tsx';
import { QueryState } from '../../components/States.tsx';
import { answerOf, api, command } from '../../lib/api.ts';
import { useCompany } from '../../lib/company-context.ts';
import { resourceQuery } from '../../lib/queries.ts';
import { showRefusal } from '../../lib/show-refusal.ts';
import { useCommand } from '../../lib/use-command.ts';
import { useCommandForm } from '../../lib/use-command-form.ts';
import { ContactInputs } from './ContactInputs.tsx';
import { contactBody, contactValues } from './contact-form.ts';

const route = getRouteApi('/companies/$companyId/contacts/$id');

/** A contact: its fields, its invoices, and archiving it. */
export function ContactEdit() {
  const { companyId, id } = route.useParams();
  const contact = useQuery(resourceQuery(companyId, 'contacts/{id}', { id }));
  return (
    <QueryState query={contact}>{(loaded) => <Loaded key={loaded.version} contact={loaded} />}</QueryState>
  );
}

function Loaded({ contact }: { contact: Contact }) {
  const { company, can, at } = useCompany();
  const writable = can('contacts:write');
  const update = (values: ContactInput, archived: boolean): ContactUpdate => ({
    ...contactBody(values),
    archived,
    version: contact.version,
  });
  const state = useCommandForm({
    initialValues: contactValues(contact),
    send: (values, keyFor) => {
      const body = update(values, contact.archived);
      return answerOf(
        api.PATCH('/v1/companies/{companyId}/contacts/{id}', {
          ...command(keyFor(body), { ...at, id: contact.id }),
          body,
        }),
      );
    },
    onDone: () => notifications.show({ message: 'Contact saved' }),
  });
  const archive = useCommand((archived: boolean, keyFor) => {
    const body = update(contactValues(contact), archived);
    return answerOf(
      api.PATCH('/v1/companies/{companyId}/contacts/{id}', {
        ...command(keyFor(body), { ...at, id: contact.id }),
        body,
      }),
    );
  });
  return (
    <Page
      title={contact.name}
      narrow
      badge={contact.archived ? <Badge color="gray">Archived</Badge> : undefined}
      actions={
        <>
          <ButtonLink
            variant="default"
            to="/companies/$companyId/$noun"
            params={{ companyId: company.id, noun: 'invoices' }}
            search={{ contactId: contact.id }}
          >
            Invoices
          </ButtonLink>
          {writable && (
            <Button
              variant="default"
              loading={archive.isPending}
              onClick={() => archive.mutate(!contact.archived, { onError: showRefusal })}
            >
              {contact.archived ? 'Unarchive' : 'Archive'}
            </Button>
          )}
        </>
      }
    >
      <Paper withBorder p="md">
        <CommandForm state={state} label="Contact" submit={writable ? 'Save' : null}>
          <Fieldset variant="unstyled" disabled={!writable}>
            <Stack>
              <ContactInputs form={state.form} />
            </Stack>
          </Fieldset>
        </CommandForm>
      </Paper>
    </Page>
  );
}
