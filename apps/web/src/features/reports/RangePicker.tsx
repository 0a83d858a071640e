import { addDays, fiscalYearRange } from '@crypto-erp/ledger/dates';
import { Button, Group, NativeSelect } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { DateInput } from '../../components/Inputs.tsx';
import { apiUrl } from '../../lib/api.ts';
import { useCompany } from '../../lib/company-context.ts';
import { type DateRange, monthOf } from '../../lib/dates.ts';
import type { Search } from '../../lib/search.ts';

interface RangePickerProps {
  range: DateRange;
  onChange: (range: DateRange) => void;
  children?: ReactNode;
}

/** The days a report covers: a usual period, or any two dates. */
export function RangePicker({ range, onChange, children }: RangePickerProps) {
  const { company, today } = useCompany();
  const start = company.fiscalYearStartMonth;
  const year = fiscalYearRange(today, start);
  const presets: Record<string, DateRange> = {
    'This fiscal year': year,
    'Last fiscal year': fiscalYearRange(addDays(year.from, -1), start),
    'This month': monthOf(today),
    'Last month': monthOf(today, -1),
  };
  const same = ([, { from, to }]: [string, DateRange]) => from === range.from && to === range.to;
  const chosen = Object.entries(presets).find(same)?.[0] ?? 'Other dates';
  // A date field is empty while its year is typed; the report waits for a whole date.
  const set = (name: keyof DateRange) => (value: string) => {
    if (value !== '') onChange({ ...range, [name]: value });
  };
  return (
    <Group component="search" aria-label="Period" gap="sm" align="flex-end">
      <NativeSelect
        label="Period"
        w={{ base: '100%', sm: 'auto' }}
        data={[...Object.keys(presets), 'Other dates']}
        value={chosen}
        onChange={(event) => onChange(presets[event.currentTarget.value] ?? range)}
      />
      <DateInput
        label="From"
        flex={{ base: 1, sm: '0 0 auto' }}
        miw={0}
        value={range.from}
        onChange={set('from')}
      />
      <DateInput
        label="To"
        flex={{ base: 1, sm: '0 0 auto' }}
        miw={0}
        value={range.to}
        onChange={set('to')}
      />
      {children}
    </Group>
  );
}

/** Downloads what the screen shows as CSV. */
export function CsvLink({ report, query }: { report: string; query: Search }) {
  const { company } = useCompany();
  return (
    <Button
      component="a"
      variant="default"
      href={apiUrl(`/companies/${company.id}/reports/${report}`, { ...query, format: 'csv' })}
      download={`${report}.csv`}
      leftSection={<IconDownload size={16} aria-hidden />}
    >
      CSV
    </Button>
  );
}
