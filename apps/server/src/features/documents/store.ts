import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';
import type { ComposedDocument } from './compose.ts';
import { lineRows, taxRows } from './posting.ts';

/** Writes a new draft. */
export async function insertDraft(
  trx: Trx,
  companyId: string,
  id: string,
  document: ComposedDocument,
): Promise<void> {
  await sql`
    INSERT INTO erp.documents (company_id, id, kind, side, status, corrects_id, external_number, contact_id, issue_date,
      due_date, payment_terms_id, asset, reference, notes, net, tax, total)
    VALUES (${companyId}, ${id}, ${document.kind}, ${document.side}, 'draft', ${document.correctsId},
      ${document.externalNumber}, ${document.contactId}, ${document.issueDate}, ${document.dueDate},
      ${document.paymentTermsId}, ${document.asset}, ${document.reference}, ${document.notes}, ${document.net},
      ${document.tax}, ${document.total})`.execute(trx);
  await insertParts(trx, companyId, id, document);
}

/** Replaces a draft's content. Answers whether it was a draft of that version. */
export async function updateDraft(
  trx: Trx,
  companyId: string,
  id: string,
  version: number,
  document: ComposedDocument,
): Promise<boolean> {
  const { rows } = await sql`
    UPDATE erp.documents SET side = ${document.side}, corrects_id = ${document.correctsId},
      external_number = ${document.externalNumber}, contact_id = ${document.contactId}, issue_date = ${document.issueDate},
      due_date = ${document.dueDate}, payment_terms_id = ${document.paymentTermsId}, asset = ${document.asset},
      reference = ${document.reference}, notes = ${document.notes}, net = ${document.net}, tax = ${document.tax},
      total = ${document.total}, version = version + 1
    WHERE company_id = ${companyId} AND id = ${id} AND status = 'draft' AND version = ${version}
    RETURNING id`.execute(trx);
  if (rows.length === 0) return false;
  await sql`DELETE FROM erp.document_lines WHERE company_id = ${companyId} AND document_id = ${id}`.execute(
    trx,
  );
  await sql`DELETE FROM erp.document_taxes WHERE company_id = ${companyId} AND document_id = ${id}`.execute(
    trx,
  );
  await insertParts(trx, companyId, id, document);
  return true;
}

/** Answers whether it was a draft. */
export async function deleteDraft(trx: Trx, companyId: string, id: string): Promise<boolean> {
  const { rows } = await sql`
    DELETE FROM erp.documents WHERE company_id = ${companyId} AND id = ${id} AND status = 'draft' RETURNING id`.execute(
    trx,
  );
  return rows.length > 0;
}

async function insertParts(
  trx: Trx,
  companyId: string,
  id: string,
  document: ComposedDocument,
): Promise<void> {
  await sql`
    INSERT INTO erp.document_lines (company_id, document_id, position, description, quantity, unit_price,
      discount_percent, tax_id, account_id, dimension_value_ids, net, tax)
    SELECT ${companyId}, ${id}, n.position, l.description, l.quantity, l.unit_price, l.discount_percent, l.tax_id,
      l.account_id, l.dimension_value_ids, l.net, l.tax
    FROM jsonb_array_elements(${JSON.stringify(lineRows(document))}::jsonb) WITH ORDINALITY AS n (line, position)
    CROSS JOIN LATERAL jsonb_to_record(n.line) AS l (description text, quantity numeric, unit_price numeric,
      discount_percent numeric, tax_id uuid, account_id uuid, dimension_value_ids uuid[], net numeric, tax numeric)`.execute(
    trx,
  );
  await sql`
    INSERT INTO erp.document_taxes (company_id, document_id, tax_id, position, code, name, kind, rate, exempt_reason,
      base, tax, self_assessed)
    SELECT ${companyId}, ${id}, t.tax_id, n.position, t.code, t.name, t.kind, t.rate, t.exempt_reason, t.base, t.tax,
      t.self_assessed
    FROM jsonb_array_elements(${JSON.stringify(taxRows(document))}::jsonb) WITH ORDINALITY AS n (line, position)
    CROSS JOIN LATERAL jsonb_to_record(n.line) AS t (tax_id uuid, code text, name text, kind text, rate numeric,
      exempt_reason text, base numeric, tax numeric, self_assessed numeric)`.execute(trx);
}

/** Marks the document as void by the note that took all of it back. */
export async function markVoid(trx: Trx, companyId: string, id: string, noteId: string): Promise<void> {
  await sql`
    UPDATE erp.documents SET status = 'void', voided_by_id = ${noteId}, version = version + 1
    WHERE company_id = ${companyId} AND id = ${id}`.execute(trx);
}

/** Keeps a PDF. The first one stays: the same document always has the same bytes. */
export async function insertPdf(
  trx: Trx,
  companyId: string,
  documentId: string,
  content: Buffer,
): Promise<void> {
  const sha256 = createHash('sha256').update(content).digest();
  await sql`
    INSERT INTO erp.document_pdfs (company_id, document_id, content, sha256)
    VALUES (${companyId}, ${documentId}, ${content}, ${sha256}) ON CONFLICT DO NOTHING`.execute(trx);
}
