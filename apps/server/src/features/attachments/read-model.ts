import type { Attachment, AttachmentQuery } from '@crypto-erp/contract/attachments';
import type { SubjectRef } from '@crypto-erp/contract/subjects';
import { sql } from 'kysely';
import { decodeCursor, pageOf, UUID } from '../../db/cursor.ts';
import type { Trx } from '../../db/database.ts';

/** As it is stored: the name of who attached it is control data. */
export type AttachmentRow = Omit<Attachment, 'actorName'>;

const ATTACHMENT = sql`
  a.id, a.subject_kind AS "subjectKind", a.subject_id AS "subjectId", a.file_name AS "fileName", a.type, a.size,
  encode(a.sha256, 'hex') AS sha256, a.actor_kind AS "actorKind", a.actor_id AS "actorId", a.created_at AS "createdAt"`;

/** One page of a subject's attachments, newest first. */
export async function listAttachments(
  trx: Trx,
  companyId: string,
  query: AttachmentQuery,
): Promise<{ items: AttachmentRow[]; nextCursor: string | null }> {
  const limit = query.limit ?? 100;
  const after = decodeCursor(query.cursor, [UUID])?.[0] ?? null;
  const { rows } = await sql<AttachmentRow>`
    SELECT ${ATTACHMENT} FROM erp.attachments a
    WHERE a.company_id = ${companyId} AND a.subject_kind = ${query.subjectKind} AND a.subject_id = ${query.subjectId}
      AND (${after}::uuid IS NULL OR a.id < ${after}::uuid)
    ORDER BY a.id DESC LIMIT ${limit + 1}`.execute(trx);
  return pageOf(rows, limit, (row) => [row.id]);
}

export async function findAttachment(
  trx: Trx,
  companyId: string,
  id: string,
): Promise<(AttachmentRow & { storage: 'database' | 's3' }) | null> {
  const { rows } = await sql<AttachmentRow & { storage: 'database' | 's3' }>`
    SELECT ${ATTACHMENT}, a.storage FROM erp.attachments a WHERE a.company_id = ${companyId} AND a.id = ${id}`.execute(
    trx,
  );
  return rows[0] ?? null;
}

/** How many attachments a subject has, and whether these bytes are among them. */
export async function attachmentsOf(
  trx: Trx,
  companyId: string,
  { subjectKind, subjectId }: SubjectRef,
  sha256: Buffer,
): Promise<{ count: number; same: boolean }> {
  const { rows } = await sql<{ count: number; same: boolean }>`
    SELECT count(*)::int AS count, coalesce(bool_or(sha256 = ${sha256}), false) AS same FROM erp.attachments
    WHERE company_id = ${companyId} AND subject_kind = ${subjectKind} AND subject_id = ${subjectId}`.execute(
    trx,
  );
  return rows[0] ?? { count: 0, same: false };
}

/** The bytes of an attachment that is kept in the database. */
export async function findContent(trx: Trx, companyId: string, id: string): Promise<Buffer | null> {
  const { rows } = await sql<{ content: Buffer }>`
    SELECT content FROM erp.attachment_contents WHERE company_id = ${companyId} AND attachment_id = ${id}`.execute(
    trx,
  );
  return rows[0]?.content ?? null;
}

/** At most `most` objects, a day old or older, that no attachment has. */
export async function unusedObjects(
  trx: Trx,
  companyIds: readonly string[],
  most: number,
): Promise<{ companyId: string; id: string }[]> {
  const { rows } = await sql<{ companyId: string; id: string }>`
    SELECT o.company_id AS "companyId", o.id FROM erp.stored_objects o
    WHERE o.company_id = ANY (${[...companyIds]}::uuid[]) AND o.stored_at < now() - interval '1 day'
      AND NOT EXISTS (SELECT FROM erp.attachments a WHERE a.company_id = o.company_id AND a.id = o.id)
    ORDER BY o.company_id, o.id LIMIT ${most}`.execute(trx);
  return rows;
}
