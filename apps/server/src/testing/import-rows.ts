import { sql } from 'kysely';
import type { Trx } from '../db/database.ts';

/** Gives an import an error and the record it counts, and a contact the id that another system had for it. */
export async function insertImportRows(
  trx: Trx,
  companyId: string,
  importId: string,
  contactId: string,
): Promise<void> {
  await sql`
    INSERT INTO erp.contact_external_ids (company_id, external_id, contact_id)
    VALUES (${companyId}, 'C-1', ${contactId})`.execute(trx);
  await sql`
    INSERT INTO erp.import_errors (company_id, import_id, position, line, code, message)
    VALUES (${companyId}, ${importId}, 0, 2, 'invalid_input', 'Wrong')`.execute(trx);
  await sql`
    INSERT INTO erp.import_records (company_id, import_id, line, reference, subject_kind, subject_id)
    VALUES (${companyId}, ${importId}, 2, 'C-1', 'contact', ${contactId})`.execute(trx);
  await sql`
    UPDATE erp.imports SET records = 1, records_done = 1
    WHERE company_id = ${companyId} AND id = ${importId}`.execute(trx);
}
