import type { Document } from '@crypto-erp/contract/documents';
import type { DocumentPaymentInput, Payment } from '@crypto-erp/contract/payments';
import { Modal, SimpleGrid, TextInput } from '@mantine/core';
import { CommandForm } from '../../components/CommandForm.tsx';
import { AmountInput, DateInput } from '../../components/Inputs.tsx';
import { AccountSelect } from '../../components/Selects.tsx';
import { api } from '../../lib/api.ts';
import { useCompany } from '../../lib/company-context.ts';
import { useCommandForm } from '../../lib/use-command-form.ts';

interface PaymentModalProps {
  invoice: Document;
  opened: boolean;
  onClose: () => void;
}

/** Records a payment of the invoice, whole or in part. */
export function PaymentModal({ invoice, opened, onClose }: PaymentModalProps) {
  return (
    <Modal opened={opened} onClose={onClose} title={`Payment of invoice ${invoice.number}`}>
      <PaymentForm invoice={invoice} onClose={onClose} />
    </Modal>
  );
}

function PaymentForm({ invoice, onClose }: { invoice: Document; onClose: () => void }) {
  const { today, path } = useCompany();
  const state = useCommandForm<DocumentPaymentInput, Payment>({
    initialValues: { date: today, amount: invoice.openAmount, accountId: null, reference: '' },
    send: (body, keyFor) =>
      api.post<Payment>(path(`invoices/${invoice.id}/payments`), { body, key: keyFor(body) }),
    onDone: onClose,
  });
  const { form } = state;
  return (
    <CommandForm state={state} label="Payment" submit="Record payment" onCancel={onClose}>
      <SimpleGrid cols={2}>
        <DateInput label="Date" {...form.getInputProps('date')} />
        <AmountInput label={`Amount (${invoice.asset})`} data-autofocus {...form.getInputProps('amount')} />
      </SimpleGrid>
      <AccountSelect
        label="Received in"
        placeholder="The company's bank account"
        clearable
        types={['asset']}
        {...form.getInputProps('accountId')}
      />
      <TextInput label="Reference" {...form.getInputProps('reference')} />
    </CommandForm>
  );
}
