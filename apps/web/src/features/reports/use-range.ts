import { fiscalYearRange } from '@crypto-erp/ledger/dates';
import { useCompany } from '../../lib/company-context.ts';
import type { DateRange } from '../../lib/dates.ts';

/** The range that stands in the address, or else this fiscal year. */
export function useRange(search: Partial<DateRange>): DateRange {
  const { company, today } = useCompany();
  const year = fiscalYearRange(today, company.fiscalYearStartMonth);
  return { from: search.from ?? year.from, to: search.to ?? year.to };
}
