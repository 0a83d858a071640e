/** A party of an e-invoice that came in. `taxNumber` is the VAT identifier, else the legal number. */
export interface UblParty {
  name: string;
  taxNumber: string | null;
  address: string;
  country: string | null;
  email: string | null;
}

export interface UblLine {
  description: string;
  quantity: string;
  /** Of one, without tax. */
  unitPrice: string;
  /** The VAT category of EN 16931, `S` where it is charged, and its rate as a percentage. */
  category: string;
  percent: string;
}

/** What is read of an e-invoice that came in. Amounts are whole units as text, dates `YYYY-MM-DD`. */
export interface UblDocument {
  kind: 'bill' | 'credit-note';
  number: string;
  issueDate: string;
  dueDate: string | null;
  currency: string;
  notes: string;
  reference: string;
  /** The number of the supplier's bill that a credit note corrects. */
  correctsNumber: string | null;
  supplier: UblParty;
  lines: UblLine[];
  net: string;
  tax: string;
  total: string;
}
