import type { CommentInput, CommentUpdate } from '@crypto-erp/contract/comments';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';

export async function insertComment(
  trx: Trx,
  companyId: string,
  id: string,
  actor: { kind: string; id: string | null },
  comment: CommentInput,
): Promise<void> {
  await sql`
    INSERT INTO erp.comments (company_id, id, subject_kind, subject_id, text, actor_kind, actor_id)
    VALUES (${companyId}, ${id}, ${comment.subjectKind}, ${comment.subjectId}, ${comment.text}, ${actor.kind},
      ${actor.id})`.execute(trx);
  await setMentions(trx, companyId, id, comment.mentions);
}

/** Replaces text and mentions as they were at `update.version`; false when the comment has another version by now. */
export async function updateComment(
  trx: Trx,
  companyId: string,
  id: string,
  update: CommentUpdate,
): Promise<boolean> {
  const { rows } = await sql`
    UPDATE erp.comments SET text = ${update.text}, edited_at = now(), version = version + 1
    WHERE company_id = ${companyId} AND id = ${id} AND version = ${update.version} RETURNING id`.execute(trx);
  if (rows.length === 0) return false;
  await setMentions(trx, companyId, id, update.mentions);
  return true;
}

/** Who was called before and still is has read it or not as before. */
async function setMentions(
  trx: Trx,
  companyId: string,
  commentId: string,
  userIds: readonly string[],
): Promise<void> {
  await sql`
    DELETE FROM erp.comment_mentions
    WHERE company_id = ${companyId} AND comment_id = ${commentId} AND user_id <> ALL (${[...userIds]}::uuid[])`.execute(
    trx,
  );
  await sql`
    INSERT INTO erp.comment_mentions (company_id, comment_id, user_id)
    SELECT ${companyId}::uuid, ${commentId}::uuid, unnest(${[...userIds]}::uuid[]) ON CONFLICT DO NOTHING`.execute(
    trx,
  );
}

/** Its mentions go with it. */
export async function deleteComment(trx: Trx, companyId: string, id: string): Promise<void> {
  await sql`DELETE FROM erp.comments WHERE company_id = ${companyId} AND id = ${id}`.execute(trx);
}

/** False when the comment does not mention the user; reading it again changes nothing. */
export async function markMentionRead(
  trx: Trx,
  companyId: string,
  commentId: string,
  userId: string,
): Promise<boolean> {
  const { rows } = await sql`
    UPDATE erp.comment_mentions SET read_at = coalesce(read_at, now())
    WHERE company_id = ${companyId} AND comment_id = ${commentId} AND user_id = ${userId} RETURNING user_id`.execute(
    trx,
  );
  return rows.length > 0;
}
