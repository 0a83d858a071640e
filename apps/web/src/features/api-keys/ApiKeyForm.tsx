import type { ApiKeyCreated, ApiKeyInput } from '@crypto-erp/contract/members';
import { ROLES, type Role } from '@crypto-erp/contract/roles';
import { NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Static } from 'typebox';
import { CommandForm } from '../../components/CommandForm.tsx';
import { DateInput } from '../../components/Inputs.tsx';
import { SecretOnce } from '../../components/SecretOnce.tsx';
import { answerOf, api, command } from '../../lib/api.ts';
import { useCompany } from '../../lib/company-context.ts';
import { ROLE_LABELS } from '../../lib/labels.ts';
import { useCommandForm } from '../../lib/use-command-form.ts';

interface Values {
  name: string;
  role: Role;
  /** The last day on which the key works; '' for no end. */
  expiresAt: string;
}

/** Makes a key and shows it, once. */
export function ApiKeyForm({ onClose }: { onClose: () => void }) {
  const { at } = useCompany();
  const [secret, setSecret] = useState<string | null>(null);
  const state = useCommandForm<Values, Static<typeof ApiKeyCreated>>({
    initialValues: { name: '', role: 'accountant', expiresAt: '' },
    send: (values, keyFor) => {
      const body: ApiKeyInput = { ...values, expiresAt: endOfDay(values.expiresAt) };
      return answerOf(api.POST('/v1/companies/{companyId}/api-keys', { ...command(keyFor(body), at), body }));
    },
    onDone: ({ key }) => setSecret(key),
  });
  if (secret !== null) {
    return (
      <SecretOnce
        title="Copy the key now"
        text="Only its hash is stored, so it cannot be shown again."
        secret={secret}
      />
    );
  }
  const { form } = state;
  return (
    <CommandForm state={state} label="New API key" submit="Create key" onCancel={onClose}>
      <TextInput label="Name" placeholder="Web shop" data-autofocus {...form.getInputProps('name')} />
      <NativeSelect
        label="Role"
        data={ROLES.map((value) => ({ value, label: ROLE_LABELS[value] }))}
        {...form.getInputProps('role')}
      />
      <DateInput
        label="Last day"
        description="Empty: it does not expire"
        {...form.getInputProps('expiresAt')}
      />
    </CommandForm>
  );
}

/** The last instant of the calendar date `date` on this computer's clock; null for ''. */
function endOfDay(date: string): string | null {
  return date === '' ? null : new Date(`${date}T23:59:59.999`).toISOString();
}
