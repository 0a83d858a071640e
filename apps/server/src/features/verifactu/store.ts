import type { VerifactuInput, VerifactuRecord } from '@crypto-erp/contract/verifactu';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';

/** Writes the settings. Answers whether they had that version, or were the first when it is null. */
export async function saveSettings(trx: Trx, companyId: string, input: VerifactuInput): Promise<boolean> {
  const { active, nif, environment, producerName, producerNif, version } = input;
  const { rows } =
    version === null
      ? await sql`
          INSERT INTO erp.verifactu_settings (company_id, active, nif, environment, producer_name, producer_nif)
          VALUES (${companyId}, ${active}, ${nif}, ${environment}, ${producerName}, ${producerNif})
          ON CONFLICT DO NOTHING RETURNING company_id`.execute(trx)
      : await sql`
          UPDATE erp.verifactu_settings SET
            active_since = CASE WHEN ${active} AND NOT active THEN now() ELSE active_since END, active = ${active},
            nif = ${nif}, environment = ${environment}, producer_name = ${producerName}, producer_nif = ${producerNif}, version = version + 1
          WHERE company_id = ${companyId} AND version = ${version} RETURNING company_id`.execute(trx);
  return rows.length > 0;
}

/** Holds the company's chain until the transaction ends, so that its links come one after the other. */
export async function lockChain(trx: Trx, companyId: string): Promise<void> {
  await sql`SELECT FROM erp.verifactu_settings WHERE company_id = ${companyId} FOR UPDATE`.execute(trx);
}

export interface NewRecord {
  sequence: bigint;
  documentId: string;
  kind: VerifactuRecord['kind'];
  nif: string;
  number: string;
  issueDate: string;
  hashedText: string;
  hash: string;
  xml: string;
  previousHash: string | null;
}

/** Adds a link to the chain. */
export async function insertRecord(trx: Trx, companyId: string, record: NewRecord): Promise<void> {
  const { sequence, previousHash } = record;
  await sql`
    INSERT INTO erp.verifactu_records (company_id, sequence, document_id, kind, nif, number, issue_date, hashed_text,
      hash, xml, previous_sequence, previous_hash)
    VALUES (${companyId}, ${String(sequence)}, ${record.documentId}, ${record.kind}, ${record.nif}, ${record.number},
      ${record.issueDate}, ${record.hashedText}, ${record.hash}, ${record.xml},
      ${previousHash === null ? null : String(sequence - 1n)}, ${previousHash})`.execute(trx);
}

/**
 * Takes the company's turn to send, for a minute: answers false when it is not yet time, or another has the turn. A
 * turn that a crash ends passes by itself.
 */
export async function takeTurn(trx: Trx, companyId: string): Promise<boolean> {
  const { rows } = await sql`
    UPDATE erp.verifactu_settings SET next_send_at = now() + interval '60 seconds'
    WHERE company_id = ${companyId} AND next_send_at <= now() RETURNING company_id`.execute(trx);
  return rows.length > 0;
}

export interface RecordAnswer {
  sequence: string;
  status: Exclude<VerifactuRecord['status'], 'pending'>;
  receipt: string | null;
  errorCode: string | null;
  errorMessage: string | null;
}

/** Keeps the answers to records that waited for one, and how long to wait with the next. */
export async function keepAnswers(
  trx: Trx,
  companyId: string,
  answers: readonly RecordAnswer[],
  waitSeconds: number,
): Promise<void> {
  await sql`
    UPDATE erp.verifactu_records r SET status = a.status, answered_at = now(), receipt = a.receipt,
      error_code = a."errorCode", error_message = a."errorMessage"
    FROM jsonb_to_recordset(${JSON.stringify(answers)}::jsonb)
      AS a (sequence bigint, status text, receipt text, "errorCode" text, "errorMessage" text)
    WHERE r.company_id = ${companyId} AND r.sequence = a.sequence AND r.status = 'pending'`.execute(trx);
  await sql`
    UPDATE erp.verifactu_settings SET next_send_at = now() + make_interval(secs => ${waitSeconds})
    WHERE company_id = ${companyId}`.execute(trx);
}
