import type { Contact } from '@crypto-erp/contract/contacts';
import type { Document } from '@crypto-erp/contract/documents';
import { ActionIcon, Group, Modal, Select, SimpleGrid, TextInput, Tooltip } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { IconUserPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { DateInput } from '../../components/Inputs.tsx';
import { AssetSelect } from '../../components/Selects.tsx';
import { useCompany } from '../../lib/company-context.ts';
import { dueDate, formatDate } from '../../lib/dates.ts';
import { sideOf } from '../../lib/document-nouns.ts';
import { options, SIDE_LABELS } from '../../lib/labels.ts';
import { resourceQuery } from '../../lib/queries.ts';
import { ContactNewForm } from '../contacts/ContactNewForm.tsx';
import { ContactSelect } from '../contacts/ContactSelect.tsx';
import { PaymentTermsSelect } from '../taxes/PaymentTermsSelect.tsx';
import type { DocumentValues } from './document-form.ts';
import { useNoun } from './use-noun.ts';

interface DocumentHeadProps {
  form: UseFormReturnType<DocumentValues>;
  /** What a note corrects: contact, side and asset are that document's. */
  corrected: Document | undefined;
}

/** Whom the document is for or from, its dates and its asset. */
export function DocumentHead({ form, corrected }: DocumentHeadProps) {
  const { company, can } = useCompany();
  const { kind } = useNoun();
  const fixed = corrected !== undefined;
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
            disabled={fixed}
            placeholder="Search by name or e-mail"
            flex={1}
            value={form.values.contactId}
            error={form.errors.contactId}
            onChange={(_, contact) => choose(contact)}
          />
          {can('contacts:write') && !fixed && (
            <Tooltip label="New contact">
              <ActionIcon variant="default" size={36} mt={25} aria-label="New contact" onClick={modal.open}>
                <IconUserPlus size={18} aria-hidden />
              </ActionIcon>
            </Tooltip>
          )}
        </Group>
        <AssetSelect
          label="Currency"
          allowDeselect={false}
          disabled={fixed}
          {...form.getInputProps('asset')}
        />
        {sideOf(kind) === null && (
          <Select
            label="Of"
            allowDeselect={false}
            disabled={fixed}
            data={options(SIDE_LABELS)}
            {...form.getInputProps('side')}
          />
        )}
        {kind !== 'invoice' && form.values.side === 'purchase' && (
          <TextInput label="Their number" {...form.getInputProps('externalNumber')} />
        )}
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
function useDerivedDueDate({ dueDate: set, issueDate, paymentTermsId }: DocumentValues): string | null {
  const { company } = useCompany();
  const list = useQuery(resourceQuery(company.id, 'payment-terms'));
  if (set || issueDate === '') return null;
  const terms = list.data?.items.find(({ id }) => id === paymentTermsId);
  return terms === undefined ? issueDate : dueDate(issueDate, terms);
}
