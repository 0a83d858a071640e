import { useQuery } from '@tanstack/react-query';
import { resourceQuery } from './queries.ts';
import type { Resource, Which } from './resource.ts';

/** A resource without what an earlier screen left in the cache: a form must start from the newest version. */
export function useFreshResource<Name extends Resource>(companyId: string, name: Name, which: Which) {
  const query = useQuery({ ...resourceQuery(companyId, name, which), refetchOnMount: 'always' });
  return {
    data: query.isFetchedAfterMount ? query.data : undefined,
    error: query.error,
    refetch: query.refetch,
  };
}
