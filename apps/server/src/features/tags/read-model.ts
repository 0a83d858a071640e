import type { SubjectRef } from '@crypto-erp/contract/subjects';
import type { Tag } from '@crypto-erp/contract/tags';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';

/** All tags of the company, by name. */
export async function listTags(trx: Trx, companyId: string): Promise<Tag[]> {
  const { rows } = await sql<Tag>`
    SELECT id, name, colour, version FROM erp.tags WHERE company_id = ${companyId} ORDER BY name, id`.execute(
    trx,
  );
  return rows;
}

/** The tags of a subject, by name. */
export async function tagsOf(
  trx: Trx,
  companyId: string,
  { subjectKind, subjectId }: SubjectRef,
): Promise<Tag[]> {
  const { rows } = await sql<Tag>`
    SELECT t.id, t.name, t.colour, t.version FROM erp.subject_tags s
    JOIN erp.tags t ON t.company_id = s.company_id AND t.id = s.tag_id
    WHERE s.company_id = ${companyId} AND s.subject_kind = ${subjectKind} AND s.subject_id = ${subjectId}
    ORDER BY t.name, t.id`.execute(trx);
  return rows;
}

export async function findTag(trx: Trx, companyId: string, id: string): Promise<Tag | null> {
  const { rows } = await sql<Tag>`
    SELECT id, name, colour, version FROM erp.tags WHERE company_id = ${companyId} AND id = ${id}`.execute(
    trx,
  );
  return rows[0] ?? null;
}

export async function countTags(trx: Trx, companyId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    SELECT count(*)::int AS count FROM erp.tags WHERE company_id = ${companyId}`.execute(trx);
  return rows[0]?.count ?? 0;
}
