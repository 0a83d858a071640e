import type { Document } from '@crypto-erp/contract/documents';
import type { DocumentPaymentInput, Payment } from '@crypto-erp/contract/payments';
import { Modal, SimpleGrid, TextInput } from '@mantine/core';
import { CommandForm } from '../../components/CommandForm.tsx';
import { AmountInput, DateInput } from '../../components/Inputs.tsx';
import { AccountSelect } from '../../components/Selects.tsx';
import { answerOf, api, command } from '../../lib/api.ts';
import { useCompany } from '../../lib/company-context.ts';
import { nounOf } from '../../lib/document-nouns.ts';
import { useCommandForm } from '../../lib/use-command-form.ts';

interface PaymentModalProps {
  document: Document;
  opened: boolean;
  onClose: () => void;
}

/** Records a payment of the document, or the refund of a credit note, whole or in part. */
export function PaymentModal({ document, opened, onClose }: PaymentModalProps) {
  const word = document.kind === 'credit-note' ? 'Refund' : 'Payment';
  return (
    <Modal opened={opened} onClose={onClose} title={`${word} of ${document.number}`}>
      <PaymentForm document={document} onClose={onClose} />
    </Modal>
  );
}

function PaymentForm({ document, onClose }: { document: Document; onClose: () => void }) {
  const { today, at } = useCompany();
  const state = useCommandForm<DocumentPaymentInput, Payment>({
    initialValues: { date: today, amount: document.openAmount, accountId: null, reference: '' },
    send: (body, keyFor) =>
      answerOf(
        api.POST(`/v1/companies/{companyId}/${nounOf(document.kind)}/{id}/payments`, {
          ...command(keyFor(body), { ...at, id: document.id }),
          body,
        }),
      ),
    onDone: onClose,
  });
  const { form } = state;
  const incoming = (document.side === 'sales') === (document.kind !== 'credit-note');
  return (
    <CommandForm state={state} label="Payment" submit="Record payment" onCancel={onClose}>
      <SimpleGrid cols={2}>
        <DateInput label="Date" {...form.getInputProps('date')} />
        <AmountInput label={`Amount (${document.asset})`} data-autofocus {...form.getInputProps('amount')} />
      </SimpleGrid>
      <AccountSelect
        label={incoming ? 'Received in' : 'Paid from'}
        placeholder="The company's bank account"
        clearable
        types={['asset']}
        {...form.getInputProps('accountId')}
      />
      <TextInput label="Reference" {...form.getInputProps('reference')} />
    </CommandForm>
  );
}
