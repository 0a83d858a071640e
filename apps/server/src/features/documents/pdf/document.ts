import type { DocumentKind } from '@crypto-erp/contract/documents';
import type { TaxKind } from '@crypto-erp/contract/taxes';

/** The seller or the customer. `address` may hold several lines; `country` is an ISO 3166 code such as `DE`. */
export interface PrintedParty {
  name: string;
  address?: string | null;
  country?: string | null;
  taxNumber?: string | null;
}

/** One line. Every amount is in whole units of the invoice's asset, as decimal text such as `-1234.50`. */
export interface PrintedLine {
  description: string;
  quantity: string;
  unitPrice: string;
  /** `12.5` is 12.5 %; `0` is no discount. */
  discountPercent: string;
  taxCode: string | null;
  /** Without tax, after the discount. */
  net: string;
  tax: string;
}

/** What one tax code adds up to. `rate` is a percentage as text. */
export interface PrintedTax {
  code: string;
  name: string;
  kind: TaxKind;
  rate: string;
  exemptReason: string | null;
  base: string;
  tax: string;
}

/**
 * Everything that is printed on an invoice, credit note or debit note, as plain data that can be sent to another thread. Nothing is
 * computed from it: amounts arrive exact and already rounded, dates are `YYYY-MM-DD`.
 */
export interface PrintedDocument {
  kind: DocumentKind;
  seller: PrintedParty;
  customer: PrintedParty;
  number: string;
  issueDate: string;
  dueDate: string;
  asset: string;
  reference: string;
  notes: string;
  lines: PrintedLine[];
  net: string;
  tax: string;
  total: string;
  taxSummary: PrintedTax[];
  /** The total in the company's base asset, when it differs; `rate` is base asset per invoice asset. */
  base?: { asset: string; total: string; rate: string };
  /** The address where the tax agency of Spain says whether it has the document, printed as a QR code. */
  validationLink?: string;
}
