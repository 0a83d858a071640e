import type {
  Comment,
  CommentInput,
  CommentQuery,
  CommentUpdate,
  MentionQuery,
} from '@crypto-erp/contract/comments';
import type { Trx } from '../../db/database.ts';
import { newId } from '../../db/id.ts';
import { DomainError, fieldError, notFound, versionConflict } from '../../errors.ts';
import type { Context } from '../audit-log/context.ts';
import { writeAudit } from '../audit-log/service.ts';
import { membersAmong } from '../members/read-model.ts';
import { requireSubject } from '../subjects/service.ts';
import { withActorNames } from '../users/read-model.ts';
import { type CommentRow, findComment, listComments, listMentions } from './read-model.ts';
import { deleteComment, insertComment, markMentionRead, updateComment } from './store.ts';

type CommentPage = { items: Comment[]; nextCursor: string | null };

/** Writes a comment on a subject. Throws `not_found`, and `unknown_member` for a mention of someone else. */
export async function writeComment(trx: Trx, context: Context, input: CommentInput): Promise<Comment> {
  const { companyId, actor } = context;
  await requireSubject(trx, companyId, input);
  await checkMentions(trx, companyId, input.mentions);
  const id = newId();
  await insertComment(trx, companyId, id, actor, input);
  const comment = await requireComment(trx, companyId, id);
  await auditComment(trx, context, 'comment.written', comment, null, comment);
  return named(trx, comment);
}

/**
 * Changes a comment of one's own. What it said before is in the audit log. Throws `not_found`, `not_author`,
 * `unknown_member`, `version_conflict`.
 */
export async function editComment(
  trx: Trx,
  context: Context,
  id: string,
  update: CommentUpdate,
): Promise<Comment> {
  const before = await requireOwn(trx, context, id);
  await checkMentions(trx, context.companyId, update.mentions);
  if (!(await updateComment(trx, context.companyId, id, update))) throw versionConflict();
  const after = await requireComment(trx, context.companyId, id);
  await auditComment(trx, context, 'comment.edited', after, before, after);
  return named(trx, after);
}

/** Deletes a comment of one's own. What it said is in the audit log. Throws `not_found`, `not_author`. */
export async function removeComment(trx: Trx, context: Context, id: string): Promise<void> {
  const before = await requireOwn(trx, context, id);
  await deleteComment(trx, context.companyId, id);
  await auditComment(trx, context, 'comment.deleted', before, before, null);
}

/** One page of a subject's comments, newest first. Throws `not_found`. */
export async function commentsOfSubject(
  trx: Trx,
  companyId: string,
  query: CommentQuery,
): Promise<CommentPage> {
  await requireSubject(trx, companyId, query);
  const { items, nextCursor } = await listComments(trx, companyId, query);
  return { items: await withActorNames(trx, items), nextCursor };
}

/** One page of the comments that mention the user and are unread, newest first. */
export async function unreadMentions(
  trx: Trx,
  companyId: string,
  userId: string,
  query: MentionQuery,
): Promise<CommentPage> {
  const { items, nextCursor } = await listMentions(trx, companyId, userId, query);
  return { items: await withActorNames(trx, items), nextCursor };
}

/** Marks the user's mention in a comment as read. Throws `not_found` where there is none. */
export async function readMention(
  trx: Trx,
  companyId: string,
  commentId: string,
  userId: string,
): Promise<void> {
  if (!(await markMentionRead(trx, companyId, commentId, userId))) throw notFound('mention of you');
}

async function requireComment(trx: Trx, companyId: string, id: string): Promise<CommentRow> {
  const comment = await findComment(trx, companyId, id);
  if (comment === null) throw notFound('comment');
  return comment;
}

async function requireOwn(trx: Trx, { companyId, actor }: Context, id: string): Promise<CommentRow> {
  const comment = await requireComment(trx, companyId, id);
  if (comment.actorKind !== actor.kind || comment.actorId !== actor.id) {
    throw new DomainError('not_author', 'Only who wrote a comment changes or deletes it: write another.');
  }
  return comment;
}

async function checkMentions(trx: Trx, companyId: string, userIds: readonly string[]): Promise<void> {
  const members = await membersAmong(trx, companyId, userIds);
  const unknown = userIds.findIndex((userId) => !members.has(userId));
  if (unknown < 0) return;
  throw fieldError(
    'unknown_member',
    `/mentions/${unknown}`,
    'This is no member of the company: choose one from the list of members.',
  );
}

async function named(trx: Trx, row: CommentRow): Promise<Comment> {
  const [comment] = await withActorNames(trx, [row]);
  if (comment === undefined) throw new Error('One row was given a name, and none came back.');
  return comment;
}

/** Under the subject's name, so that its history holds it. */
function auditComment(
  trx: Trx,
  context: Context,
  action: string,
  { subjectKind, subjectId }: CommentRow,
  before: CommentRow | null,
  after: CommentRow | null,
): Promise<void> {
  return writeAudit(trx, { ...context, action, subjectKind, subjectId, before, after });
}
