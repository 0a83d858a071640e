import type { Database, Trx } from '../../db/database.ts';
import type { JobPayload } from '../../jobs/catalogue.ts';
import { companySettings } from '../companies/read-model.ts';
import { validationOf } from '../verifactu/read-model.ts';
import { validationLink } from '../verifactu/validation-link.ts';
import type { PrintedDocument } from './pdf/document.ts';
import type { DocumentRenderer } from './pdf/render-in-worker.ts';
import { findPdf, printedParties, requireDocument } from './read-model.ts';
import { insertPdf } from './store.ts';

/**
 * Makes and keeps the PDF of a posted document. Running twice changes nothing: the first PDF stays. Rendering happens
 * between two transactions, so that none is open while a document of many pages is drawn.
 */
export async function renderDocumentPdf(
  db: Database,
  renderer: DocumentRenderer,
  { companyId, documentId }: JobPayload<'render-document'>,
): Promise<void> {
  const document = await db.inCompany(companyId, async (trx) =>
    (await findPdf(trx, companyId, documentId)) === null ? printedDocument(trx, companyId, documentId) : null,
  );
  if (document === null) return;
  const pdf = await renderer.render(document);
  await db.inCompany(companyId, (trx) => insertPdf(trx, companyId, documentId, pdf));
}

/** The PDF of a posted document, made now when it is not there yet. */
export async function documentPdf(
  db: Database,
  renderer: DocumentRenderer,
  companyId: string,
  documentId: string,
): Promise<Buffer> {
  await renderDocumentPdf(db, renderer, { companyId, documentId });
  const pdf = await db.inCompany(companyId, (trx) => findPdf(trx, companyId, documentId));
  if (pdf === null) throw new Error(`The PDF of document ${documentId} vanished.`);
  return pdf;
}

/** What is printed on a posted document. */
async function printedDocument(trx: Trx, companyId: string, documentId: string): Promise<PrintedDocument> {
  const company = await companySettings(trx, companyId);
  const { kind, company: seller, contact } = await printedParties(trx, companyId, documentId);
  const posted = await requireDocument(trx, companyId, kind, documentId);
  if (posted.number === null)
    throw new Error(`Document ${documentId} has no number: only a posted one is printed.`);
  const taxCodes = new Map(posted.taxSummary.map((tax) => [tax.taxId, tax.code]));
  const foreign = posted.asset !== company.baseAsset && posted.baseTotal !== null && posted.rate !== null;
  const validation = await validationOf(trx, companyId, documentId);
  return {
    kind,
    seller,
    customer: contact,
    number: posted.number,
    issueDate: posted.issueDate,
    dueDate: posted.dueDate,
    asset: posted.asset,
    reference: posted.reference,
    notes: posted.notes,
    lines: posted.lines.map((line) => ({
      description: line.description,
      quantity: line.quantity,
      unitPrice: line.unitPrice,
      discountPercent: line.discountPercent,
      taxCode: line.taxId === null ? null : (taxCodes.get(line.taxId) ?? null),
      net: line.net,
      tax: line.tax,
    })),
    net: posted.net,
    tax: posted.tax,
    total: posted.total,
    taxSummary: posted.taxSummary,
    ...(validation && { validationLink: validationLink(validation) }),
    ...(foreign && {
      base: { asset: company.baseAsset, total: posted.baseTotal ?? '', rate: posted.rate ?? '' },
    }),
  };
}
