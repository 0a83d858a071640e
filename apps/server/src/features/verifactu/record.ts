/** One part of the breakdown ("DetalleDesglose"): amounts signed, `rate` a percentage, all with two decimals. */
export interface RecordTax {
  /** Charged; owed by the customer; exempt; or outside the scope of VAT. */
  treatment: 'charged' | 'reverse-charge' | 'exempt' | 'not-subject';
  rate: string;
  base: string;
  tax: string;
}

/** A document as its Verifactu record states it. Dates are `YYYY-MM-DD`, amounts in euros, negative on a credit note. */
export interface RegisteredDocument {
  nif: string;
  companyName: string;
  number: string;
  issueDate: string;
  /**
   * F1: an invoice; R1: a note that corrects one; R4: a note that names none. F2 and R5: the same to somebody without a
   * tax number, as a simplified invoice and its correction.
   */
  type: 'F1' | 'F2' | 'R1' | 'R4' | 'R5';
  corrects: { number: string; issueDate: string } | null;
  description: string;
  /** Null on a simplified invoice. */
  recipient: { name: string; country: string; taxNumber: string } | null;
  taxes: RecordTax[];
  taxTotal: string;
  total: string;
}

/** The record before in the company's chain, or null for the first. */
export interface PreviousRecord {
  number: string;
  issueDate: string;
  hash: string;
}

/** The software that writes the records, and who answers for it ("SistemaInformatico"). */
export interface RecordingSystem {
  producerName: string;
  producerNif: string;
  version: string;
  installation: string;
}

/** `2024-12-31` as `31-12-2024`. */
export function spanishDate(date: string): string {
  return date.split('-').reverse().join('-');
}

/** An instant as the records state it: in the company's time zone, with seconds and the offset. */
export function recordInstant(at: Date, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'longOffset',
  }).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((one) => one.type === type)?.value ?? '';
  const offset = part('timeZoneName').replace('GMT', '') || '+00:00';
  return `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}:${part('second')}${offset}`;
}
