import type { Account, AccountType } from '@crypto-erp/contract/accounts';
import { Select, type SelectProps } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { matchingAssets } from '../lib/asset-search.ts';
import { useCompany } from '../lib/company-context.ts';
import { BROWSER_TIME_ZONE, COUNTRIES, TIME_ZONES } from '../lib/countries.ts';
import { assetsQuery, resourceQuery } from '../lib/queries.ts';

type Props = Omit<SelectProps, 'data'>;

/** An asset by its code; the list names it too. */
export function AssetSelect(props: Props) {
  const assets = useQuery(assetsQuery);
  const data = (assets.data?.items ?? []).map(({ code, name }) => ({
    value: code,
    label: `${code} · ${name}`,
  }));
  return (
    <Select
      searchable
      openOnFocus={false}
      limit={200}
      nothingFoundMessage="No such asset"
      filter={({ search }) => matchingAssets(data, search)}
      {...props}
      data={data}
    />
  );
}

interface AccountSelectProps extends Props {
  /** Offers accounts of these types only. */
  types?: readonly AccountType[];
  /** Offers headings in place of the accounts that take lines. */
  headings?: boolean;
}

/** An account of the chart by code or name. Archived ones are left out, except the one that is chosen. */
export function AccountSelect({ types, headings = false, ...props }: AccountSelectProps) {
  const { company } = useCompany();
  const accounts = useQuery(resourceQuery(company.id, 'accounts'));
  const offered = (account: Account) =>
    account.id === props.value ||
    (!account.archived && account.postable !== headings && (types?.includes(account.type) ?? true));
  const data = (accounts.data?.items ?? [])
    .filter(offered)
    .map(({ id, code, name }) => ({ value: id, label: `${code} ${name}` }));
  return (
    <Select searchable openOnFocus={false} nothingFoundMessage="No such account" {...props} data={data} />
  );
}

export function CountrySelect(props: Props) {
  return (
    <Select
      searchable
      openOnFocus={false}
      nothingFoundMessage="No such country"
      {...props}
      data={COUNTRIES}
    />
  );
}

export function TimeZoneSelect(props: Props) {
  const zones = TIME_ZONES.includes(BROWSER_TIME_ZONE) ? TIME_ZONES : [BROWSER_TIME_ZONE, ...TIME_ZONES];
  return (
    <Select
      searchable
      openOnFocus={false}
      nothingFoundMessage="No such time zone"
      limit={100}
      {...props}
      data={zones}
    />
  );
}
