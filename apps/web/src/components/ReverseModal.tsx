import { Modal, Stack, Text, Textarea } from '@mantine/core';
import type { KeyFor } from '../lib/command-key.ts';
import { useCompany } from '../lib/company-context.ts';
import { useCommandForm } from '../lib/use-command-form.ts';
import { CommandForm } from './CommandForm.tsx';
import { DateInput } from './Inputs.tsx';

interface ReverseModalProps<Reason extends string> {
  title: string;
  /** What will happen. */
  children: string;
  /** The request's name for the reason. */
  reasonField: Reason;
  /** The button's word. Default: Reverse. */
  submit?: string;
  send: (body: Record<Reason | 'date', string>, keyFor: KeyFor) => Promise<unknown>;
  opened: boolean;
  onClose: () => void;
}

/** Asks for the date of a reversal and the reason. */
export function ReverseModal<Reason extends string>(props: ReverseModalProps<Reason>) {
  return (
    <Modal opened={props.opened} onClose={props.onClose} title={props.title}>
      <ReverseForm {...props} />
    </Modal>
  );
}

function ReverseForm<Reason extends string>(props: ReverseModalProps<Reason>) {
  const { title, children, reasonField, submit = 'Reverse', send, onClose } = props;
  const { today } = useCompany();
  const initialValues: Record<string, string> = { date: today, [reasonField]: '' };
  const state = useCommandForm({
    initialValues,
    send: (values, keyFor) => send(values as Record<Reason | 'date', string>, keyFor),
    onDone: onClose,
  });
  return (
    <CommandForm state={state} label={title} submit={submit} onCancel={onClose}>
      <Stack gap="sm">
        <Text size="sm">{children}</Text>
        <DateInput label="Date" {...state.form.getInputProps('date')} />
        <Textarea label="Reason" data-autofocus autosize {...state.form.getInputProps(reasonField)} />
      </Stack>
    </CommandForm>
  );
}
