import type { SubjectRef } from '@crypto-erp/contract/subjects';
import type { TagInput, TagUpdate } from '@crypto-erp/contract/tags';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';
import { isUniqueViolation } from '../../db/errors.ts';
import { fieldError } from '../../errors.ts';

/** Throws `already_exists` for a name that another tag has. */
export async function insertTag(trx: Trx, companyId: string, id: string, tag: TagInput): Promise<void> {
  await uniquely(
    sql`
      INSERT INTO erp.tags (company_id, id, name, colour)
      VALUES (${companyId}, ${id}, ${tag.name}, ${tag.colour})`.execute(trx),
  );
}

/** False when the tag has another version by now. Throws `already_exists` for a name that another tag has. */
export async function updateTag(trx: Trx, companyId: string, id: string, tag: TagUpdate): Promise<boolean> {
  const { rows } = await uniquely(
    sql`
      UPDATE erp.tags SET name = ${tag.name}, colour = ${tag.colour}, version = version + 1
      WHERE company_id = ${companyId} AND id = ${id} AND version = ${tag.version} RETURNING id`.execute(trx),
  );
  return rows.length > 0;
}

/** Detaches it from every subject too. */
export async function deleteTag(trx: Trx, companyId: string, id: string): Promise<void> {
  await sql`DELETE FROM erp.tags WHERE company_id = ${companyId} AND id = ${id}`.execute(trx);
}

/** False when it was attached already. */
export async function insertSubjectTag(
  trx: Trx,
  companyId: string,
  tagId: string,
  { subjectKind, subjectId }: SubjectRef,
): Promise<boolean> {
  const { rows } = await sql`
    INSERT INTO erp.subject_tags (company_id, subject_kind, subject_id, tag_id)
    VALUES (${companyId}, ${subjectKind}, ${subjectId}, ${tagId}) ON CONFLICT DO NOTHING RETURNING tag_id`.execute(
    trx,
  );
  return rows.length > 0;
}

/** False when it was not attached. */
export async function deleteSubjectTag(
  trx: Trx,
  companyId: string,
  tagId: string,
  { subjectKind, subjectId }: SubjectRef,
): Promise<boolean> {
  const { rows } = await sql`
    DELETE FROM erp.subject_tags
    WHERE company_id = ${companyId} AND subject_kind = ${subjectKind} AND subject_id = ${subjectId}
      AND tag_id = ${tagId} RETURNING tag_id`.execute(trx);
  return rows.length > 0;
}

async function uniquely<T>(statement: Promise<T>): Promise<T> {
  try {
    return await statement;
  } catch (error) {
    if (!isUniqueViolation(error, 'tags_name')) throw error;
    throw fieldError('already_exists', '/name', 'A tag has this name already: choose another.');
  }
}
