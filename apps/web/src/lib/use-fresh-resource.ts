import { useQuery } from '@tanstack/react-query';
import { resourceQuery } from './queries.ts';

/** A resource without what an earlier screen left in the cache: a form must start from the newest version. */
export function useFreshResource<Answer>(companyId: string, noun: string) {
  const query = useQuery({ ...resourceQuery<Answer>(companyId, noun), refetchOnMount: 'always' });
  return {
    data: query.isFetchedAfterMount ? query.data : undefined,
    error: query.error,
    refetch: query.refetch,
  };
}
