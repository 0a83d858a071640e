import { parseDecimal } from '@crypto-erp/ledger/decimal';
import type { SendableTax } from './sendable.ts';

/** A VAT category of EN 16931 (BT-118, UNCL 5305) with its rate as the e-invoice states it. */
export interface Category {
  code: 'S' | 'Z' | 'E' | 'AE' | 'O';
  /** Null where the rules forbid a rate: what is outside the scope of VAT (BR-O-05). */
  percent: string | null;
  /** Why no VAT is charged (BT-120): required for E, AE and O (BR-E-10, BR-AE-10, BR-O-10), forbidden for S and Z. */
  reason: string | null;
}

/**
 * The category of a line's tax code: standard is S, or Z at 0 %; exempt is E; reverse charge is AE, at 0 % whatever the
 * customer owes (BR-AE-05); a line without a tax code is outside the scope, O.
 */
export function categoryOf(tax: Pick<SendableTax, 'kind' | 'rate' | 'exemptReason'> | null): Category {
  if (tax === null) return { code: 'O', percent: null, reason: 'Not subject to VAT' };
  if (tax.kind === 'exempt')
    return { code: 'E', percent: '0', reason: tax.exemptReason ?? 'Exempt from VAT' };
  if (tax.kind === 'reverse-charge') {
    return { code: 'AE', percent: '0', reason: tax.exemptReason ?? 'Reverse charge' };
  }
  const zero = parseDecimal(tax.rate, 6) === 0n;
  return { code: zero ? 'Z' : 'S', percent: tax.rate, reason: null };
}

/** One breakdown there is for each category and rate (BR-S-08, BR-E-01). */
export function keyOf({ code, percent }: Category): string {
  return `${code} ${percent}`;
}
