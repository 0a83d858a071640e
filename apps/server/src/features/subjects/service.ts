import type { SubjectRef } from '@crypto-erp/contract/subjects';
import type { Trx } from '../../db/database.ts';
import { notFound } from '../../errors.ts';
import { findSubject } from './read-model.ts';

/** The subject that a note is for. Throws `not_found`. */
export async function requireSubject(
  trx: Trx,
  companyId: string,
  subject: SubjectRef,
): Promise<{ posted: boolean }> {
  const found = await findSubject(trx, companyId, subject);
  if (found === null) throw notFound(subject.subjectKind);
  return found;
}
