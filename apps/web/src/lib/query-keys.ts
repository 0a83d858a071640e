import type { Which } from './resource.ts';

/** Where each answer lives in the cache. Everything of a company starts with its id, so a command can mark it old. */
export const keys = {
  me: ['me'] as const,
  sessions: ['sessions'] as const,
  assets: ['assets'] as const,
  company: (companyId: string) => ['company', companyId] as const,
  /** `name` is the resource's address behind the company's. */
  resource: (companyId: string, name: string, which: Which = {}) =>
    ['company', companyId, name, which] as const,
};
