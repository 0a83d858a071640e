import type { DocumentKind } from '@crypto-erp/contract/documents';
import type { Trx } from '../../db/database.ts';
import { DomainError } from '../../errors.ts';
import { findPdf } from '../documents/read-model.ts';
import { mapToEInvoice } from './map-to-e-invoice.ts';
import { eInvoiceProblems } from './problems.ts';
import { sendableDocument } from './read-model.ts';
import type { SendableDocument } from './sendable.ts';

export interface EInvoiceFile {
  name: string;
  content: string | Uint8Array;
}

/**
 * The posted document as UBL 2.1 (EN 16931), made anew each time: the same document always gives the same text. Throws
 * `not_found`, `not_posted`, `e_invoice_incomplete` with each field that the standard demands and the document lacks.
 */
export async function ublOf(
  trx: Trx,
  companyId: string,
  kind: DocumentKind,
  id: string,
): Promise<EInvoiceFile> {
  const document = await completeDocument(trx, companyId, kind, id);
  const service = await invoiceService();
  const content = await service.generate(mapToEInvoice(document), { format: 'UBL', lang: 'en' });
  return { name: `${document.number}.xml`, content };
}

/**
 * The posted document's own PDF with the same content as Factur-X (profile EN 16931) embedded. Throws as
 * {@link ublOf}, and `document_not_ready` while the PDF is being made.
 */
export async function facturXOf(
  trx: Trx,
  companyId: string,
  kind: DocumentKind,
  id: string,
): Promise<EInvoiceFile> {
  const document = await completeDocument(trx, companyId, kind, id);
  const pdf = await findPdf(trx, companyId, id);
  if (pdf === null) throw new DomainError('document_not_ready', 'The PDF is being made: ask again.');
  const name = `${document.number}.pdf`;
  const service = await invoiceService();
  const content = await service.generate(mapToEInvoice(document), {
    format: 'Factur-X-EN16931',
    lang: 'en',
    pdf: { buffer: pdf, filename: name, mimetype: 'application/pdf' },
  });
  return { name, content };
}

async function completeDocument(
  trx: Trx,
  companyId: string,
  kind: DocumentKind,
  id: string,
): Promise<SendableDocument> {
  const document = await sendableDocument(trx, companyId, kind, id);
  if (document.status === 'draft') {
    throw new DomainError('not_posted', 'A draft has no e-invoice: post it first.');
  }
  const problems = eInvoiceProblems(document);
  if (problems.length === 0) return document;
  throw new DomainError(
    'e_invoice_incomplete',
    'An e-invoice states more than this document has: complete the company and the contact, and write a new one.',
    problems,
  );
}

const SILENT = { log: () => undefined, warn: () => undefined, error: () => undefined };

/** The library is large and few ask for it: it loads when the first does. */
async function invoiceService() {
  const { InvoiceService } = await import('@e-invoice-eu/core');
  return new InvoiceService(SILENT);
}
