import type {
  Document,
  DocumentKind,
  DocumentLineInput,
  DocumentSide,
  InvoiceInput,
} from '@crypto-erp/contract/documents';
import { sideOf } from '../../lib/document-nouns.ts';

/** What the editor holds: the request's body, with a key on each line for the screen. */
export interface DocumentValues extends Omit<InvoiceInput, 'status' | 'contactId' | 'lines'> {
  contactId: string | null;
  side: DocumentSide;
  /** The supplier's number: of purchases. */
  externalNumber: string;
  /** What a note corrects. */
  correctsId: string | null;
  lines: DocumentLineValues[];
}

export interface DocumentLineValues extends DocumentLineInput {
  key: string;
}

let lastKey = 0;

/** An empty line, with the tax of the line before it. */
export function newLine(taxId: string | null = null): DocumentLineValues {
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

/** A new document of `issueDate` in `asset`. */
export function newDocument(
  kind: DocumentKind,
  issueDate: string,
  asset: string,
  contactId: string | null,
): DocumentValues {
  return {
    contactId,
    side: sideOf(kind) ?? 'sales',
    externalNumber: '',
    correctsId: null,
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
export function documentValues(document: Document): DocumentValues {
  const { contactId, side, externalNumber, correctsId, issueDate, dueDate, paymentTermsId, asset } = document;
  const { reference, notes } = document;
  const lines = document.lines.map((line) => ({
    ...newLine(line.taxId),
    description: line.description,
    quantity: line.quantity,
    unitPrice: line.unitPrice,
    discountPercent: line.discountPercent,
    accountId: line.accountId,
    dimensionValueIds: line.dimensionValueIds,
  }));
  const head = { contactId, side, externalNumber, correctsId, issueDate, dueDate, paymentTermsId, asset };
  return { ...head, reference, notes, lines };
}

/** A note over all of a document, dated today. */
export function noteOf(original: Document, today: string): DocumentValues {
  return {
    ...documentValues(original),
    externalNumber: '',
    correctsId: original.id,
    issueDate: today < original.issueDate ? original.issueDate : today,
    dueDate: '',
    paymentTermsId: null,
    reference: original.number ?? '',
    notes: '',
  };
}

/** The editor's values as a request body. A missing contact is sent as an empty id, which the server refuses. */
export function documentBody(kind: DocumentKind, values: DocumentValues) {
  const { side, externalNumber, correctsId, ...common } = values;
  return {
    ...common,
    ...(kind !== 'invoice' && { externalNumber }),
    ...(sideOf(kind) === null && { side, correctsId }),
    contactId: values.contactId ?? '',
    dueDate: values.dueDate === '' ? null : values.dueDate,
    lines: values.lines.map(({ key: _, ...line }) => ({
      ...line,
      discountPercent: line.discountPercent === '' ? '0' : line.discountPercent,
    })),
  };
}
