import { Modal, Text } from '@mantine/core';
import type { KeyFor } from '../lib/command-key.ts';
import { useCommandForm } from '../lib/use-command-form.ts';
import { CommandForm } from './CommandForm.tsx';

interface ConfirmModalProps {
  title: string;
  /** What will follow. */
  children: string;
  /** The label of the button that does it. */
  confirm: string;
  send: (keyFor: KeyFor) => Promise<unknown>;
  onDone?: () => void;
  opened: boolean;
  onClose: () => void;
}

/** Asks before something that cannot be taken back. */
export function ConfirmModal(props: ConfirmModalProps) {
  return (
    <Modal opened={props.opened} onClose={props.onClose} title={props.title}>
      <ConfirmForm {...props} />
    </Modal>
  );
}

function ConfirmForm({ title, children, confirm, send, onDone, onClose }: ConfirmModalProps) {
  const state = useCommandForm({
    initialValues: {},
    send: (_, keyFor) => send(keyFor),
    onDone: () => {
      onClose();
      onDone?.();
    },
  });
  return (
    <CommandForm state={state} label={title} submit={confirm} onCancel={onClose}>
      <Text size="sm">{children}</Text>
    </CommandForm>
  );
}
