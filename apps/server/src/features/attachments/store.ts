import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';

export interface NewAttachment {
  id: string;
  subjectKind: string;
  subjectId: string;
  fileName: string;
  type: string;
  size: number;
  sha256: Buffer;
  storage: 'database' | 's3';
}

export async function insertAttachment(
  trx: Trx,
  companyId: string,
  actor: { kind: string; id: string | null },
  attachment: NewAttachment,
): Promise<void> {
  await sql`
    INSERT INTO erp.attachments
      (company_id, id, subject_kind, subject_id, file_name, type, size, sha256, storage, actor_kind, actor_id)
    VALUES (${companyId}, ${attachment.id}, ${attachment.subjectKind}, ${attachment.subjectId}, ${attachment.fileName},
      ${attachment.type}, ${attachment.size}, ${attachment.sha256}, ${attachment.storage}, ${actor.kind}, ${actor.id})`.execute(
    trx,
  );
}

export async function insertContent(trx: Trx, companyId: string, id: string, content: Buffer): Promise<void> {
  await sql`
    INSERT INTO erp.attachment_contents (company_id, attachment_id, content)
    VALUES (${companyId}, ${id}, ${content})`.execute(trx);
}

/** Its bytes go with it where they are in the database. */
export async function deleteAttachment(trx: Trx, companyId: string, id: string): Promise<void> {
  await sql`DELETE FROM erp.attachments WHERE company_id = ${companyId} AND id = ${id}`.execute(trx);
}

export async function insertStoredObject(trx: Trx, companyId: string, id: string): Promise<void> {
  await sql`INSERT INTO erp.stored_objects (company_id, id) VALUES (${companyId}, ${id})`.execute(trx);
}

export async function deleteStoredObject(trx: Trx, companyId: string, id: string): Promise<void> {
  await sql`DELETE FROM erp.stored_objects WHERE company_id = ${companyId} AND id = ${id}`.execute(trx);
}
