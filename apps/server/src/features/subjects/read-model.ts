import type { SubjectRef } from '@crypto-erp/contract/subjects';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';

/** Whether the subject is posted, or null when the company has none of this kind and id. */
export async function findSubject(
  trx: Trx,
  companyId: string,
  { subjectKind, subjectId }: SubjectRef,
): Promise<{ posted: boolean } | null> {
  const { rows } = await sql<{ posted: boolean }>`
    SELECT posted FROM erp.find_subject(${companyId}, ${subjectKind}, ${subjectId})`.execute(trx);
  return rows[0] ?? null;
}
