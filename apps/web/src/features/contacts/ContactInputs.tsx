import type { ContactInput } from '@crypto-erp/contract/contacts';
import { SimpleGrid, Textarea, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { AssetSelect, CountrySelect } from '../../components/Selects.tsx';
import { useCompany } from '../../lib/company-context.ts';
import { PaymentTermsSelect } from '../taxes/PaymentTermsSelect.tsx';

/** The fields of a contact. */
export function ContactInputs({ form }: { form: UseFormReturnType<ContactInput> }) {
  const { company } = useCompany();
  return (
    <>
      <TextInput label="Name" data-autofocus {...form.getInputProps('name')} />
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <TextInput label="E-mail" type="email" {...form.getInputProps('email')} />
        <TextInput label="Tax number" {...form.getInputProps('taxNumber')} />
      </SimpleGrid>
      <Textarea label="Address" autosize minRows={2} {...form.getInputProps('address')} />
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <CountrySelect label="Country" clearable {...form.getInputProps('country')} />
        <AssetSelect
          label="Currency of invoices"
          placeholder={company.baseAsset}
          clearable
          {...form.getInputProps('defaultAsset')}
        />
        <PaymentTermsSelect label="Payment terms" clearable {...form.getInputProps('paymentTermsId')} />
      </SimpleGrid>
    </>
  );
}
