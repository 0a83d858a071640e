import type { Verifactu, VerifactuRecord, VerifactuRecordQuery } from '@crypto-erp/contract/verifactu';
import { sql } from 'kysely';
import { decodeCursor, pageOf } from '../../db/cursor.ts';
import type { Trx } from '../../db/database.ts';
import type { PreviousRecord } from './record.ts';
import type { UnrecordedDocument } from './registered-document.ts';

/** The company's settings, or null when it never switched Verifactu on. */
export async function verifactuSettings(trx: Trx, companyId: string): Promise<Verifactu | null> {
  const { rows } = await sql<Verifactu>`
    SELECT active, active_since AS "activeSince", nif, environment, producer_name AS "producerName", producer_nif AS "producerNif",
      next_send_at AS "nextSendAt", version
    FROM erp.verifactu_settings WHERE company_id = ${companyId}`.execute(trx);
  return rows[0] ?? null;
}

const SEQUENCE = /^[1-9][0-9]{0,17}$/;

/** One page of records, the newest first. */
export async function listRecords(
  trx: Trx,
  companyId: string,
  query: VerifactuRecordQuery,
): Promise<{ items: VerifactuRecord[]; nextCursor: string | null }> {
  const limit = query.limit ?? 100;
  const after = decodeCursor(query.cursor, [SEQUENCE]);
  const where = [
    sql`company_id = ${companyId}`,
    ...(query.status ? [sql`status = ${query.status}`] : []),
    ...(after ? [sql`sequence < ${after[0]}::bigint`] : []),
  ];
  const { rows } = await sql<VerifactuRecord>`
    SELECT sequence::text AS sequence, document_id AS "documentId", kind, number, issue_date AS "issueDate", hash,
      previous_hash AS "previousHash", generated_at AS "generatedAt", status, answered_at AS "answeredAt", receipt,
      error_code AS "errorCode", error_message AS "errorMessage"
    FROM erp.verifactu_records r WHERE ${sql.join(where, sql` AND `)}
    ORDER BY r.sequence DESC LIMIT ${limit + 1}`.execute(trx);
  return pageOf(rows, limit, (row) => [row.sequence]);
}

/**
 * Posted sales documents that have no record yet, in the order in which they were posted. A note that voids a document
 * which was never recorded has nothing to record either.
 */
export async function unrecordedDocuments(
  trx: Trx,
  companyId: string,
  limit: number,
): Promise<UnrecordedDocument[]> {
  const { rows } = await sql<UnrecordedDocument>`
    SELECT d.id, d.kind, d.company_name AS "companyName", d.number, d.issue_date AS "issueDate",
      jsonb_build_object('name', d.contact_name, 'country', d.contact_country, 'taxNumber', d.contact_tax_number)
        AS contact,
      (SELECT jsonb_build_object('number', o.number, 'issueDate', o.issue_date) FROM erp.documents o
        WHERE o.company_id = d.company_id AND o.id = d.corrects_id) AS corrects,
      CASE WHEN v.id IS NOT NULL
        THEN jsonb_build_object('id', v.id, 'number', v.number, 'issueDate', v.issue_date) END AS voids,
      trim_scale(d.base_total)::text AS "baseTotal",
      (SELECT jsonb_agg(jsonb_build_object('description', l.description, 'baseNet', trim_scale(l.base_net)::text,
          'taxId', l.tax_id) ORDER BY l.position)
        FROM erp.document_lines l WHERE l.company_id = d.company_id AND l.document_id = d.id) AS lines,
      coalesce((SELECT jsonb_agg(jsonb_build_object('id', t.tax_id, 'kind', t.kind, 'rate', trim_scale(t.rate)::text,
          'baseTax', trim_scale(t.base_tax)::text) ORDER BY t.position)
        FROM erp.document_taxes t WHERE t.company_id = d.company_id AND t.document_id = d.id), '[]') AS taxes
    FROM erp.documents d
    JOIN erp.verifactu_settings s ON s.company_id = d.company_id
    LEFT JOIN erp.documents v ON v.company_id = d.company_id AND v.voided_by_id = d.id
    WHERE d.company_id = ${companyId} AND d.side = 'sales' AND d.posted_at >= s.active_since
      AND NOT EXISTS (SELECT FROM erp.verifactu_records r
        WHERE r.company_id = d.company_id AND r.document_id = coalesce(v.id, d.id)
          AND r.kind = CASE WHEN v.id IS NULL THEN 'registration' ELSE 'cancellation' END)
      AND (v.id IS NULL OR v.posted_at >= s.active_since)
    ORDER BY d.posted_at, d.entry_id LIMIT ${limit}`.execute(trx);
  return rows;
}

/** The last link of the chain, or null. */
export async function lastRecord(
  trx: Trx,
  companyId: string,
): Promise<(PreviousRecord & { sequence: string }) | null> {
  const { rows } = await sql<PreviousRecord & { sequence: string }>`
    SELECT sequence::text AS sequence, number, issue_date AS "issueDate", hash FROM erp.verifactu_records
    WHERE company_id = ${companyId} ORDER BY sequence DESC LIMIT 1`.execute(trx);
  return rows[0] ?? null;
}

export interface PendingRecord {
  sequence: string;
  kind: VerifactuRecord['kind'];
  number: string;
  xml: string;
}

/** The first records of the chain that wait for an answer. */
export async function pendingRecords(trx: Trx, companyId: string, limit: number): Promise<PendingRecord[]> {
  const { rows } = await sql<PendingRecord>`
    SELECT sequence::text AS sequence, kind, number, xml FROM erp.verifactu_records
    WHERE company_id = ${companyId} AND status = 'pending' ORDER BY sequence LIMIT ${limit}`.execute(trx);
  return rows;
}

/** Every company of the installation: asked of the directory, which holds no books. */
export async function allCompanies(trx: Trx): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`SELECT id FROM control.companies ORDER BY id`.execute(trx);
  return rows.map(({ id }) => id);
}

/** Those of the companies that have records waiting, and whose turn to send has come. */
export async function companiesDue(trx: Trx, ids: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT s.company_id AS id FROM erp.verifactu_settings s
    WHERE s.company_id = ANY (${ids}::uuid[]) AND s.next_send_at <= now() AND EXISTS (
      SELECT FROM erp.verifactu_records r WHERE r.company_id = s.company_id AND r.status = 'pending')
    ORDER BY s.next_send_at, s.company_id`.execute(trx);
  return rows.map(({ id }) => id);
}

/** What the QR code on a document's PDF says of it. */
export interface Validation {
  environment: Verifactu['environment'];
  nif: string;
  number: string;
  issueDate: string;
  total: string;
}

/** What the QR code on a posted document says, or null when it is not recorded: the same that its record states. */
export async function validationOf(
  trx: Trx,
  companyId: string,
  documentId: string,
): Promise<Validation | null> {
  const { rows } = await sql<Validation>`
    SELECT s.environment, s.nif, d.number, d.issue_date AS "issueDate",
      (CASE d.kind WHEN 'credit-note' THEN -d.base_total ELSE d.base_total END)::numeric(20, 2)::text AS total
    FROM erp.documents d
    JOIN erp.verifactu_settings s ON s.company_id = d.company_id AND s.active AND d.posted_at >= s.active_since
    WHERE d.company_id = ${companyId} AND d.id = ${documentId} AND d.side = 'sales' AND NOT EXISTS (
      SELECT FROM erp.documents v WHERE v.company_id = d.company_id AND v.voided_by_id = d.id)`.execute(trx);
  return rows[0] ?? null;
}
