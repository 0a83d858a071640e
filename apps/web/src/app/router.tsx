import { createRouter } from '@tanstack/react-router';
import { parseSearch, toSearch } from '../lib/search.ts';
import { NotFound, ScreenFailure, ScreenLoading } from './Fallbacks.tsx';
import { routeTree } from './routes.ts';

/** Addresses hold plain texts, so the query string that a report's figure comes with works as it is. */
export const router = createRouter({
  routeTree,
  parseSearch,
  stringifySearch: toSearch,
  defaultPreload: 'intent',
  scrollRestoration: true,
  defaultNotFoundComponent: NotFound,
  defaultErrorComponent: ScreenFailure,
  defaultPendingComponent: ScreenLoading,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
