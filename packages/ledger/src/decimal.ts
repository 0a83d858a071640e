import { LedgerError } from './error.ts';

/** At a tie: `half-even` goes to the even neighbour, `half-up` away from zero (so -2.5 becomes -3). */
export type RoundingMode = 'half-even' | 'half-up';

/** The most decimals any asset, price or rate has. */
export const MAX_DECIMALS = 18;
/** The most digits an amount has, counted in smallest units. */
export const MAX_DIGITS = 38;

const TOO_LARGE = 10n ** BigInt(MAX_DIGITS);
// Sign, integer part without leading zeros, decimals: the same grammar as the contract's Decimal.
const DECIMAL = /^(-?)(0|[1-9][0-9]*)(?:[.]([0-9]+))?$/;

/** 10 to the power of `decimals`. */
export function powerOfTen(decimals: number): bigint {
  return 10n ** BigInt(decimals);
}

function checkDecimals(decimals: number): void {
  if (!Number.isInteger(decimals) || decimals < 0 || decimals > MAX_DECIMALS) {
    throw new RangeError(`Decimals are a whole number from 0 to ${MAX_DECIMALS}, not ${decimals}.`);
  }
}

function matchDecimal(text: string, field: string | undefined): RegExpExecArray {
  const match = DECIMAL.exec(text);
  if (match !== null) return match;
  // The text comes from outside and may be long: the message shows only its start.
  const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text;
  throw new LedgerError(
    'invalid_amount',
    `"${shown}" is not an amount. Write digits with a point, such as 1234.50, without exponent, plus sign or separators.`,
    field,
  );
}

/**
 * Reads a decimal text as units of 10^-`decimals`: `parseDecimal('12.3', 2)` is `1230n`.
 * Trailing zeros count as decimals, so `1.000` is refused for an asset with two; see {@link trimDecimal}.
 * @param field JSON pointer that an error carries.
 * @throws LedgerError `invalid_amount`, `too_many_decimals`, `amount_too_large`
 */
export function parseDecimal(text: string, decimals: number, field?: string): bigint {
  checkDecimals(decimals);
  const [, sign = '', whole = '', fraction = ''] = matchDecimal(text, field);
  // Lengths are checked before BigInt, whose cost grows with the square of the length.
  if (whole.length > MAX_DIGITS) throw tooLarge(field);
  if (fraction.length > decimals) {
    throw new LedgerError(
      'too_many_decimals',
      decimals === 0
        ? 'Only whole numbers are possible here. Remove the decimals.'
        : `At most ${decimals} decimals are possible here. Round the amount to ${decimals} decimals.`,
      field,
    );
  }
  const units = requireFits(BigInt(whole + fraction.padEnd(decimals, '0')), field);
  return sign === '-' ? -units : units;
}

/**
 * `units` again, if they have at most 38 digits: guards results of multiplication and addition.
 * @throws LedgerError `amount_too_large`
 */
export function requireFits(units: bigint, field?: string): bigint {
  if (units >= TOO_LARGE || units <= -TOO_LARGE) throw tooLarge(field);
  return units;
}

function tooLarge(field: string | undefined): LedgerError {
  return new LedgerError(
    'amount_too_large',
    `An amount has at most ${MAX_DIGITS} digits in its smallest unit. Enter a smaller one.`,
    field,
  );
}

/** Writes units of 10^-`decimals` with exactly `decimals` decimals: `formatDecimal(1230n, 2)` is `12.30`. */
export function formatDecimal(units: bigint, decimals: number): string {
  checkDecimals(decimals);
  const sign = units < 0n ? '-' : '';
  const digits = (units < 0n ? -units : units).toString().padStart(decimals + 1, '0');
  if (decimals === 0) return sign + digits;
  return `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/**
 * The shortest text of the same value: `12.300` becomes `12.3`, `12.00` becomes `12`, `-0.0` becomes `0`.
 * @throws LedgerError `invalid_amount`
 */
export function trimDecimal(text: string): string {
  const [, sign = '', whole = '', fraction = ''] = matchDecimal(text, undefined);
  let end = fraction.length;
  while (end > 0 && fraction[end - 1] === '0') end -= 1;
  if (end > 0) return `${sign}${whole}.${fraction.slice(0, end)}`;
  return whole === '0' ? '0' : sign + whole;
}

/**
 * The same decimals with the other sign; zero stays without one.
 * @throws LedgerError `invalid_amount`
 */
export function negateDecimal(text: string): string {
  const [, sign] = matchDecimal(text, undefined);
  const positive = sign === '-' ? text.slice(1) : text;
  return sign === '-' || /^[0.]+$/.test(positive) ? positive : `-${text}`;
}

/**
 * `numerator / denominator`, rounded once to a whole number.
 * @throws RangeError for a zero denominator
 */
export function divideRounded(numerator: bigint, denominator: bigint, mode: RoundingMode): bigint {
  const negative = numerator < 0n !== denominator < 0n;
  const above = numerator < 0n ? -numerator : numerator;
  const below = denominator < 0n ? -denominator : denominator;
  const quotient = above / below;
  const twice = (above % below) * 2n;
  const up = twice > below || (twice === below && (mode === 'half-up' || quotient % 2n === 1n));
  const rounded = up ? quotient + 1n : quotient;
  return negative ? -rounded : rounded;
}

/** The smaller of two. `Math.min` takes no bigint. */
export function smaller(one: bigint, other: bigint): bigint {
  if (one < other) return one;
  return other;
}
