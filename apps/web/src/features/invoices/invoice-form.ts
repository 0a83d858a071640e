import type { Document, DocumentLineInput, InvoiceInput } from '@crypto-erp/contract/documents';

/** What the editor holds: the request's body, with a key on each line for the screen. */
export interface InvoiceValues extends Omit<InvoiceInput, 'status' | 'contactId' | 'lines'> {
  contactId: string | null;
  lines: InvoiceLineValues[];
}

export interface InvoiceLineValues extends DocumentLineInput {
  key: string;
}

let lastKey = 0;

/** An empty line, with the tax of the line before it. */
export function newLine(taxId: string | null = null): InvoiceLineValues {
  lastKey += 1;
  return {
    key: `line-${lastKey}`,
    description: '',
    quantity: '1',
    unitPrice: '',
    discountPercent: '0',
    taxId,
    accountId: null,
  };
}

/** A new invoice of `issueDate` in `asset`. */
export function newInvoice(issueDate: string, asset: string, contactId: string | null): InvoiceValues {
  return {
    contactId,
    issueDate,
    dueDate: '',
    paymentTermsId: null,
    asset,
    reference: '',
    notes: '',
    lines: [newLine()],
  };
}

/** A draft as the editor's values. */
export function invoiceValues(invoice: Document): InvoiceValues {
  const { contactId, issueDate, dueDate, paymentTermsId, asset, reference, notes } = invoice;
  const lines = invoice.lines.map((line) => ({
    ...newLine(line.taxId),
    description: line.description,
    quantity: line.quantity,
    unitPrice: line.unitPrice,
    discountPercent: line.discountPercent,
    accountId: line.accountId,
  }));
  return { contactId, issueDate, dueDate, paymentTermsId, asset, reference, notes, lines };
}

/** The editor's values as a request body. A missing contact is sent as an empty id, which the server refuses. */
export function invoiceBody(values: InvoiceValues): Omit<InvoiceInput, 'status'> {
  return {
    ...values,
    contactId: values.contactId ?? '',
    dueDate: values.dueDate === '' ? null : values.dueDate,
    lines: values.lines.map(({ key: _, ...line }) => ({
      ...line,
      discountPercent: line.discountPercent === '' ? '0' : line.discountPercent,
    })),
  };
}
