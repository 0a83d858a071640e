import type { CompanyUpdate } from '@crypto-erp/contract/companies';
import { NativeSelect, SimpleGrid, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { CountrySelect, TimeZoneSelect } from '../../components/Selects.tsx';
import { formatMonth } from '../../lib/dates.ts';

export type CompanySettings = Omit<CompanyUpdate, 'version'>;

const MONTHS = Array.from({ length: 12 }, (_, index) => ({
  value: String(index + 1),
  label: formatMonth(`2000-${String(index + 1).padStart(2, '0')}`).split(' ')[0] ?? '',
}));

/** The settings that a new company has and that can be changed later. */
export function CompanyInputs<Values extends CompanySettings>({ form }: { form: UseFormReturnType<Values> }) {
  const { onChange, ...month } = form.getInputProps('fiscalYearStartMonth');
  return (
    <>
      <TextInput label="Company name" autoComplete="organization" {...form.getInputProps('name')} />
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <CountrySelect label="Country" allowDeselect={false} {...form.getInputProps('country')} />
        <TimeZoneSelect
          label="Time zone"
          description="Decides the calendar date of entries"
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          allowDeselect={false}
          {...form.getInputProps('timeZone')}
        />
        <NativeSelect
          label="Fiscal year starts in"
          data={MONTHS}
          {...month}
          onChange={(event) => onChange(Number(event.currentTarget.value))}
        />
        <NativeSelect
          label="Tax is rounded"
          data={[
            { value: 'document', label: 'Once per invoice and tax' },
            { value: 'line', label: 'On every line' },
          ]}
          {...form.getInputProps('rounding.level')}
        />
        <NativeSelect
          label="At a tie"
          data={[
            { value: 'half-up', label: 'Half up (2.345 → 2.35)' },
            { value: 'half-even', label: 'Half even (2.345 → 2.34)' },
          ]}
          {...form.getInputProps('rounding.mode')}
        />
      </SimpleGrid>
    </>
  );
}
