import type { smallCompany } from './fixture.testing.ts';

/** What a damage is done to: the company is there before the first test. */
export interface Given {
  company: Awaited<ReturnType<typeof smallCompany>>;
}

/** A damage behind the application's back, the checks that name it, and what one of the first check's rows says. */
export interface Damage {
  what: string;
  sql(): string;
  broken: string[];
  row?: Record<string, unknown>;
}

/** Conditions in SQL for rows of the company. */
export function rowsOf(given: Given) {
  return {
    entry: (id: string) => `company_id = '${given.company.companyId}' AND id = '${id}'`,
    ofEntry: (id: string) => `company_id = '${given.company.companyId}' AND entry_id = '${id}'`,
    mine: () => `company_id = '${given.company.companyId}'`,
  };
}
