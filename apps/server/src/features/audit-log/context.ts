import type { Actor } from './service.ts';

/** For whom a service works: the company and who asked. Every command's service takes it after the transaction. */
export interface Context {
  companyId: string;
  actor: Actor;
}
