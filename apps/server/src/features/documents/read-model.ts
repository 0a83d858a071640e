import type { Document, DocumentKind, DocumentQuery, DocumentSummary } from '@crypto-erp/contract/documents';
import { type RawBuilder, sql } from 'kysely';
import { DATE, decodeCursor, pageOf, UUID } from '../../db/cursor.ts';
import type { Trx } from '../../db/database.ts';
import { tagged } from '../../db/tagged.ts';
import { notFound } from '../../errors.ts';
import { nounOf } from './kinds.ts';

const OVERDUE = sql`(i.status IN ('posted', 'partly-paid') AND i.due_date < (now() AT TIME ZONE c.time_zone)::date)`;

/**
 * A posted document keeps the name that was printed. What is still owed: nothing on a draft's account yet, so all of
 * it; nothing of one that is void.
 */
const SUMMARY = sql`
  i.id, i.kind, i.side, i.number, i.status, ${OVERDUE} AS overdue, i.contact_id AS "contactId",
  coalesce(i.contact_name, k.name) AS "contactName", i.external_number AS "externalNumber",
  i.issue_date AS "issueDate", i.due_date AS "dueDate", i.asset, i.total::text AS total,
  (CASE i.status WHEN 'void' THEN i.total - i.total ELSE i.total - i.settled_amount END)::text AS "openAmount"`;

const FROM = sql`
  erp.documents i
  JOIN erp.companies c ON c.company_id = i.company_id
  JOIN erp.contacts k ON k.company_id = i.company_id AND k.id = i.contact_id`;

/** One page of documents of a kind, newest issue date first. */
export async function listDocuments(
  trx: Trx,
  companyId: string,
  kind: DocumentKind,
  query: DocumentQuery,
): Promise<{ items: DocumentSummary[]; nextCursor: string | null }> {
  const limit = query.limit ?? 100;
  const after = decodeCursor(query.cursor, [DATE, UUID]);
  const where: RawBuilder<unknown>[] = [
    sql`i.company_id = ${companyId}`,
    sql`i.kind = ${kind}`,
    ...(query.side ? [sql`i.side = ${query.side}`] : []),
    ...(query.externalNumber ? [sql`i.external_number = ${query.externalNumber}`] : []),
    ...(query.status === 'overdue' ? [OVERDUE] : query.status ? [sql`i.status = ${query.status}`] : []),
    ...(query.contactId ? [sql`i.contact_id = ${query.contactId}`] : []),
    ...(query.from ? [sql`i.issue_date >= ${query.from}`] : []),
    ...(query.to ? [sql`i.issue_date <= ${query.to}`] : []),
    ...(query.number ? [sql`i.number = ${query.number}`] : []),
    ...tagged(companyId, kind, query.tagId, sql`i.id`),
    ...(query.minTotal || query.maxTotal
      ? [
          sql`i.id IN (SELECT erp.documents_with_total(${companyId}, ${query.minTotal ?? null}::numeric,
            ${query.maxTotal ?? null}::numeric))`,
        ]
      : []),
    ...(after ? [sql`(i.issue_date, i.id) < (${after[0]}::date, ${after[1]}::uuid)`] : []),
  ];
  const { rows } = await sql<DocumentSummary>`
    SELECT ${SUMMARY} FROM ${FROM} WHERE ${sql.join(where, sql` AND `)}
    ORDER BY i.issue_date DESC, i.id DESC LIMIT ${limit + 1}`.execute(trx);
  return pageOf(rows, limit, (row) => [row.issueDate, row.id]);
}

/** One document of a kind with its lines and tax summary. Throws `not_found`. */
export async function requireDocument(
  trx: Trx,
  companyId: string,
  kind: DocumentKind,
  id: string,
): Promise<Document> {
  const { rows } = await sql<Document>`
    SELECT ${SUMMARY}, i.payment_terms_id AS "paymentTermsId", i.reference, i.notes, i.net::text AS net,
      i.tax::text AS tax, trim_scale(i.rate)::text AS rate, i.rate_date AS "rateDate",
      i.base_total::text AS "baseTotal", i.entry_id AS "entryId", i.corrects_id AS "correctsId",
      (i.total - i.total + i.credited_amount)::text AS "creditedAmount", i.voided_by_id AS "voidedById",
      CASE
        WHEN i.status = 'draft' OR i.side = 'purchase' THEN 'none'
        WHEN EXISTS (SELECT FROM erp.document_pdfs p WHERE p.company_id = i.company_id AND p.document_id = i.id)
          THEN 'ready'
        ELSE 'pending'
      END AS pdf,
      i.version,
      (SELECT jsonb_agg(jsonb_build_object('description', l.description, 'quantity', trim_scale(l.quantity)::text,
          'unitPrice', trim_scale(l.unit_price)::text, 'discountPercent', trim_scale(l.discount_percent)::text,
          'taxId', l.tax_id, 'accountId', l.account_id, 'dimensionValueIds', to_jsonb(l.dimension_value_ids), 'net', l.net::text,
          'tax', l.tax::text) ORDER BY l.position)
        FROM erp.document_lines l WHERE l.company_id = i.company_id AND l.document_id = i.id) AS lines,
      coalesce((SELECT jsonb_agg(jsonb_build_object('taxId', t.tax_id, 'code', t.code, 'name', t.name,
          'kind', t.kind, 'rate', trim_scale(t.rate)::text, 'exemptReason', t.exempt_reason, 'base', t.base::text,
          'tax', t.tax::text, 'selfAssessed', t.self_assessed::text) ORDER BY t.position)
        FROM erp.document_taxes t WHERE t.company_id = i.company_id AND t.document_id = i.id), '[]') AS "taxSummary"
    FROM ${FROM} WHERE i.company_id = ${companyId} AND i.kind = ${kind} AND i.id = ${id}`.execute(trx);
  if (rows[0] === undefined) throw notFound(nounOf(kind));
  return rows[0];
}

/** Company and contact as a posted document prints them. */
export interface PrintedParties {
  company: { name: string; country: string; address: string; taxNumber: string | null };
  contact: { name: string; address: string; country: string | null; taxNumber: string | null };
}

/** What a posted document is, and whom it names. Throws when there is no such document, or it is a draft. */
export async function printedParties(
  trx: Trx,
  companyId: string,
  id: string,
): Promise<PrintedParties & { kind: DocumentKind }> {
  const { rows } = await sql<PrintedParties & { kind: DocumentKind }>`
    SELECT kind,
      jsonb_build_object('name', company_name, 'country', company_country, 'address', company_address,
        'taxNumber', company_tax_number) AS company,
      jsonb_build_object('name', contact_name, 'address', contact_address, 'country', contact_country,
        'taxNumber', contact_tax_number) AS contact
    FROM erp.documents WHERE company_id = ${companyId} AND id = ${id} AND status <> 'draft'`.execute(trx);
  if (rows[0] === undefined) throw new Error(`Document ${id} is not posted: nothing of it was printed.`);
  return rows[0];
}

/** The last day on which a settlement of the document was reversed, or null. */
export async function lastSettlementReversal(
  trx: Trx,
  companyId: string,
  id: string,
): Promise<string | null> {
  const { rows } = await sql<{ date: string | null }>`
    SELECT max(s.reversed_on) AS date FROM erp.settlement_parts p
    JOIN erp.settlements s ON s.company_id = p.company_id AND s.id = p.settlement_id
    WHERE p.company_id = ${companyId} AND p.document_id = ${id}`.execute(trx);
  return rows[0]?.date ?? null;
}

/** The bytes of a posted document's PDF, or null while the job has not made it. */
export async function findPdf(trx: Trx, companyId: string, documentId: string): Promise<Buffer | null> {
  const { rows } = await sql<{ content: Buffer }>`
    SELECT content FROM erp.document_pdfs WHERE company_id = ${companyId} AND document_id = ${documentId}`.execute(
    trx,
  );
  return rows[0]?.content ?? null;
}
