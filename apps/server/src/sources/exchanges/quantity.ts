import { formatDecimal, MAX_DECIMALS, MAX_DIGITS, powerOfTen, trimDecimal } from '@crypto-erp/ledger/decimal';

/** An amount with its sign, in units of 10^-`decimals`. */
export interface Quantity {
  units: bigint;
  decimals: number;
}

const WRITTEN =
  /^([-+]?)([0-9]{1,60}|[0-9]{1,3}(?:,[0-9]{3})+)?(?:[.]([0-9]{1,60}))?(?:[eE]([-+]?[0-9]{1,2}))?$/;
const CURRENCY_SIGN = /^([-+]?)(?:[A-Z]{0,3}[$€£¥])/;

/**
 * The amount that a cell holds, every digit kept and with the decimals as written: `0.500`, `-1,234.5`, `$29.24`, `1E-8`.
 * Null: not an amount, or one of more than 18 decimals or 38 digits once the zeros at its end are left out.
 */
export function readQuantity(cell: string): Quantity | null {
  const match = WRITTEN.exec(cell.replace(CURRENCY_SIGN, '$1'));
  if (match === null) return null;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  if (whole === '' && fraction === '') return null;
  let units = BigInt(whole.replaceAll(',', '') + fraction);
  let decimals = fraction.length - Number(exponent);
  if (decimals < 0) {
    units *= powerOfTen(-decimals);
    decimals = 0;
  }
  while (decimals > MAX_DECIMALS && units % 10n === 0n) {
    units /= 10n;
    decimals -= 1;
  }
  if (decimals > MAX_DECIMALS || units >= powerOfTen(MAX_DIGITS)) return null;
  return { units: sign === '-' ? -units : units, decimals };
}

/** The same without its sign. */
export function size({ units, decimals }: Quantity): Quantity {
  return { units: units < 0n ? -units : units, decimals };
}

/** `a` less `b`, in the finer of their decimals. */
export function minus(a: Quantity, b: Quantity): Quantity {
  const decimals = Math.max(a.decimals, b.decimals);
  const at = ({ units, decimals: own }: Quantity) => units * powerOfTen(decimals - own);
  return { units: at(a) - at(b), decimals };
}

/** The shortest text of the value, which is the same however it was written. */
export function plain({ units, decimals }: Quantity): string {
  return trimDecimal(formatDecimal(units, decimals));
}
