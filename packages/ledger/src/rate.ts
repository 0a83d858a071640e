import {
  divideRounded,
  formatDecimal,
  MAX_DECIMALS,
  parseDecimal,
  powerOfTen,
  type RoundingMode,
  requireFits,
  trimDecimal,
} from './decimal.ts';
import { LedgerError } from './error.ts';

/** How many whole base units one whole unit of the asset is worth, as an exact fraction. Both parts are positive. */
export type Rate = { numerator: bigint; denominator: bigint };

/**
 * The rate of an asset in the base asset, through the euro. Each argument is how many of that asset one euro buys,
 * as the European Central Bank quotes it; the euro's own is `1`. With `1.25` USD and `160` JPY a euro, a company in
 * USD sees 1 JPY at exactly 1.25/160 USD.
 * @throws LedgerError `invalid_amount`, `too_many_decimals`, `amount_too_large`; `amount_not_positive` for zero or less
 */
export function crossRate(perEurBase: string, perEurAsset: string): Rate {
  const numerator = parseQuote(perEurBase);
  const denominator = parseQuote(perEurAsset);
  const divisor = greatestCommonDivisor(numerator, denominator);
  return { numerator: numerator / divisor, denominator: denominator / divisor };
}

function parseQuote(text: string): bigint {
  const quote = parseDecimal(text, MAX_DECIMALS);
  if (quote > 0n) return quote;
  throw new LedgerError('amount_not_positive', `A rate is above zero, not ${text}. Correct the rate.`);
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [larger, smaller] = [a, b];
  while (smaller !== 0n) [larger, smaller] = [smaller, larger % smaller];
  return larger;
}

/**
 * The worth of `quantity`, rounded once.
 * @param quantity in units of 10^-`fromDecimals` of the asset
 * @returns units of 10^-`toDecimals` of the base asset
 * @throws LedgerError `amount_too_large`
 */
export function convert(
  quantity: bigint,
  fromDecimals: number,
  toDecimals: number,
  rate: Rate,
  mode: RoundingMode,
): bigint {
  const numerator = quantity * rate.numerator * powerOfTen(toDecimals);
  return requireFits(divideRounded(numerator, rate.denominator * powerOfTen(fromDecimals), mode));
}

/**
 * The rate as a decimal text for reading, half-even to at most `digits` (0 to 18) decimals, without trailing zeros.
 * Amounts are never computed from this text: {@link convert} takes the exact rate.
 */
export function formatRate(rate: Rate, digits: number = MAX_DECIMALS): string {
  const units = divideRounded(rate.numerator * powerOfTen(digits), rate.denominator, 'half-even');
  return trimDecimal(formatDecimal(units, digits));
}

/** Digits that {@link readableRate} keeps, counted from the first that is not zero. */
const READABLE_DIGITS = 8;

/**
 * The rate with 8 significant digits, for documents and screens: `0.0054755517`, `155.97628`. As with
 * {@link formatRate}, no amount is computed from it.
 */
export function readableRate(rate: Rate): string {
  const [whole = '', fraction = ''] = formatRate(rate).split('.');
  const zeros = fraction.length - fraction.replace(/^0+/, '').length;
  const decimals = whole === '0' ? READABLE_DIGITS + zeros : Math.max(READABLE_DIGITS - whole.length, 0);
  return formatRate(rate, Math.min(decimals, MAX_DECIMALS));
}
