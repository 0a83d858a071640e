import type { DocumentKind } from '@crypto-erp/contract/documents';
import type { TaxKind } from '@crypto-erp/contract/taxes';

/** A party as the posted document prints it. `address` is free text of several lines, `country` an ISO 3166-1 code. */
export interface SendableParty {
  name: string;
  address: string;
  country: string | null;
  taxNumber: string | null;
}

/** The tax code of a line as it was when the document was posted. `rate` is a percentage as text. */
export interface SendableTax {
  id: string;
  kind: TaxKind;
  rate: string;
  exemptReason: string | null;
  tax: string;
  baseTax: string;
}

export interface SendableLine {
  description: string;
  quantity: string;
  unitPrice: string;
  discountPercent: string;
  taxId: string | null;
  net: string;
  baseNet: string;
}

/** A posted sales document as its e-invoice needs it. Amounts are whole units as text; those called base in `baseAsset`. */
export interface SendableDocument {
  kind: DocumentKind;
  number: string;
  issueDate: string;
  dueDate: string;
  asset: string;
  /** Whether `asset` is a currency of ISO 4217; else it is a token, which an e-invoice cannot be in. */
  fiat: boolean;
  baseAsset: string;
  rate: string;
  reference: string;
  notes: string;
  total: string;
  baseTotal: string;
  company: SendableParty;
  contact: SendableParty & { /** Of the contact today: it is not printed. */ email: string | null };
  /** The document that a note corrects. */
  corrects: { number: string; issueDate: string } | null;
  lines: SendableLine[];
  taxes: SendableTax[];
}
