import { Select } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { Filters } from '../../components/Filters.tsx';
import { FilterText } from '../../components/FilterText.tsx';
import { DateInput } from '../../components/Inputs.tsx';
import { AccountSelect } from '../../components/Selects.tsx';
import { ENTRY_SOURCE_LABELS, ENTRY_STATUS_LABELS, options } from '../../lib/labels.ts';

const route = getRouteApi('/companies/$companyId/entries');

/** What the list is narrowed to; it stands in the address. */
export function EntryFilters() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const set = (name: keyof typeof search) => (value: string | null) =>
    navigate({ search: { ...search, [name]: value || undefined }, replace: true });
  return (
    <Filters
      count={Object.values(search).filter(Boolean).length}
      onClear={() => navigate({ search: {}, replace: true })}
    >
      <Select
        label="Status"
        placeholder="All"
        clearable
        data={options(ENTRY_STATUS_LABELS)}
        value={search.status ?? null}
        onChange={set('status')}
      />
      <Select
        label="Made by"
        placeholder="All"
        clearable
        data={options(ENTRY_SOURCE_LABELS)}
        value={search.source ?? null}
        onChange={set('source')}
      />
      <AccountSelect
        label="Account"
        placeholder="All"
        clearable
        value={search.accountId ?? null}
        onChange={set('accountId')}
      />
      <DateInput label="From" value={search.from} onChange={set('from')} />
      <DateInput label="To" value={search.to} onChange={set('to')} />
      <FilterText label="Number" value={search.number ?? ''} onChange={set('number')} />
    </Filters>
  );
}
