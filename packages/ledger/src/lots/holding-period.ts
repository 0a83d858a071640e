import { addMonths, endOfMonth } from '../dates.ts';

/**
 * Whether what was acquired on one day and disposed of on another was held for more than `months`. The day of the
 * acquisition does not count, that of the disposal does (IRS Publication 544, "Holding period"): bought on 15 January, it is
 * held for more than a year from 16 January of the next year on. What was acquired on the last day of a month is held for
 * more than so many months from the first day of a month on (Revenue Ruling 66-7). Calendar dates in the company's time zone.
 * @throws LedgerError `invalid_input`
 */
export function isLongTerm(acquiredOn: string, disposedOn: string, months: number): boolean {
  const sameDay = addMonths(acquiredOn, months);
  return disposedOn > (acquiredOn === endOfMonth(acquiredOn) ? endOfMonth(sameDay) : sameDay);
}

/**
 * Whether a gain is long-term or short-term, where it is long after more than `months`; null where nobody splits (null). What
 * had no lot was held for no time. It is no part of the books, so it is found when it is read.
 */
export function termOf(
  { acquiredOn, disposedOn }: { acquiredOn: string | null; disposedOn: string },
  months: number | null,
): 'short' | 'long' | null {
  if (months === null) return null;
  return acquiredOn !== null && isLongTerm(acquiredOn, disposedOn, months) ? 'long' : 'short';
}
