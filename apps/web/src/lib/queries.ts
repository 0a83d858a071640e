import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { answerOf, api } from './api.ts';
import { keys } from './query-keys.ts';
import { nextCursorOf, type PagedResource, type Resource, readResource, type Which } from './resource.ts';
import type { Search } from './search.ts';

/** Who is signed in and their companies; refused with 401 when nobody is. */
export const meQuery = queryOptions({
  queryKey: keys.me,
  queryFn: ({ signal }) => answerOf(api.GET('/v1/me', { signal })),
});

/** Assets hardly ever change, so they are read once. */
export const assetsQuery = queryOptions({
  queryKey: keys.assets,
  queryFn: ({ signal }) => answerOf(api.GET('/v1/assets', { signal })),
  staleTime: Number.POSITIVE_INFINITY,
});

export const companyQuery = (companyId: string) =>
  queryOptions({
    queryKey: keys.resource(companyId, 'settings'),
    queryFn: ({ signal }) =>
      answerOf(api.GET('/v1/companies/{companyId}', { params: { path: { companyId } }, signal })),
  });

/** One resource of a company. */
export const resourceQuery = <Name extends Resource>(companyId: string, name: Name, which: Which = {}) =>
  queryOptions({
    queryKey: keys.resource(companyId, name, which),
    queryFn: ({ signal }) => readResource(companyId, name, which, signal),
  });

/** The query for a list that is shown whole, such as a company's members: the most a page may have. */
export const ALL: Which = { query: { limit: '1000' } };

/** A list of a company, a page at a time. */
export const pagesQuery = <Name extends PagedResource>(companyId: string, name: Name, query: Search = {}) =>
  infiniteQueryOptions({
    queryKey: keys.resource(companyId, `${name}/pages`, { query }),
    queryFn: ({ pageParam, signal }) =>
      readResource(companyId, name, { query: { ...query, ...(pageParam && { cursor: pageParam }) } }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => nextCursorOf<Name>(page),
  });
