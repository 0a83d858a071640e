import { createHash } from 'node:crypto';
import {
  type Attachment,
  type AttachmentQuery,
  type AttachmentType,
  MAX_ATTACHMENT_BYTES,
  MAX_ATTACHMENTS,
} from '@crypto-erp/contract/attachments';
import type { SubjectRef } from '@crypto-erp/contract/subjects';
import type { Database, Trx } from '../../db/database.ts';
import { DomainError, notFound } from '../../errors.ts';
import type { ObjectStore } from '../../storage/s3.ts';
import type { Context } from '../audit-log/context.ts';
import { writeAudit } from '../audit-log/service.ts';
import { requireSubject } from '../subjects/service.ts';
import { withActorNames } from '../users/read-model.ts';
import { attachmentsOf, findAttachment, findContent, listAttachments, unusedObjects } from './read-model.ts';
import {
  deleteAttachment,
  deleteStoredObject,
  insertAttachment,
  insertContent,
  insertStoredObject,
} from './store.ts';

export interface Upload {
  /** The attachment's, made by the caller: the object in the storage has it too. */
  id: string;
  subject: SubjectRef;
  fileName: string;
  type: AttachmentType;
  content: Buffer;
}

const keyOf = (companyId: string, id: string): string => `${companyId}/${id}`;
const sha256 = (content: Buffer): Buffer => createHash('sha256').update(content).digest();

/**
 * Puts the bytes into the object storage before the command, so that no transaction waits for it. The object is written
 * down first: when the command does not come to its end, clean-up finds an object that no attachment has. Throws what
 * {@link attach} refuses, and `attachment_unavailable`.
 */
export async function storeObject(
  db: Database,
  objects: ObjectStore,
  companyId: string,
  { id, subject, content }: Upload,
): Promise<void> {
  await db.inCompany(companyId, async (trx) => {
    await checkRoom(trx, companyId, subject, sha256(content));
    await insertStoredObject(trx, companyId, id);
  });
  try {
    await objects.put(keyOf(companyId, id), content);
  } catch (error) {
    throw unavailable('The storage did not take the file: repeat with the same key later.', error);
  }
}

/**
 * Attaches a file, whose type was checked, to a subject. Its bytes are in the object storage already (`s3`), or come into
 * the database with it. Throws `not_found` for the subject, `already_exists` for bytes that it has,
 * `too_many_attachments`.
 */
export async function attach(
  trx: Trx,
  { companyId, actor }: Context,
  { id, subject, fileName, type, content }: Upload,
  storage: 'database' | 's3',
): Promise<Attachment> {
  const digest = sha256(content);
  await checkRoom(trx, companyId, subject, digest);
  await insertAttachment(trx, companyId, actor, {
    id,
    subjectKind: subject.subjectKind,
    subjectId: subject.subjectId,
    fileName,
    type,
    size: content.length,
    sha256: digest,
    storage,
  });
  if (storage === 'database') await insertContent(trx, companyId, id, content);
  const { storage: _, ...attachment } = await requireAttachment(trx, companyId, id);
  await writeAudit(trx, {
    companyId,
    actor,
    action: 'attachment.added',
    subjectKind: subject.subjectKind,
    subjectId: subject.subjectId,
    before: null,
    after: attachment,
  });
  const [named] = await withActorNames(trx, [attachment]);
  if (named === undefined) throw new Error('One row was given a name, and none came back.');
  return named;
}

/** One page of a subject's attachments, newest first. Throws `not_found`. */
export async function attachmentsOfSubject(
  trx: Trx,
  companyId: string,
  query: AttachmentQuery,
): Promise<{ items: Attachment[]; nextCursor: string | null }> {
  await requireSubject(trx, companyId, query);
  const { items, nextCursor } = await listAttachments(trx, companyId, query);
  return { items: await withActorNames(trx, items), nextCursor };
}

/** Throws `not_found`. */
export async function requireAttachment(trx: Trx, companyId: string, id: string) {
  const attachment = await findAttachment(trx, companyId, id);
  if (attachment === null) throw notFound('attachment');
  return attachment;
}

/**
 * The bytes, which are exactly those that were attached. Throws `not_found`, and `attachment_unavailable` when the
 * storage does not answer or gives others.
 */
export async function readContent(
  db: Database,
  objects: ObjectStore | undefined,
  companyId: string,
  id: string,
): Promise<Buffer> {
  const { attachment, stored } = await db.inCompany(companyId, async (trx) => ({
    attachment: await requireAttachment(trx, companyId, id),
    stored: await findContent(trx, companyId, id),
  }));
  let content = stored;
  if (attachment.storage === 's3') {
    if (objects === undefined) throw unavailable('This file is in a storage that the settings do not name.');
    try {
      content = await objects.get(keyOf(companyId, id), MAX_ATTACHMENT_BYTES);
    } catch (error) {
      throw unavailable('The storage did not give the file: ask again later.', error);
    }
  }
  if (content === null || sha256(content).toString('hex') !== attachment.sha256) {
    throw unavailable('The stored bytes are not those that were attached: restore them from a backup.');
  }
  return content;
}

/**
 * Removes an attachment of a draft or a contact. An object in the storage goes with the next clean-up. Throws
 * `not_found`, and `attachment_kept` once the subject is posted: what it was posted on stays.
 */
export async function removeAttachment(trx: Trx, context: Context, id: string): Promise<void> {
  const { storage: _, ...attachment } = await requireAttachment(trx, context.companyId, id);
  const { posted } = await requireSubject(trx, context.companyId, attachment);
  if (posted) {
    throw new DomainError(
      'attachment_kept',
      'This is attached to something posted, and stays: it is evidence.',
    );
  }
  await deleteAttachment(trx, context.companyId, id);
  await writeAudit(trx, {
    ...context,
    action: 'attachment.removed',
    subjectKind: attachment.subjectKind,
    subjectId: attachment.subjectId,
    before: attachment,
    after: null,
  });
}

/** How many objects one run removes of these companies: the rest waits for the next night. */
const OBJECTS_A_RUN = 1000;

/** Removes objects that no attachment has: of deleted ones, and of uploads that came to nothing. */
export async function removeUnusedObjects(
  db: Database,
  objects: ObjectStore,
  companyIds: readonly string[],
): Promise<void> {
  const unused = await db.inCompany(companyIds, (trx) => unusedObjects(trx, companyIds, OBJECTS_A_RUN));
  for (const { companyId, id } of unused) {
    await objects.remove(keyOf(companyId, id));
    await db.inCompany(companyId, (trx) => deleteStoredObject(trx, companyId, id));
  }
}

async function checkRoom(trx: Trx, companyId: string, subject: SubjectRef, digest: Buffer): Promise<void> {
  await requireSubject(trx, companyId, subject);
  const { count, same } = await attachmentsOf(trx, companyId, subject, digest);
  if (same) throw new DomainError('already_exists', 'This very file is attached already.');
  if (count >= MAX_ATTACHMENTS) {
    throw new DomainError(
      'too_many_attachments',
      `At most ${MAX_ATTACHMENTS} files are attached to one thing: join some of them.`,
    );
  }
}

function unavailable(message: string, cause?: unknown): DomainError {
  const error = new DomainError('attachment_unavailable', message);
  error.cause = cause;
  return error;
}
