import type { RawBuilder } from 'kysely';

/** One invariant of a company's books. */
export interface Check {
  name: string;
  /** A query of the rows that break it: none when it holds. Numerics as text, so that none loses a digit. */
  broken(companyId: string): RawBuilder<unknown>;
}
