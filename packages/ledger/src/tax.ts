import { divideRounded, parseDecimal, powerOfTen, type RoundingMode } from './decimal.ts';
import { LedgerError } from './error.ts';

export type TaxKind = 'standard' | 'exempt' | 'reverse-charge';

/** A tax code as a line uses it. `rate` is a percentage as text, `21` for 21 %; `inclusive` prices contain the tax. */
export type LineTax = { id: string; kind: TaxKind; rate: string; inclusive: boolean };

/** A percentage has at most this many decimals. */
const PERCENT_DECIMALS = 6;
/** 100 % in the units of {@link parsePercent}. */
export const HUNDRED_PERCENT = 100n * powerOfTen(PERCENT_DECIMALS);

/**
 * Reads a percentage from 0 to 100 as a share of {@link HUNDRED_PERCENT}.
 * @throws LedgerError `too_many_decimals`, `amount_too_large`; `invalid_amount`, also outside 0 to 100
 */
export function parsePercent(text: string, field: string): bigint {
  const percent = parseDecimal(text, PERCENT_DECIMALS, field);
  if (percent >= 0n && percent <= HUNDRED_PERCENT) return percent;
  throw new LedgerError('invalid_amount', `A percentage is from 0 to 100, not ${text}.`, field);
}

/**
 * The exact part of a line's amount that is its tax: `amount × numerator / denominator`. For an exclusive price the
 * amount is the net, and the part is rate/100 (VAT Directive 2006/112/EC, article 78: the taxable amount does not
 * contain the VAT itself). For an inclusive price the amount is the gross, and the part is rate/(100 + rate).
 * Exempt and reverse-charge supplies charge no tax, so their price is the net even when the code says inclusive.
 * @throws LedgerError as {@link parsePercent}, with `field` for the rate
 */
export function taxPart(tax: LineTax, field: string): { numerator: bigint; denominator: bigint } {
  const rate = parsePercent(tax.rate, field);
  if (tax.kind !== 'standard') return { numerator: 0n, denominator: 1n };
  return { numerator: rate, denominator: tax.inclusive ? HUNDRED_PERCENT + rate : HUNDRED_PERCENT };
}

/**
 * The tax that a buyer owes and deducts itself on a reverse-charge purchase (VAT Directive 2006/112/EC, articles 194 to
 * 199 and 168): the rate of the taxable amount, rounded once; zero for other kinds. Smallest units of `base`'s asset.
 * @throws LedgerError as {@link parsePercent}
 */
export function selfAssessedTax(
  tax: Pick<LineTax, 'kind' | 'rate'>,
  base: bigint,
  mode: RoundingMode,
): bigint {
  if (tax.kind !== 'reverse-charge') return 0n;
  return divideRounded(base * parsePercent(tax.rate, '/rate'), HUNDRED_PERCENT, mode);
}
