import { sql } from 'kysely';
import type { Check } from './check.ts';

/**
 * An import made as many records as it says, each of which is there, and of a file with an error none; one that is done has
 * made all of its file.
 */
export const imports: Check = {
  name: 'imports',
  broken: (companyId) => sql`
    SELECT i.id AS import_id, i.state, i.records, i.records_done, count(r.line) AS made, 'counts differ' AS problem
    FROM erp.imports i
    LEFT JOIN erp.import_records r ON r.company_id = i.company_id AND r.import_id = i.id
    WHERE i.company_id = ${companyId}
    GROUP BY i.company_id, i.id
    HAVING count(r.line) <> i.records_done OR (i.state = 'done' AND i.records <> i.records_done)
      OR (i.error_count > 0 AND count(r.line) > 0)
    UNION ALL
    SELECT r.import_id, r.subject_kind, NULL, NULL, r.line, 'what it made is not there'
    FROM erp.import_records r
    WHERE r.company_id = ${companyId} AND NOT EXISTS (
      SELECT FROM (
        SELECT 'contact' AS kind, id FROM erp.contacts WHERE company_id = ${companyId}
        UNION ALL SELECT 'account', id FROM erp.accounts WHERE company_id = ${companyId}
        UNION ALL SELECT 'entry', id FROM erp.entries WHERE company_id = ${companyId}
        UNION ALL SELECT kind, id FROM erp.documents WHERE company_id = ${companyId} AND status <> 'draft'
      ) AS s
      WHERE s.kind = r.subject_kind AND s.id = r.subject_id)`,
};
