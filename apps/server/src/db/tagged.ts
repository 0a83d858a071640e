import { type RawBuilder, sql } from 'kysely';

/** Conditions of a list that shows only the subjects with a tag: none when no tag is asked for. */
export function tagged(
  companyId: string,
  kind: string,
  tagId: string | undefined,
  id: RawBuilder<unknown>,
): RawBuilder<unknown>[] {
  if (tagId === undefined) return [];
  return [
    sql`${id} IN (SELECT s.subject_id FROM erp.subject_tags s
      WHERE s.company_id = ${companyId} AND s.tag_id = ${tagId} AND s.subject_kind = ${kind})`,
  ];
}
