import type { Contact, ContactInput } from '@crypto-erp/contract/contacts';

export const NEW_CONTACT: ContactInput = {
  name: '',
  email: '',
  taxNumber: '',
  address: '',
  country: null,
  defaultAsset: null,
  paymentTermsId: null,
};

/** A contact as its form's values: absent texts are empty. */
export function contactValues(contact: Contact): ContactInput {
  const { name, email, taxNumber, address, country, defaultAsset, paymentTermsId } = contact;
  return {
    name,
    email: email ?? '',
    taxNumber: taxNumber ?? '',
    address,
    country,
    defaultAsset,
    paymentTermsId,
  };
}

/** The form's values as a request body: empty texts are absent. */
export function contactBody(values: ContactInput): ContactInput {
  return { ...values, email: orNull(values.email), taxNumber: orNull(values.taxNumber) };
}

function orNull(text: string | null): string | null {
  const trimmed = text?.trim() ?? '';
  return trimmed === '' ? null : trimmed;
}
