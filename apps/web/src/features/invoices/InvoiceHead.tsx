import type { Contact } from '@crypto-erp/contract/contacts';
import type { PaymentTermsList } from '@crypto-erp/contract/taxes';
import { ActionIcon, Group, Modal, SimpleGrid, TextInput, Tooltip } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { IconUserPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { Static } from 'typebox';
import { DateInput } from '../../components/Inputs.tsx';
import { AssetSelect } from '../../components/Selects.tsx';
import { useCompany } from '../../lib/company-context.ts';
import { dueDate, formatDate } from '../../lib/dates.ts';
import { resourceQuery } from '../../lib/queries.ts';
import { ContactNewForm } from '../contacts/ContactNewForm.tsx';
import { ContactSelect } from '../contacts/ContactSelect.tsx';
import { PaymentTermsSelect } from '../taxes/PaymentTermsSelect.tsx';
import type { InvoiceValues } from './invoice-form.ts';

/** Whom the invoice is for, its dates and its asset. */
export function InvoiceHead({ form }: { form: UseFormReturnType<InvoiceValues> }) {
  const { company, can } = useCompany();
  const [creating, modal] = useDisclosure(false);
  const choose = (contact: Contact | null) => {
    form.setFieldValue('contactId', contact?.id ?? null);
    if (contact === null) return;
    form.setFieldValue('asset', contact.defaultAsset ?? company.baseAsset);
    form.setFieldValue('paymentTermsId', contact.paymentTermsId);
  };
  const derived = useDerivedDueDate(form.values);
  return (
    <>
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
        <Group gap="xs" align="flex-start" wrap="nowrap">
          <ContactSelect
            label="Contact"
            placeholder="Search by name or e-mail"
            flex={1}
            value={form.values.contactId}
            error={form.errors.contactId}
            onChange={(_, contact) => choose(contact)}
          />
          {can('contacts:write') && (
            <Tooltip label="New contact">
              <ActionIcon variant="default" size={36} mt={25} aria-label="New contact" onClick={modal.open}>
                <IconUserPlus size={18} aria-hidden />
              </ActionIcon>
            </Tooltip>
          )}
        </Group>
        <AssetSelect label="Currency" allowDeselect={false} {...form.getInputProps('asset')} />
        <TextInput label="Reference" placeholder="Their order number" {...form.getInputProps('reference')} />
        <DateInput label="Issue date" {...form.getInputProps('issueDate')} />
        <PaymentTermsSelect label="Payment terms" clearable {...form.getInputProps('paymentTermsId')} />
        <DateInput
          label="Due date"
          description={derived === null ? undefined : `Empty means ${formatDate(derived)}`}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          {...form.getInputProps('dueDate')}
        />
      </SimpleGrid>
      <Modal opened={creating} onClose={modal.close} title="New contact" size="lg">
        <ContactNewForm
          onCancel={modal.close}
          onDone={(contact) => {
            choose(contact);
            modal.close();
          }}
        />
      </Modal>
    </>
  );
}

/** The due date the server will set when the field is left empty. */
function useDerivedDueDate({ dueDate: set, issueDate, paymentTermsId }: InvoiceValues): string | null {
  const { company } = useCompany();
  const list = useQuery(resourceQuery<Static<typeof PaymentTermsList>>(company.id, 'payment-terms'));
  if (set || issueDate === '') return null;
  const terms = list.data?.items.find(({ id }) => id === paymentTermsId);
  return terms === undefined ? issueDate : dueDate(issueDate, terms);
}
