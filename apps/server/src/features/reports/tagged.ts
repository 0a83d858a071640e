import { type RawBuilder, sql } from 'kysely';

/**
 * The entries `entry_id` that a tag `tag_id` speaks of, each once: what is tagged itself, what a tagged document or
 * payment posted, and what corrects these: reversals, and the notes that name a tagged document, so that what was taken
 * back is back under its tag too. Tags of contacts speak of no entry.
 */
export function taggedEntries(companyId: string, tagId?: string): RawBuilder<unknown> {
  const ofTag = tagId === undefined ? sql`` : sql`AND t.tag_id = ${tagId}`;
  return sql`(
    WITH own AS (
      SELECT t.tag_id, t.subject_id AS entry_id FROM erp.subject_tags t
      WHERE t.company_id = ${companyId} AND t.subject_kind = 'entry' ${ofTag}
      UNION
      SELECT t.tag_id, e.id FROM erp.subject_tags t
      JOIN erp.entries e ON e.company_id = t.company_id AND e.source_id = t.subject_id
      WHERE t.company_id = ${companyId} AND t.subject_kind NOT IN ('entry', 'contact') ${ofTag}
      UNION
      SELECT t.tag_id, n.entry_id FROM erp.subject_tags t
      JOIN erp.documents n ON n.company_id = t.company_id AND n.corrects_id = t.subject_id AND n.status <> 'draft'
      WHERE t.company_id = ${companyId} ${ofTag}
    )
    SELECT tag_id, entry_id FROM own
    UNION
    SELECT own.tag_id, r.id FROM own JOIN erp.entries r ON r.company_id = ${companyId} AND r.reverses_id = own.entry_id)`;
}

/** Whether a tag speaks of the entry of the line `l` of the query around it; true for undefined. */
export function tagged(companyId: string, tagId: string | undefined): RawBuilder<unknown> {
  if (tagId === undefined) return sql`true`;
  return sql`l.entry_id IN (SELECT t.entry_id FROM ${taggedEntries(companyId, tagId)} AS t)`;
}
