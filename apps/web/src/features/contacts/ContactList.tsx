import type { Contact } from '@crypto-erp/contract/contacts';
import { Badge, Group, Switch } from '@mantine/core';
import { IconAddressBook } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { type Column, DataTable } from '../../components/DataTable.tsx';
import { FilterText } from '../../components/FilterText.tsx';
import { ButtonLink, TextLink } from '../../components/Links.tsx';
import { LoadMore } from '../../components/LoadMore.tsx';
import { Page } from '../../components/Page.tsx';
import { Empty, QueryState } from '../../components/States.tsx';
import { useCompany } from '../../lib/company-context.ts';
import { countryName } from '../../lib/countries.ts';
import { pagesQuery } from '../../lib/queries.ts';

const route = getRouteApi('/companies/$companyId/contacts');

/** Contacts by name. */
export function ContactList() {
  const { company, can } = useCompany();
  const params = { companyId: company.id };
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const query = useInfiniteQuery(pagesQuery(company.id, 'contacts', search));
  const add = can('contacts:write') && (
    <ButtonLink to="/companies/$companyId/contacts/new" params={params}>
      New contact
    </ButtonLink>
  );
  const columns: Column<Contact>[] = [
    {
      header: 'Name',
      card: 'title',
      cell: ({ id, name }) => (
        <TextLink to="/companies/$companyId/contacts/$id" params={{ ...params, id }}>
          {name}
        </TextLink>
      ),
    },
    { header: 'E-mail', cell: ({ email }) => email },
    { header: 'Tax number', cell: ({ taxNumber }) => taxNumber },
    { header: 'Country', cell: ({ country }) => (country === null ? null : countryName(country)) },
    {
      header: 'State',
      card: 'side',
      cell: ({ archived }) => archived && <Badge color="gray">Archived</Badge>,
    },
  ];
  return (
    <Page title="Contacts" actions={add}>
      <Group align="flex-end" gap="md">
        <FilterText
          label="Search"
          placeholder="Name or e-mail"
          value={search.search ?? ''}
          onChange={(value) => navigate({ search: { ...search, search: value || undefined }, replace: true })}
        />
        <Switch
          label="Archived only"
          mb={8}
          checked={search.archived === 'true'}
          onChange={(event) =>
            navigate({
              search: { ...search, archived: event.currentTarget.checked ? 'true' : undefined },
              replace: true,
            })
          }
        />
      </Group>
      <QueryState query={query}>
        {({ pages }) => {
          const rows = pages.flatMap(({ items }) => items);
          if (rows.length > 0) {
            return (
              <>
                <DataTable label="Contacts" columns={columns} rows={rows} rowKey={({ id }) => id} />
                <LoadMore query={query} />
              </>
            );
          }
          return search.search === undefined ? (
            <Empty icon={<IconAddressBook />} title="No contacts yet" action={add}>
              A contact is who your invoices are made out to. Create the first one.
            </Empty>
          ) : (
            <Empty icon={<IconAddressBook />} title="No contact matches">
              Search for another part of the name or e-mail address.
            </Empty>
          );
        }}
      </QueryState>
    </Page>
  );
}
