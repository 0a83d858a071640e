import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';

/** Keeps the file that a draft was made from. */
export async function insertFile(
  trx: Trx,
  companyId: string,
  file: { documentId: string; sha256: Buffer; content: Buffer },
): Promise<void> {
  await sql`
    INSERT INTO erp.e_invoice_files (company_id, document_id, sha256, content)
    VALUES (${companyId}, ${file.documentId}, ${file.sha256}, ${file.content})`.execute(trx);
}
