import { formatDecimal, MAX_DECIMALS, parseDecimal, trimDecimal } from '@crypto-erp/ledger/decimal';

/** One booked movement as a file tells it. Texts are empty where the file has none. */
export interface ParsedLine {
  date: string;
  valueDate: string | null;
  /** Whole units as text: credit positive, debit negative. */
  amount: string;
  reversal: boolean;
  bankReference: string;
  endToEndId: string;
  reference: string;
  text: string;
  counterpartyName: string;
  counterpartyIban: string;
}

/** One statement of one account. `lines` stand in the order of time, and lead from opening to closing balance. */
export interface ParsedStatement {
  number: string;
  from: string;
  to: string;
  /** Whole units as text. */
  opening: string;
  closing: string;
  lines: ParsedLine[];
}

/** The most lines that one file may bring. */
export const MAX_LINES = 20_000;

/** The most characters that are kept of one text of a line. */
export const MAX_TEXT = 4000;

/** A decimal text in units of 10^-18, which every amount of every asset is a whole number of. */
export function units(decimal: string): bigint {
  return parseDecimal(trimDecimal(decimal), MAX_DECIMALS);
}

/** The sum of the amounts in units of 10^-18. */
export function sumOf(lines: readonly Pick<ParsedLine, 'amount'>[]): bigint {
  return lines.reduce((sum, { amount }) => sum + units(amount), 0n);
}

/** Units of 10^-18 as a decimal text. */
export function plain(value: bigint): string {
  return trimDecimal(formatDecimal(value, MAX_DECIMALS));
}
