import type { PaymentTerms, PaymentTermsInput, PaymentTermsUpdate } from '@crypto-erp/contract/taxes';
import { Checkbox, Modal, NumberInput, TextInput } from '@mantine/core';
import { CommandForm } from '../../components/CommandForm.tsx';
import { answerOf, api, command } from '../../lib/api.ts';
import { useCompany } from '../../lib/company-context.ts';
import { useCommandForm } from '../../lib/use-command-form.ts';

interface PaymentTermsModalProps {
  /** Null makes new ones. */
  terms: PaymentTerms | null;
  onClose: () => void;
}

/** Makes payment terms or changes them; issued invoices keep their due date. */
export function PaymentTermsModal({ terms, onClose }: PaymentTermsModalProps) {
  const title = terms === null ? 'New payment terms' : 'Edit payment terms';
  return (
    <Modal opened onClose={onClose} title={title}>
      <TermsForm terms={terms} title={title} onClose={onClose} />
    </Modal>
  );
}

type Values = PaymentTermsInput & { archived: boolean };

function TermsForm({ terms, title, onClose }: PaymentTermsModalProps & { title: string }) {
  const { at } = useCompany();
  const state = useCommandForm<Values, PaymentTerms>({
    initialValues: {
      name: terms?.name ?? '',
      days: terms?.days ?? 30,
      fromEndOfMonth: terms?.fromEndOfMonth ?? false,
      archived: terms?.archived ?? false,
    },
    send: ({ archived, ...content }, keyFor) => {
      if (terms === null)
        return answerOf(
          api.POST('/v1/companies/{companyId}/payment-terms', {
            ...command(keyFor(content), at),
            body: content,
          }),
        );
      const body: PaymentTermsUpdate = { ...content, archived, version: terms.version };
      return answerOf(
        api.PATCH('/v1/companies/{companyId}/payment-terms/{id}', {
          ...command(keyFor(body), { ...at, id: terms.id }),
          body,
        }),
      );
    },
    onDone: onClose,
  });
  const { form } = state;
  return (
    <CommandForm state={state} label={title} submit={terms === null ? 'Create' : 'Save'} onCancel={onClose}>
      <TextInput label="Name" placeholder="30 days" data-autofocus {...form.getInputProps('name')} />
      <NumberInput label="Days" min={0} max={3650} allowDecimal={false} {...form.getInputProps('days')} />
      <Checkbox
        label="Counted from the end of the issue month"
        {...form.getInputProps('fromEndOfMonth', { type: 'checkbox' })}
      />
      {terms !== null && (
        <Checkbox label="Archived" {...form.getInputProps('archived', { type: 'checkbox' })} />
      )}
    </CommandForm>
  );
}
