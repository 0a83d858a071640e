import type { Contact } from '@crypto-erp/contract/contacts';
import { CommandForm } from '../../components/CommandForm.tsx';
import { answerOf, api, command } from '../../lib/api.ts';
import { useCompany } from '../../lib/company-context.ts';
import { useCommandForm } from '../../lib/use-command-form.ts';
import { ContactInputs } from './ContactInputs.tsx';
import { contactBody, NEW_CONTACT } from './contact-form.ts';

interface ContactNewFormProps {
  /** Already known, as what was searched for. */
  name?: string;
  onDone: (contact: Contact) => void;
  onCancel: () => void;
}

/** Makes a contact, on its own screen and in the invoice editor's window. */
export function ContactNewForm({ name = '', onDone, onCancel }: ContactNewFormProps) {
  const { at } = useCompany();
  const state = useCommandForm({
    initialValues: { ...NEW_CONTACT, name },
    send: (values, keyFor) => {
      const body = contactBody(values);
      return answerOf(api.POST('/v1/companies/{companyId}/contacts', { ...command(keyFor(body), at), body }));
    },
    onDone,
  });
  return (
    <CommandForm state={state} label="New contact" submit="Create contact" onCancel={onCancel}>
      <ContactInputs form={state.form} />
    </CommandForm>
  );
}
