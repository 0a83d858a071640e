import { ProblemError } from '@crypto-erp/client';
import { QueryClient } from '@tanstack/react-query';

/** One retry, and only where the server did not refuse: what it refused it will refuse again. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: (count, error) => count < 1 && (!(error instanceof ProblemError) || error.problem.status >= 500),
    },
  },
});
