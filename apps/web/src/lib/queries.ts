import type { AssetList } from '@crypto-erp/contract/assets';
import type { Company, Me } from '@crypto-erp/contract/companies';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { Static } from 'typebox';
import { api } from './api.ts';
import { keys } from './query-keys.ts';
import type { Search } from './search.ts';

/** Who is signed in and their companies; refused with 401 when nobody is. */
export const meQuery = queryOptions({
  queryKey: keys.me,
  queryFn: ({ signal }) => api.get<Me>('/me', {}, signal),
});

/** Assets hardly ever change, so they are read once. */
export const assetsQuery = queryOptions({
  queryKey: keys.assets,
  queryFn: ({ signal }) => api.get<Static<typeof AssetList>>('/assets', {}, signal),
  staleTime: Number.POSITIVE_INFINITY,
});

export const companyQuery = (companyId: string) =>
  queryOptions({
    queryKey: keys.resource(companyId, 'settings'),
    queryFn: ({ signal }) => api.get<Company>(`/companies/${companyId}`, {}, signal),
  });

/** One resource of a company: `noun` as in the address, with the id behind it or a query. */
export const resourceQuery = <Answer>(companyId: string, noun: string, query: Search = {}) =>
  queryOptions({
    queryKey: keys.resource(companyId, noun, query),
    queryFn: ({ signal }) => api.get<Answer>(`/companies/${companyId}/${noun}`, query, signal),
  });

/** The query for a list that is shown whole, such as a company's members: the most a page may have. */
export const ALL: Search = { limit: '1000' };

/** A list of a company, a page at a time. */
export const pagesQuery = <Page extends { nextCursor: string | null }>(
  companyId: string,
  noun: string,
  query: Search = {},
) =>
  infiniteQueryOptions({
    queryKey: keys.resource(companyId, `${noun}/pages`, query),
    queryFn: ({ pageParam, signal }) =>
      api.get<Page>(`/companies/${companyId}/${noun}`, { ...query, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
