import type { PrintedDocument } from './document.ts';

/** Between groups of three digits: narrow, and a line never breaks at it. */
const GROUP = '\u202F';

/** A decimal text with its integer part in groups of three, for reading only: `-1234.5` is `-1 234.5`. */
export function grouped(decimal: string): string {
  const [integer = '', fraction] = decimal.split('.');
  const whole = integer.replace(/\B(?=([0-9]{3})+$)/g, GROUP);
  return fraction === undefined ? whole : `${whole}.${fraction}`;
}

/** `decimal` with at least `places` decimals; zeros at the end beyond them go. The value stays the same. */
export function withPlaces(decimal: string, places: number): string {
  const [integer = '', fraction = ''] = decimal.split('.');
  const kept = fraction.replace(/0+$/, '').padEnd(places, '0');
  return kept === '' ? integer : `${integer}.${kept}`;
}

/**
 * How many decimals every amount of a document is printed with, so that a column's points stand below each other.
 * Currencies with up to four decimals show them all. A token with 18 shows what the longest amount needs, two at least:
 * a page of `1.500000000000000000` is hard to check.
 */
export function amountPlaces(document: PrintedDocument): number {
  const amounts = [
    document.net,
    document.tax,
    document.total,
    ...document.lines.flatMap((line) => [line.net, line.tax]),
    ...document.taxSummary.flatMap((tax) => [tax.base, tax.tax]),
  ];
  const fractions = amounts.map((amount) => amount.split('.')[1] ?? '');
  const longest = Math.max(...fractions.map((fraction) => fraction.length));
  if (longest <= 4) return longest;
  return Math.max(2, ...fractions.map((fraction) => fraction.replace(/0+$/, '').length));
}
