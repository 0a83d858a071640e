import type { Database, Trx } from '../../db/database.ts';
import type { JobPayload } from '../../jobs/catalogue.ts';
import { companySettings } from '../companies/read-model.ts';
import type { InvoiceDocument } from './pdf/document.ts';
import type { InvoiceRenderer } from './pdf/render-in-worker.ts';
import { findPdf, printedParties, requireInvoice } from './read-model.ts';
import { insertPdf } from './store.ts';

/**
 * Makes and keeps the PDF of a posted invoice. Running twice changes nothing: the first PDF stays. Rendering happens
 * between two transactions, so that none is open while a document of many pages is drawn.
 */
export async function renderInvoicePdf(
  db: Database,
  renderer: InvoiceRenderer,
  { companyId, invoiceId }: JobPayload<'render-invoice'>,
): Promise<void> {
  const document = await db.inCompany(companyId, async (trx) =>
    (await findPdf(trx, companyId, invoiceId)) === null ? invoiceDocument(trx, companyId, invoiceId) : null,
  );
  if (document === null) return;
  const pdf = await renderer.render(document);
  await db.inCompany(companyId, (trx) => insertPdf(trx, companyId, invoiceId, pdf));
}

/** What is printed on a posted invoice. */
async function invoiceDocument(trx: Trx, companyId: string, invoiceId: string): Promise<InvoiceDocument> {
  const company = await companySettings(trx, companyId);
  const invoice = await requireInvoice(trx, companyId, invoiceId);
  if (invoice.number === null)
    throw new Error(`Invoice ${invoiceId} has no number: only a posted one is printed.`);
  const taxCodes = new Map(invoice.taxSummary.map((tax) => [tax.taxId, tax.code]));
  const foreign = invoice.asset !== company.baseAsset && invoice.baseTotal !== null && invoice.rate !== null;
  return {
    ...(await printedParties(trx, companyId, invoiceId)),
    number: invoice.number,
    issueDate: invoice.issueDate,
    dueDate: invoice.dueDate,
    asset: invoice.asset,
    reference: invoice.reference,
    notes: invoice.notes,
    lines: invoice.lines.map((line) => ({
      description: line.description,
      quantity: line.quantity,
      unitPrice: line.unitPrice,
      discountPercent: line.discountPercent,
      taxCode: line.taxId === null ? null : (taxCodes.get(line.taxId) ?? null),
      net: line.net,
      tax: line.tax,
    })),
    net: invoice.net,
    tax: invoice.tax,
    total: invoice.total,
    taxSummary: invoice.taxSummary,
    ...(foreign && {
      base: { asset: company.baseAsset, total: invoice.baseTotal ?? '', rate: invoice.rate ?? '' },
    }),
  };
}
