import type { Contact } from '@crypto-erp/contract/contacts';
import { Select, type SelectProps } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useCompany } from '../../lib/company-context.ts';
import { resourceQuery } from '../../lib/queries.ts';

interface ContactSelectProps extends Omit<SelectProps, 'data' | 'onChange'> {
  /** `contact` is null when the choice is cleared. */
  onChange: (id: string | null, contact: Contact | null) => void;
}

/** A contact, found by any part of the name or e-mail address on the server: there may be thousands. */
export function ContactSelect({ onChange, value, ...props }: ContactSelectProps) {
  const { company } = useCompany();
  const [typed, setTyped] = useState('');
  const chosen = useQuery({
    ...resourceQuery(company.id, 'contacts/{id}', { id: value ?? '' }),
    enabled: Boolean(value),
  });
  // The field's text is the chosen name, too; that is not a search.
  const wanted = typed === chosen.data?.name ? '' : typed.trim().slice(0, 100);
  const [search] = useDebouncedValue(wanted, 200);
  const found = useQuery({
    ...resourceQuery(company.id, 'contacts', {
      query: { archived: 'false', limit: '50', ...(search === '' ? {} : { search }) },
    }),
    placeholderData: keepPreviousData,
  });
  const contacts = new Map((found.data?.items ?? []).map((contact) => [contact.id, contact]));
  if (value && chosen.data?.id === value) contacts.set(chosen.data.id, chosen.data);
  return (
    <Select
      searchable
      openOnFocus={false}
      nothingFoundMessage={found.isFetching ? 'Searching…' : 'No contact matches'}
      {...props}
      value={value ?? null}
      data={[...contacts.values()].map(({ id, name }) => ({ value: id, label: name }))}
      // The server has filtered already, by the e-mail address too, which the label does not show.
      filter={({ options }) => options}
      onSearchChange={setTyped}
      onChange={(id) => onChange(id, id === null ? null : (contacts.get(id) ?? null))}
    />
  );
}
