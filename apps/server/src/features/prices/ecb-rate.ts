import { isCalendarDate } from '@crypto-erp/ledger/dates';
import { DomainError } from '../../errors.ts';

/** On `date`, one euro bought `perEuro` of `asset`: a calendar date and a positive decimal, both as published. */
export interface EcbRate {
  asset: string;
  date: string;
  perEuro: string;
}

/** What is wrong with a rate file, and where: `line` counts from 1, `column` is the heading of the column. */
export class EcbFileError extends DomainError {
  readonly line: number;
  readonly column: string;

  constructor(line: number, column: string, message: string) {
    super('invalid_rate_file', `Line ${line}, column ${column}: ${message}`);
    this.name = 'EcbFileError';
    this.line = line;
    this.column = column;
  }
}

// Up to 38 digits, 18 of them decimals: what a decimal of the ledger holds.
const DECIMAL = /^(0|[1-9][0-9]{0,19})([.][0-9]{1,18})?$/;

export function isPositiveDecimal(text: string): boolean {
  return DECIMAL.test(text) && /[1-9]/.test(text);
}

/** A currency code as it stands in a heading. The euro is not one: every rate is against it. */
export function isQuotedCurrency(text: string): boolean {
  return /^[A-Z]{3}$/.test(text) && text !== 'EUR';
}

/** Whether `text` is a date PostgreSQL and the file share: a real day of the years 1000 to 9999. */
export function isRateDate(text: string): boolean {
  return /^[1-9]/.test(text) && isCalendarDate(text);
}

/** `text` for a message: short, and without control characters. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 20 ? `${text.slice(0, 20)}…` : text);
}
