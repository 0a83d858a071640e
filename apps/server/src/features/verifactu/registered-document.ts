import type { DocumentKind } from '@crypto-erp/contract/documents';
import type { TaxKind } from '@crypto-erp/contract/taxes';
import { formatDecimal, parseDecimal } from '@crypto-erp/ledger/decimal';
import type { RecordTax, RegisteredDocument } from './record.ts';

/** A posted sales document as the read model finds it. Amounts are positive, in euros, as text. */
export interface UnrecordedDocument {
  id: string;
  kind: DocumentKind;
  companyName: string;
  number: string;
  issueDate: string;
  contact: { name: string; country: string | null; taxNumber: string | null };
  corrects: { number: string; issueDate: string } | null;
  /** The document that this note voids and that has a registration. */
  voids: { id: string; number: string; issueDate: string } | null;
  baseTotal: string;
  lines: { description: string; baseNet: string; taxId: string | null }[];
  taxes: { id: string; kind: TaxKind; rate: string; baseTax: string }[];
}

const TREATMENTS = { standard: 'charged', 'reverse-charge': 'reverse-charge', exempt: 'exempt' } as const;

/** What the registration of a document states; a credit note's amounts are negative. */
export function registeredDocument(nif: string, document: UnrecordedDocument): RegisteredDocument {
  const sign = document.kind === 'credit-note' ? -1n : 1n;
  const units = (amount: string): bigint => sign * parseDecimal(amount, 2);
  const text = (amount: bigint): string => formatDecimal(amount, 2);
  const parts = new Map<string, Pick<RecordTax, 'treatment' | 'rate'> & { base: bigint; tax: bigint }>();
  const partOf = (tax: UnrecordedDocument['taxes'][number] | undefined) => {
    const treatment = tax ? TREATMENTS[tax.kind] : 'not-subject';
    const rate = tax && treatment === 'charged' ? twoDecimals(tax.rate) : '0.00';
    const key = `${treatment} ${rate}`;
    const part = parts.get(key) ?? { treatment, rate, base: 0n, tax: 0n };
    parts.set(key, part);
    return part;
  };
  for (const line of document.lines) {
    partOf(document.taxes.find(({ id }) => id === line.taxId)).base += units(line.baseNet);
  }
  for (const tax of document.taxes) partOf(tax).tax += units(tax.baseTax);
  const taxes = [...parts.values()];
  return {
    nif,
    companyName: document.companyName,
    number: document.number,
    issueDate: document.issueDate,
    type: typeOf(document),
    corrects: document.corrects,
    description: document.lines.map(({ description }) => description).join('; '),
    recipient: recipientOf(document),
    taxes: taxes.map((part) => ({ ...part, base: text(part.base), tax: text(part.tax) })),
    taxTotal: text(taxes.reduce((sum, { tax }) => sum + tax, 0n)),
    total: text(units(document.baseTotal)),
  };
}

function recipientOf({ contact }: UnrecordedDocument): RegisteredDocument['recipient'] {
  const { name, country, taxNumber } = contact;
  return country === null || taxNumber === null ? null : { name, country, taxNumber };
}

function typeOf(document: UnrecordedDocument): RegisteredDocument['type'] {
  const identified = recipientOf(document) !== null;
  if (document.kind === 'invoice') return identified ? 'F1' : 'F2';
  if (!identified) return 'R5';
  return document.corrects === null ? 'R4' : 'R1';
}

/** The records take rates with two decimals; `5.125` has none of them in Spain. */
function twoDecimals(rate: string): string {
  const [whole = '0', fraction = ''] = rate.split('.');
  return `${whole}.${fraction.padEnd(2, '0').slice(0, 2)}`;
}
