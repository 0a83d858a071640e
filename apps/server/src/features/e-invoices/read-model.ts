import type { DocumentKind, DocumentStatus } from '@crypto-erp/contract/documents';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';
import { notFound } from '../../errors.ts';
import type { SendableDocument } from './sendable.ts';

/** Everything that the e-invoice of a sales document states. Throws `not_found`. */
export async function sendableDocument(
  trx: Trx,
  companyId: string,
  kind: DocumentKind,
  id: string,
): Promise<SendableDocument & { status: DocumentStatus }> {
  const { rows } = await sql<SendableDocument & { status: DocumentStatus }>`
    SELECT d.kind, d.status, d.number, d.issue_date AS "issueDate", d.due_date AS "dueDate", d.asset,
      a.kind = 'fiat' AS fiat, c.base_asset AS "baseAsset", trim_scale(d.rate)::text AS rate, d.reference, d.notes,
      d.total::text AS total, d.base_total::text AS "baseTotal",
      jsonb_build_object('name', d.company_name, 'country', d.company_country, 'address', d.company_address,
        'taxNumber', d.company_tax_number) AS company,
      jsonb_build_object('name', d.contact_name, 'address', d.contact_address, 'country', d.contact_country,
        'taxNumber', d.contact_tax_number, 'email', k.email) AS contact,
      (SELECT jsonb_build_object('number', o.number, 'issueDate', o.issue_date) FROM erp.documents o
        WHERE o.company_id = d.company_id AND o.id = d.corrects_id) AS corrects,
      (SELECT jsonb_agg(jsonb_build_object('description', l.description, 'quantity', trim_scale(l.quantity)::text,
          'unitPrice', trim_scale(l.unit_price)::text, 'discountPercent', trim_scale(l.discount_percent)::text,
          'taxId', l.tax_id, 'net', trim_scale(l.net)::text, 'baseNet', trim_scale(l.base_net)::text)
          ORDER BY l.position)
        FROM erp.document_lines l WHERE l.company_id = d.company_id AND l.document_id = d.id) AS lines,
      coalesce((SELECT jsonb_agg(jsonb_build_object('id', t.tax_id, 'kind', t.kind, 'rate', trim_scale(t.rate)::text,
          'exemptReason', t.exempt_reason, 'tax', trim_scale(t.tax)::text, 'baseTax', trim_scale(t.base_tax)::text)
          ORDER BY t.position)
        FROM erp.document_taxes t WHERE t.company_id = d.company_id AND t.document_id = d.id), '[]') AS taxes
    FROM erp.documents d
    JOIN erp.companies c ON c.company_id = d.company_id
    JOIN erp.contacts k ON k.company_id = d.company_id AND k.id = d.contact_id
    JOIN erp.assets a ON a.code = d.asset
    WHERE d.company_id = ${companyId} AND d.kind = ${kind} AND d.id = ${id} AND d.side = 'sales'`.execute(
    trx,
  );
  if (rows[0] === undefined) throw notFound(kind.replace('-', ' '));
  return rows[0];
}

/** The contact with one of the tax numbers, spaces and signs aside, else with the name, whatever its capitals; or null. */
export async function findSupplier(
  trx: Trx,
  companyId: string,
  { taxNumbers, name }: { taxNumbers: string[]; name: string },
): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM (
      SELECT k.id, k.name, upper(regexp_replace(k.tax_number, '[^[:alnum:]]', '', 'g')) = ANY (${taxNumbers}::text[])
        IS TRUE AS by_number
      FROM erp.contacts k WHERE k.company_id = ${companyId} AND NOT k.archived
    ) AS contact
    WHERE by_number OR lower(name) = lower(${name})
    ORDER BY by_number DESC, id LIMIT 1`.execute(trx);
  return rows[0]?.id ?? null;
}

/** The posted bill of a contact with the supplier's number, or null. */
export async function findBill(
  trx: Trx,
  companyId: string,
  contactId: string,
  externalNumber: string,
): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM erp.documents
    WHERE company_id = ${companyId} AND kind = 'bill' AND contact_id = ${contactId}
      AND external_number = ${externalNumber} AND status NOT IN ('draft', 'void')`.execute(trx);
  return rows[0]?.id ?? null;
}

/** Whether this file came before. */
export async function hasFile(trx: Trx, companyId: string, sha256: Buffer): Promise<boolean> {
  const { rows } = await sql`
    SELECT FROM erp.e_invoice_files WHERE company_id = ${companyId} AND sha256 = ${sha256}`.execute(trx);
  return rows.length > 0;
}

/** The e-invoice that a document was made from, as it came. Throws `not_found`. */
export async function requireFile(trx: Trx, companyId: string, documentId: string): Promise<Buffer> {
  const { rows } = await sql<{ content: Buffer }>`
    SELECT content FROM erp.e_invoice_files
    WHERE company_id = ${companyId} AND document_id = ${documentId}`.execute(trx);
  if (rows[0] === undefined) throw notFound('e-invoice');
  return rows[0].content;
}
