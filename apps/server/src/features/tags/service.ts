import type { SubjectRef } from '@crypto-erp/contract/subjects';
import {
  MAX_COMPANY_TAGS,
  MAX_TAGS,
  type Tag,
  type TagInput,
  type TagUpdate,
} from '@crypto-erp/contract/tags';
import type { Trx } from '../../db/database.ts';
import { newId } from '../../db/id.ts';
import { DomainError, notFound, versionConflict } from '../../errors.ts';
import type { Context } from '../audit-log/context.ts';
import { writeAudit } from '../audit-log/service.ts';
import { requireSubject } from '../subjects/service.ts';
import { countTags, findTag, tagsOf } from './read-model.ts';
import { deleteSubjectTag, deleteTag, insertSubjectTag, insertTag, updateTag } from './store.ts';

/** Adds a tag to the company's. Throws `already_exists`, `too_many_tags`. */
export async function createTag(trx: Trx, context: Context, input: TagInput): Promise<Tag> {
  if ((await countTags(trx, context.companyId)) >= MAX_COMPANY_TAGS) {
    throw new DomainError('too_many_tags', `A company has at most ${MAX_COMPANY_TAGS} tags: delete one.`);
  }
  const id = newId();
  await insertTag(trx, context.companyId, id, input);
  const after = await requireTag(trx, context.companyId, id);
  await auditTag(trx, context, 'tag.created', id, null, after);
  return after;
}

/** Gives a tag another name and colour, wherever it is attached. Throws `not_found`, `already_exists`, `version_conflict`. */
export async function changeTag(trx: Trx, context: Context, id: string, update: TagUpdate): Promise<Tag> {
  const before = await requireTag(trx, context.companyId, id);
  if (!(await updateTag(trx, context.companyId, id, update))) throw versionConflict();
  const after = await requireTag(trx, context.companyId, id);
  await auditTag(trx, context, 'tag.changed', id, before, after);
  return after;
}

/** Deletes a tag and so detaches it from everything. Throws `not_found`. */
export async function removeTag(trx: Trx, context: Context, id: string): Promise<void> {
  const before = await requireTag(trx, context.companyId, id);
  await deleteTag(trx, context.companyId, id);
  await auditTag(trx, context, 'tag.deleted', id, before, null);
}

/** Attaches a tag to a subject and answers its tags; once more changes nothing. Throws `not_found`, `too_many_tags`. */
export async function attachTag(
  trx: Trx,
  context: Context,
  tagId: string,
  subject: SubjectRef,
): Promise<Tag[]> {
  const { companyId } = context;
  const tag = await requireTag(trx, companyId, tagId);
  await requireSubject(trx, companyId, subject);
  const before = await tagsOf(trx, companyId, subject);
  if (before.some(({ id }) => id === tagId)) return before;
  if (before.length >= MAX_TAGS) {
    throw new DomainError('too_many_tags', `At most ${MAX_TAGS} tags go on one thing: detach one first.`);
  }
  if (await insertSubjectTag(trx, companyId, tagId, subject)) {
    await auditSubject(trx, context, 'tag.attached', subject, null, tag);
  }
  return tagsOf(trx, companyId, subject);
}

/** Detaches a tag from a subject and answers its tags; once more changes nothing. Throws `not_found`. */
export async function detachTag(
  trx: Trx,
  context: Context,
  tagId: string,
  subject: SubjectRef,
): Promise<Tag[]> {
  const tag = await requireTag(trx, context.companyId, tagId);
  await requireSubject(trx, context.companyId, subject);
  if (await deleteSubjectTag(trx, context.companyId, tagId, subject)) {
    await auditSubject(trx, context, 'tag.detached', subject, tag, null);
  }
  return tagsOf(trx, context.companyId, subject);
}

async function requireTag(trx: Trx, companyId: string, id: string): Promise<Tag> {
  const tag = await findTag(trx, companyId, id);
  if (tag === null) throw notFound('tag');
  return tag;
}

function auditTag(
  trx: Trx,
  context: Context,
  action: string,
  id: string,
  before: Tag | null,
  after: Tag | null,
): Promise<void> {
  return writeAudit(trx, { ...context, action, subjectKind: 'tag', subjectId: id, before, after });
}

/** Under the subject's name, so that its history holds it. */
function auditSubject(
  trx: Trx,
  context: Context,
  action: string,
  { subjectKind, subjectId }: SubjectRef,
  before: Tag | null,
  after: Tag | null,
): Promise<void> {
  const named = (tag: Tag | null) => tag && { tag: tag.name };
  return writeAudit(trx, {
    ...context,
    action,
    subjectKind,
    subjectId,
    before: named(before),
    after: named(after),
  });
}
