import { isLongTerm } from '@crypto-erp/ledger/lots/holding-period';

/**
 * Whether a gain is long-term or short-term, by how many months the company says today; null where it does not split. What had
 * no lot was held for no time. It is no part of the books, so it is found when it is read.
 */
export function termOf(
  { acquiredOn, disposedOn }: { acquiredOn: string | null; disposedOn: string },
  longTermMonths: number | null,
): 'short' | 'long' | null {
  if (longTermMonths === null) return null;
  return acquiredOn !== null && isLongTerm(acquiredOn, disposedOn, longTermMonths) ? 'long' : 'short';
}
