import { Select } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { Filters } from '../../components/Filters.tsx';
import { FilterText } from '../../components/FilterText.tsx';
import { DateInput } from '../../components/Inputs.tsx';
import { DOCUMENT_STATUS_LABELS, options } from '../../lib/labels.ts';
import { normaliseAmount } from '../../lib/money.ts';
import { ContactSelect } from '../contacts/ContactSelect.tsx';

const route = getRouteApi('/companies/$companyId/$noun/');

/** What the list is narrowed to; it stands in the address, so it can be sent to a colleague. */
export function DocumentFilters() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const set = (name: keyof typeof search) => (value: string | null) =>
    navigate({ search: { ...search, [name]: value || undefined }, replace: true });
  const amount = (name: 'minTotal' | 'maxTotal') => (value: string) =>
    set(name)(value === '' ? '' : normaliseAmount(value));
  return (
    <Filters
      count={Object.values(search).filter(Boolean).length}
      onClear={() => navigate({ search: {}, replace: true })}
    >
      <Select
        label="Status"
        placeholder="All"
        clearable
        data={options(DOCUMENT_STATUS_LABELS)}
        value={search.status ?? null}
        onChange={set('status')}
      />
      <ContactSelect
        label="Contact"
        placeholder="All"
        clearable
        value={search.contactId ?? null}
        onChange={set('contactId')}
      />
      <DateInput label="Issued from" value={search.from} onChange={set('from')} />
      <DateInput label="Issued to" value={search.to} onChange={set('to')} />
      <FilterText label="Number" value={search.number ?? ''} onChange={set('number')} />
      <FilterText
        label="Total from"
        inputMode="decimal"
        value={search.minTotal ?? ''}
        onChange={amount('minTotal')}
      />
      <FilterText
        label="Total to"
        inputMode="decimal"
        value={search.maxTotal ?? ''}
        onChange={amount('maxTotal')}
      />
    </Filters>
  );
}
