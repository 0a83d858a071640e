import {
  divideRounded,
  formatDecimal,
  MAX_DECIMALS,
  MAX_DIGITS,
  powerOfTen,
  trimDecimal,
} from '@crypto-erp/ledger/decimal';

/** A number of JSON, bounded. */
export const JSON_NUMBER = '^-?(0|[1-9][0-9]{0,59})([.][0-9]{1,60})?([eE][-+]?[0-9]{1,3})?$';

const PARTS = /^([0-9]+)(?:[.]([0-9]+))?(?:[eE]([-+]?[0-9]+))?$/;

/**
 * The price that a {@link JSON_NUMBER} says, rounded half to even to 18 decimals. Null where that is none: zero or less, or
 * of more than 20 digits before the point.
 */
export function priceOf(number: string): string | null {
  const [, whole, fraction = '', exponent = '0'] = PARTS.exec(number) ?? [];
  if (whole === undefined) return null;
  const digits = BigInt(whole + fraction);
  const places = MAX_DECIMALS - fraction.length + Number(exponent);
  const units =
    places < 0 ? divideRounded(digits, powerOfTen(-places), 'half-even') : digits * powerOfTen(places);
  if (units <= 0n || units >= powerOfTen(MAX_DIGITS)) return null;
  return trimDecimal(formatDecimal(units, MAX_DECIMALS));
}
