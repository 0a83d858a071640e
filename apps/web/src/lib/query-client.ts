import { QueryClient } from '@tanstack/react-query';
import { ProblemError } from './problem.ts';

/** One retry, and only where the server did not refuse: what it refused it will refuse again. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: (count, error) =>
        count < 1 && (!(error instanceof ProblemError) || error.status >= 500 || error.status === 0),
    },
  },
});
