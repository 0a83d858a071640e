import type { Tax, TaxInput, TaxUpdate } from '@crypto-erp/contract/taxes';
import { Checkbox, Modal, NativeSelect, SimpleGrid, TextInput } from '@mantine/core';
import { CommandForm } from '../../components/CommandForm.tsx';
import { AmountInput } from '../../components/Inputs.tsx';
import { AccountSelect } from '../../components/Selects.tsx';
import { answerOf, api, command } from '../../lib/api.ts';
import { useCompany } from '../../lib/company-context.ts';
import { options, TAX_KIND_LABELS } from '../../lib/labels.ts';
import { useCommandForm } from '../../lib/use-command-form.ts';
import { taxBody } from './tax-form.ts';

interface TaxModalProps {
  /** Null makes a new one. */
  tax: Tax | null;
  onClose: () => void;
}

/** Makes a tax code or changes one; its rate and kind stay, because documents were computed with them. */
export function TaxModal({ tax, onClose }: TaxModalProps) {
  return (
    <Modal opened onClose={onClose} title={tax === null ? 'New tax' : `Edit ${tax.code}`}>
      {tax === null ? <NewForm onClose={onClose} /> : <EditForm tax={tax} onClose={onClose} />}
    </Modal>
  );
}

function NewForm({ onClose }: { onClose: () => void }) {
  const { at } = useCompany();
  const state = useCommandForm<TaxInput, Tax>({
    initialValues: {
      code: '',
      name: '',
      kind: 'standard',
      rate: '',
      inclusive: false,
      exemptReason: '',
      accountId: null,
    },
    send: (values, keyFor) => {
      const body = taxBody(values);
      return answerOf(api.POST('/v1/companies/{companyId}/taxes', { ...command(keyFor(body), at), body }));
    },
    onDone: onClose,
  });
  const { form } = state;
  const { kind } = form.values;
  return (
    <CommandForm state={state} label="New tax" submit="Create tax" onCancel={onClose}>
      <SimpleGrid cols={2}>
        <TextInput label="Code" placeholder="VAT21" data-autofocus {...form.getInputProps('code')} />
        <NativeSelect label="Kind" data={options(TAX_KIND_LABELS)} {...form.getInputProps('kind')} />
      </SimpleGrid>
      <TextInput label="Name" placeholder="VAT 21 %" {...form.getInputProps('name')} />
      {kind !== 'exempt' && <AmountInput label="Rate in %" {...form.getInputProps('rate')} />}
      {kind !== 'standard' && (
        <TextInput
          label="Reason"
          description="Why no tax is charged; printed on the invoice"
          {...form.getInputProps('exemptReason')}
        />
      )}
      {kind !== 'exempt' && (
        <AccountSelect
          label="Posted to"
          types={['liability', 'asset']}
          clearable
          {...form.getInputProps('accountId')}
        />
      )}
      <Checkbox
        label="Unit prices already contain the tax"
        {...form.getInputProps('inclusive', { type: 'checkbox' })}
      />
    </CommandForm>
  );
}

function EditForm({ tax, onClose }: { tax: Tax; onClose: () => void }) {
  const { at } = useCompany();
  const state = useCommandForm<Omit<TaxUpdate, 'version'>, Tax>({
    initialValues: { name: tax.name, archived: tax.archived },
    send: (values, keyFor) => {
      const body: TaxUpdate = { ...values, version: tax.version };
      return answerOf(
        api.PATCH('/v1/companies/{companyId}/taxes/{id}', {
          ...command(keyFor(body), { ...at, id: tax.id }),
          body,
        }),
      );
    },
    onDone: onClose,
  });
  const { form } = state;
  return (
    <CommandForm state={state} label="Edit tax" submit="Save" onCancel={onClose}>
      <TextInput label="Name" data-autofocus {...form.getInputProps('name')} />
      <Checkbox
        label="Archived"
        description="Not offered on new invoices. To change a rate, archive this tax and make another"
        {...form.getInputProps('archived', { type: 'checkbox' })}
      />
    </CommandForm>
  );
}
