import { Modal, Stack, Text, Textarea } from '@mantine/core';
import { CommandForm } from '../../components/CommandForm.tsx';
import { answerOf, api, command } from '../../lib/api.ts';
import { useCompany } from '../../lib/company-context.ts';
import { formatMonth } from '../../lib/dates.ts';
import { useCommandForm } from '../../lib/use-command-form.ts';

interface ReopenModalProps {
  /** The month, `YYYY-MM`; null while nothing is asked. */
  month: string | null;
  onClose: () => void;
}

/** Asks why a closed month is opened again, which only an owner may do. */
export function ReopenModal({ month, onClose }: ReopenModalProps) {
  return (
    <Modal
      opened={month !== null}
      onClose={onClose}
      title={month === null ? '' : `Open ${formatMonth(month)}`}
    >
      {month !== null && <ReopenForm month={month} onClose={onClose} />}
    </Modal>
  );
}

function ReopenForm({ month, onClose }: { month: string; onClose: () => void }) {
  const { at } = useCompany();
  const state = useCommandForm({
    initialValues: { reason: '' },
    send: (body, keyFor) =>
      answerOf(
        api.POST('/v1/companies/{companyId}/periods/{month}/open', {
          ...command(keyFor([month, body]), { ...at, month }),
          body,
        }),
      ),
    onDone: onClose,
  });
  return (
    <CommandForm state={state} label={`Open ${formatMonth(month)}`} submit="Open again" onCancel={onClose}>
      <Stack gap="sm">
        <Text size="sm">Entries can be dated in this month again. The audit log keeps the reason.</Text>
        <Textarea label="Reason" data-autofocus autosize {...state.form.getInputProps('reason')} />
      </Stack>
    </CommandForm>
  );
}
