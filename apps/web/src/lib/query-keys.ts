import type { Search } from './search.ts';

/** Where each answer lives in the cache. Everything of a company starts with its id, so a command can mark it old. */
export const keys = {
  me: ['me'] as const,
  sessions: ['sessions'] as const,
  assets: ['assets'] as const,
  company: (companyId: string) => ['company', companyId] as const,
  /** `noun` is the resource's name in the address; `about` an id or a list's filters. */
  resource: (companyId: string, noun: string, about?: string | Search) =>
    about === undefined
      ? (['company', companyId, noun] as const)
      : (['company', companyId, noun, about] as const),
};
