import { isCalendarDate } from '@crypto-erp/ledger/dates';
import { type DomainError, fieldError } from '../../errors.ts';
import { units } from './parsed.ts';
import { type Element, find, textAt } from './xml-tree.ts';

/**
 * The amount of an element that has `Amt` and `CdtDbtInd`, in units of 10^-18, with its currency. The indicator tells what
 * the account saw, of a reversal too. Throws `invalid_statement`.
 */
export function signedAmount(element: Element): { amount: bigint; currency: string } {
  const amount = find(element, 'Amt');
  const sign = textAt(element, 'CdtDbtInd');
  const digits = /^[+]?0*(\d{1,20}(?:[.]\d{1,18})?)$/.exec(amount?.text ?? '')?.[1];
  if (digits === undefined || (sign !== 'CRDT' && sign !== 'DBIT')) {
    throw invalid(element, 'its amount is none, or neither credit nor debit');
  }
  const value = units(digits);
  return { amount: sign === 'CRDT' ? value : -value, currency: amount?.attributes.Ccy ?? '' };
}

/** The day of a date or of a date with time, as the bank wrote it. Throws `invalid_statement`. */
export function dayOf(element: Element | undefined, within: Element): string {
  const day = (textAt(element, 'Dt') || textAt(element, 'DtTm')).slice(0, 10);
  if (isCalendarDate(day) && day >= '1900' && day < '3000') return day;
  throw invalid(within, 'a date of it is none');
}

/** The refusal of an element that ends at a line. */
export function invalid({ name, line }: Element, what: string): DomainError {
  return fieldError(
    'invalid_statement',
    `line/${line}`,
    `The ${name} that ends in line ${line} cannot be read: ${what}.`,
  );
}
