import type { Account, AccountInput, AccountUpdate } from '@crypto-erp/contract/accounts';
import { Checkbox, Modal, NativeSelect, SimpleGrid, TextInput } from '@mantine/core';
import { CommandForm } from '../../components/CommandForm.tsx';
import { AccountSelect } from '../../components/Selects.tsx';
import { answerOf, api, command } from '../../lib/api.ts';
import { useCompany } from '../../lib/company-context.ts';
import { ACCOUNT_TYPE_LABELS, options } from '../../lib/labels.ts';
import { useCommandForm } from '../../lib/use-command-form.ts';

interface AccountModalProps {
  /** Null makes a new one. */
  account: Account | null;
  onClose: () => void;
}

/** Makes an account or changes one; its type stays, because its balance is reported under it. */
export function AccountModal({ account, onClose }: AccountModalProps) {
  return (
    <Modal opened onClose={onClose} title={account === null ? 'New account' : 'Edit account'}>
      {account === null ? <NewForm onClose={onClose} /> : <EditForm account={account} onClose={onClose} />}
    </Modal>
  );
}

function NewForm({ onClose }: { onClose: () => void }) {
  const { at } = useCompany();
  const state = useCommandForm<AccountInput, Account>({
    initialValues: { code: '', name: '', type: 'expense', parentId: null, postable: true },
    send: (body, keyFor) =>
      answerOf(api.POST('/v1/companies/{companyId}/accounts', { ...command(keyFor(body), at), body })),
    onDone: onClose,
  });
  const { form } = state;
  return (
    <CommandForm state={state} label="New account" submit="Create account" onCancel={onClose}>
      <SimpleGrid cols={2}>
        <TextInput label="Code" data-autofocus {...form.getInputProps('code')} />
        <NativeSelect label="Type" data={options(ACCOUNT_TYPE_LABELS)} {...form.getInputProps('type')} />
      </SimpleGrid>
      <TextInput label="Name" {...form.getInputProps('name')} />
      <AccountSelect
        label="Under the heading"
        placeholder="None"
        headings
        clearable
        types={[form.values.type]}
        {...form.getInputProps('parentId')}
      />
      <Checkbox
        label="Takes lines"
        description="Clear it for a heading that only groups others"
        {...form.getInputProps('postable', { type: 'checkbox' })}
      />
    </CommandForm>
  );
}

function EditForm({ account, onClose }: { account: Account; onClose: () => void }) {
  const { at } = useCompany();
  const { code, name, parentId, archived, version } = account;
  const state = useCommandForm<Omit<AccountUpdate, 'version'>, Account>({
    initialValues: { code, name, parentId, archived },
    send: (values, keyFor) => {
      const body: AccountUpdate = { ...values, version };
      return answerOf(
        api.PATCH('/v1/companies/{companyId}/accounts/{id}', {
          ...command(keyFor(body), { ...at, id: account.id }),
          body,
        }),
      );
    },
    onDone: onClose,
  });
  const { form } = state;
  return (
    <CommandForm state={state} label="Edit account" submit="Save" onCancel={onClose}>
      <SimpleGrid cols={2}>
        <TextInput label="Code" data-autofocus {...form.getInputProps('code')} />
        <TextInput label="Type" value={ACCOUNT_TYPE_LABELS[account.type]} readOnly variant="filled" />
      </SimpleGrid>
      <TextInput label="Name" {...form.getInputProps('name')} />
      <AccountSelect
        label="Under the heading"
        placeholder="None"
        headings
        clearable
        types={[account.type]}
        {...form.getInputProps('parentId')}
      />
      <Checkbox
        label="Archived"
        description="Keeps its history and takes no new lines"
        {...form.getInputProps('archived', { type: 'checkbox' })}
      />
    </CommandForm>
  );
}
