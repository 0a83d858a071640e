import type { Entry } from '@crypto-erp/contract/entries';
import { Button, Paper, SimpleGrid, Stack, TextInput, Title } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { CommandForm } from '../../components/CommandForm.tsx';
import { DateInput } from '../../components/Inputs.tsx';
import type { KeyFor } from '../../lib/command-key.ts';
import { useCompany } from '../../lib/company-context.ts';
import { useCommandForm } from '../../lib/use-command-form.ts';
import { BalanceBox } from './BalanceBox.tsx';
import { EntryLines } from './EntryLines.tsx';
import { balanceOf, type EntryValues } from './entry-form.ts';

interface EntryFormProps {
  label: string;
  initialValues: EntryValues;
  /** Saves the draft, and posts it when `post`. */
  send: (values: EntryValues, keyFor: KeyFor, post: boolean) => Promise<Entry>;
  onCancel: () => void;
}

/** The editor of a draft, for a new one and an old one. */
export function EntryForm({ label, initialValues, send, onCancel }: EntryFormProps) {
  const { company, can } = useCompany();
  const navigate = useNavigate();
  const state = useCommandForm<EntryValues, Entry, 'post'>({
    initialValues,
    send: (values, keyFor, intent) => send(values, keyFor, intent === 'post'),
    onDone: ({ id }) =>
      navigate({ to: '/companies/$companyId/entries/$id', params: { companyId: company.id, id } }),
  });
  const { form, busy } = state;
  const buttons = (
    <>
      <Button type="submit" variant={can('entries:post') ? 'default' : 'filled'} disabled={busy}>
        Save draft
      </Button>
      {can('entries:post') && (
        <Button loading={busy} onClick={() => state.submit('post')}>
          Post
        </Button>
      )}
    </>
  );
  return (
    <CommandForm state={state} label={label} submit={buttons} onCancel={onCancel}>
      <Paper withBorder p="md">
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <DateInput label="Date" {...form.getInputProps('date')} />
          <TextInput label="Description" {...form.getInputProps('description')} />
        </SimpleGrid>
      </Paper>
      <Paper withBorder p="md">
        <Stack>
          <Title>Lines</Title>
          <EntryLines form={form} />
          <BalanceBox balance={balanceOf(form.values.lines, company.baseAsset)} asset={company.baseAsset} />
        </Stack>
      </Paper>
    </CommandForm>
  );
}
