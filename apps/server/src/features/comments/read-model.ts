import type { Comment, CommentQuery, MentionQuery } from '@crypto-erp/contract/comments';
import { type RawBuilder, sql } from 'kysely';
import { decodeCursor, pageOf, UUID } from '../../db/cursor.ts';
import type { Trx } from '../../db/database.ts';

/** As it is stored: the name of its author is control data. */
export type CommentRow = Omit<Comment, 'actorName'>;

const COMMENT = sql`
  c.id, c.subject_kind AS "subjectKind", c.subject_id AS "subjectId", c.text, c.actor_kind AS "actorKind",
  c.actor_id AS "actorId", c.created_at AS "createdAt", c.edited_at AS "editedAt", c.version,
  ARRAY(SELECT m.user_id::text FROM erp.comment_mentions m
    WHERE m.company_id = c.company_id AND m.comment_id = c.id ORDER BY m.user_id) AS mentions
  FROM erp.comments c`;

type CommentRows = { items: CommentRow[]; nextCursor: string | null };

/** One page of a subject's comments, newest first. */
export function listComments(trx: Trx, companyId: string, query: CommentQuery): Promise<CommentRows> {
  return page(trx, companyId, query, [
    sql`c.subject_kind = ${query.subjectKind}`,
    sql`c.subject_id = ${query.subjectId}`,
  ]);
}

/** One page of the comments that mention the user and that the user has not read, newest first. */
export function listMentions(
  trx: Trx,
  companyId: string,
  userId: string,
  query: MentionQuery,
): Promise<CommentRows> {
  return page(trx, companyId, query, [
    sql`c.id IN (SELECT m.comment_id FROM erp.comment_mentions m
      WHERE m.company_id = ${companyId} AND m.user_id = ${userId} AND m.read_at IS NULL)`,
  ]);
}

async function page(
  trx: Trx,
  companyId: string,
  query: MentionQuery,
  conditions: RawBuilder<unknown>[],
): Promise<CommentRows> {
  const limit = query.limit ?? 100;
  const after = decodeCursor(query.cursor, [UUID]);
  const where = [
    sql`c.company_id = ${companyId}`,
    ...conditions,
    ...(after ? [sql`c.id < ${after[0]}::uuid`] : []),
  ];
  const { rows } = await sql<CommentRow>`
    SELECT ${COMMENT} WHERE ${sql.join(where, sql` AND `)} ORDER BY c.id DESC LIMIT ${limit + 1}`.execute(
    trx,
  );
  return pageOf(rows, limit, (row) => [row.id]);
}

export async function findComment(trx: Trx, companyId: string, id: string): Promise<CommentRow | null> {
  const { rows } = await sql<CommentRow>`
    SELECT ${COMMENT} WHERE c.company_id = ${companyId} AND c.id = ${id}`.execute(trx);
  return rows[0] ?? null;
}
