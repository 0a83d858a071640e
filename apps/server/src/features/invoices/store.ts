import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';
import type { ComposedInvoice } from './compose.ts';
import { lineRows, taxRows } from './posting.ts';

/** Writes a new draft. */
export async function insertDraft(
  trx: Trx,
  companyId: string,
  id: string,
  invoice: ComposedInvoice,
): Promise<void> {
  await sql`
    INSERT INTO erp.invoices (company_id, id, status, contact_id, issue_date, due_date, payment_terms_id, asset,
      reference, notes, net, tax, total)
    VALUES (${companyId}, ${id}, 'draft', ${invoice.contactId}, ${invoice.issueDate}, ${invoice.dueDate},
      ${invoice.paymentTermsId}, ${invoice.asset}, ${invoice.reference}, ${invoice.notes}, ${invoice.net},
      ${invoice.tax}, ${invoice.total})`.execute(trx);
  await insertParts(trx, companyId, id, invoice);
}

/** Replaces a draft's content. Answers whether it was a draft of that version. */
export async function updateDraft(
  trx: Trx,
  companyId: string,
  id: string,
  version: number,
  invoice: ComposedInvoice,
): Promise<boolean> {
  const { rows } = await sql`
    UPDATE erp.invoices SET contact_id = ${invoice.contactId}, issue_date = ${invoice.issueDate},
      due_date = ${invoice.dueDate}, payment_terms_id = ${invoice.paymentTermsId}, asset = ${invoice.asset},
      reference = ${invoice.reference}, notes = ${invoice.notes}, net = ${invoice.net}, tax = ${invoice.tax},
      total = ${invoice.total}, version = version + 1
    WHERE company_id = ${companyId} AND id = ${id} AND status = 'draft' AND version = ${version}
    RETURNING id`.execute(trx);
  if (rows.length === 0) return false;
  await sql`DELETE FROM erp.invoice_lines WHERE company_id = ${companyId} AND invoice_id = ${id}`.execute(
    trx,
  );
  await sql`DELETE FROM erp.invoice_taxes WHERE company_id = ${companyId} AND invoice_id = ${id}`.execute(
    trx,
  );
  await insertParts(trx, companyId, id, invoice);
  return true;
}

/** Answers whether it was a draft. */
export async function deleteDraft(trx: Trx, companyId: string, id: string): Promise<boolean> {
  const { rows } = await sql`
    DELETE FROM erp.invoices WHERE company_id = ${companyId} AND id = ${id} AND status = 'draft' RETURNING id`.execute(
    trx,
  );
  return rows.length > 0;
}

async function insertParts(trx: Trx, companyId: string, id: string, invoice: ComposedInvoice): Promise<void> {
  await sql`
    INSERT INTO erp.invoice_lines (company_id, invoice_id, position, description, quantity, unit_price,
      discount_percent, tax_id, account_id, net, tax)
    SELECT ${companyId}, ${id}, n.position, l.description, l.quantity, l.unit_price, l.discount_percent, l.tax_id,
      l.account_id, l.net, l.tax
    FROM jsonb_array_elements(${JSON.stringify(lineRows(invoice))}::jsonb) WITH ORDINALITY AS n (line, position)
    CROSS JOIN LATERAL jsonb_to_record(n.line) AS l (description text, quantity numeric, unit_price numeric,
      discount_percent numeric, tax_id uuid, account_id uuid, net numeric, tax numeric)`.execute(trx);
  await sql`
    INSERT INTO erp.invoice_taxes (company_id, invoice_id, tax_id, position, code, name, kind, rate, exempt_reason,
      base, tax)
    SELECT ${companyId}, ${id}, t.tax_id, n.position, t.code, t.name, t.kind, t.rate, t.exempt_reason, t.base, t.tax
    FROM jsonb_array_elements(${JSON.stringify(taxRows(invoice))}::jsonb) WITH ORDINALITY AS n (line, position)
    CROSS JOIN LATERAL jsonb_to_record(n.line) AS t (tax_id uuid, code text, name text, kind text, rate numeric,
      exempt_reason text, base numeric, tax numeric)`.execute(trx);
}

export async function markReversed(trx: Trx, companyId: string, id: string, entryId: string): Promise<void> {
  await sql`
    UPDATE erp.invoices SET status = 'reversed', reversal_entry_id = ${entryId}, version = version + 1
    WHERE company_id = ${companyId} AND id = ${id}`.execute(trx);
}

/** Sets what the payments that stand paid, in the invoice's and in the base asset: less than the total. */
export async function reopen(
  trx: Trx,
  companyId: string,
  id: string,
  paid: { amount: string; clearedBase: string },
): Promise<void> {
  await sql`
    UPDATE erp.invoices SET paid_amount = ${paid.amount}::numeric, cleared_base = ${paid.clearedBase}::numeric,
      status = CASE WHEN ${paid.amount}::numeric > 0 THEN 'partly-paid' ELSE 'posted' END,
      version = version + 1
    WHERE company_id = ${companyId} AND id = ${id}`.execute(trx);
}

/** Keeps a PDF. The first one stays: the same invoice always has the same bytes. */
export async function insertPdf(
  trx: Trx,
  companyId: string,
  invoiceId: string,
  content: Buffer,
): Promise<void> {
  const sha256 = createHash('sha256').update(content).digest();
  await sql`
    INSERT INTO erp.invoice_pdfs (company_id, invoice_id, content, sha256)
    VALUES (${companyId}, ${invoiceId}, ${content}, ${sha256}) ON CONFLICT DO NOTHING`.execute(trx);
}
