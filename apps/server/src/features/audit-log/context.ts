import type { Actor } from './store.ts';

/** For whom a service works: the company and who asked. Every command's service takes it after the transaction. */
export interface Context {
  companyId: string;
  actor: Actor;
}
