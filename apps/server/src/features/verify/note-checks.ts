import { sql } from 'kysely';
import type { Check } from './check.ts';

/** Every attachment, comment and tag is on a subject that is there. */
export const notesHaveSubject: Check = {
  name: 'notes have their subject',
  broken: (companyId) => sql`
    SELECT n.note, n.id, n.subject_kind, n.subject_id
    FROM (
      SELECT 'attachment' AS note, id, subject_kind, subject_id FROM erp.attachments WHERE company_id = ${companyId}
      UNION ALL
      SELECT 'comment', id, subject_kind, subject_id FROM erp.comments WHERE company_id = ${companyId}
      UNION ALL
      SELECT 'tag', tag_id, subject_kind, subject_id FROM erp.subject_tags WHERE company_id = ${companyId}
    ) AS n
    WHERE NOT EXISTS (SELECT FROM erp.find_subject(${companyId}, n.subject_kind, n.subject_id))
    ORDER BY n.id`,
};

/** The bytes of every attachment in the database are those that were attached; of every other, the object is on record. */
export const attachmentsWhole: Check = {
  name: 'attachments are whole',
  broken: (companyId) => sql`
    SELECT a.id, a.file_name, a.storage, a.size, octet_length(c.content) AS stored_size
    FROM erp.attachments a
    LEFT JOIN erp.attachment_contents c ON c.company_id = a.company_id AND c.attachment_id = a.id
    LEFT JOIN erp.stored_objects o ON o.company_id = a.company_id AND o.id = a.id
    WHERE a.company_id = ${companyId} AND CASE a.storage
      WHEN 'database' THEN c.content IS NULL OR sha256(c.content) <> a.sha256 OR octet_length(c.content) <> a.size
      ELSE o.id IS NULL END
    ORDER BY a.id`,
};
