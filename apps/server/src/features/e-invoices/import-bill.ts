import { createHash } from 'node:crypto';
import type { Contact } from '@crypto-erp/contract/contacts';
import type { Document, DocumentContent } from '@crypto-erp/contract/documents';
import type { ImportedBill } from '@crypto-erp/contract/e-invoices';
import type { Tax } from '@crypto-erp/contract/taxes';
import { parseDecimal } from '@crypto-erp/ledger/decimal';
import type { Trx } from '../../db/database.ts';
import { DomainError, fieldError } from '../../errors.ts';
import type { AssetCatalogue } from '../assets/catalogue.ts';
import type { Context } from '../audit-log/context.ts';
import { createContact } from '../contacts/service.ts';
import { createDocumentDraft } from '../documents/service.ts';
import { listTaxes } from '../taxes/read-model.ts';
import { findBill, findSupplier, hasFile } from './read-model.ts';
import { readUbl } from './read-ubl.ts';
import { insertFile } from './store.ts';
import { bareTaxNumber } from './tax-numbers.ts';
import type { UblDocument, UblLine, UblParty } from './ubl-document.ts';

/**
 * Makes the draft of a bill, or of a supplier's credit note, from an e-invoice, and keeps the file. The supplier is the
 * contact with its tax number, else the one with its name, else a new contact. Throws `already_exists` for a file that
 * came before, `unknown_tax` at the line whose rate no tax code of the company has, and what {@link readUbl} and
 * {@link createDocumentDraft} refuse.
 */
export async function importBill(
  trx: Trx,
  context: Context,
  assets: AssetCatalogue,
  xml: string,
): Promise<ImportedBill> {
  const { companyId } = context;
  const content = Buffer.from(xml, 'utf8');
  const sha256 = createHash('sha256').update(content).digest();
  const ubl = readUbl(xml);
  if (await hasFile(trx, companyId, sha256)) {
    throw new DomainError(
      'already_exists',
      `${ubl.number} of ${ubl.supplier.name} came before: look at its draft.`,
    );
  }
  const contact = await supplierOf(trx, context, ubl.supplier);
  const { items: taxes } = await listTaxes(trx, companyId);
  const corrects =
    ubl.correctsNumber === null ? null : await findBill(trx, companyId, contact.id, ubl.correctsNumber);
  const draftContent: DocumentContent = {
    contactId: contact.id,
    issueDate: ubl.issueDate,
    dueDate: ubl.dueDate !== null && ubl.dueDate >= ubl.issueDate ? ubl.dueDate : null,
    paymentTermsId: null,
    asset: ubl.currency,
    reference: ubl.reference,
    notes: ubl.notes,
    externalNumber: ubl.number,
    side: 'purchase',
    correctsId: ubl.kind === 'credit-note' ? corrects : null,
    lines: ubl.lines.map((line, i) => ({
      description: line.description,
      quantity: line.quantity,
      unitPrice: line.unitPrice,
      discountPercent: '0',
      taxId: taxOf(line, i, taxes),
      accountId: null,
    })),
  };
  const document = await createDocumentDraft(
    trx,
    context,
    assets,
    { kind: ubl.kind, side: 'purchase' },
    draftContent,
  );
  await insertFile(trx, companyId, { documentId: document.id, sha256, content });
  return { document, contact, differences: differences(ubl, document) };
}

async function supplierOf(
  trx: Trx,
  context: Context,
  supplier: UblParty,
): Promise<{ id: string; created: boolean }> {
  const bare = supplier.taxNumber === null ? null : bareTaxNumber(supplier.taxNumber);
  const known = await findSupplier(trx, context.companyId, {
    taxNumbers: bare === null ? [] : [bare, bare.replace(/^[A-Z]{2}/, '')],
    name: supplier.name,
  });
  if (known !== null) return { id: known, created: false };
  const contact: Contact = await createContact(trx, context, {
    ...supplier,
    defaultAsset: null,
    paymentTermsId: null,
  });
  return { id: contact.id, created: true };
}

/** The kinds of tax code that a VAT category may be on the buyer's side; none is as well as an exempt one. */
const KINDS: Record<string, { kind: Tax['kind']; orNone: boolean; byRate: boolean }> = {
  S: { kind: 'standard', orNone: false, byRate: true },
  AE: { kind: 'reverse-charge', orNone: false, byRate: false },
  K: { kind: 'reverse-charge', orNone: false, byRate: false },
};
const UNTAXED = { kind: 'exempt', orNone: true, byRate: false } as const;

/** The company's first tax code, by its code, that fits the line; prices of an e-invoice are without tax. */
function taxOf(line: UblLine, index: number, taxes: readonly Tax[]): string | null {
  const { kind, orNone, byRate } = KINDS[line.category] ?? UNTAXED;
  const rate = parseDecimal(line.percent, 6);
  const fits = taxes.find(
    (tax) =>
      tax.kind === kind &&
      !tax.archived &&
      !tax.inclusive &&
      (tax.kind === 'exempt' || tax.inputAccountId !== null) &&
      (!byRate || parseDecimal(tax.rate, 6) === rate),
  );
  if (fits !== undefined) return fits.id;
  if (orNone) return null;
  throw fieldError(
    'unknown_tax',
    `/lines/${index}/taxId`,
    `Line ${index + 1} has VAT of category ${line.category} at ${line.percent} %: add such a tax code for purchases.`,
  );
}

function differences(ubl: UblDocument, document: Document): ImportedBill['differences'] {
  return (['net', 'tax', 'total'] as const)
    .filter((field) => parseDecimal(ubl[field], 18) !== parseDecimal(document[field], 18))
    .map((field) => ({ field, stated: ubl[field], computed: document[field] }));
}
