import type { SearchHit } from '@crypto-erp/contract/search';
import type { SubjectKind } from '@crypto-erp/contract/subjects';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';

/** At most `limit` subjects of these kinds that `text` is found in, best first. */
export async function searchSubjects(
  trx: Trx,
  companyId: string,
  { text, kinds, limit }: { text: string; kinds: readonly SubjectKind[]; limit: number },
): Promise<SearchHit[]> {
  const { rows } = await sql<SearchHit>`
    SELECT f.subject_kind AS kind, f.subject_id AS id, f.part, s.number, s.title, s.detail, s.date, s.asset,
      s.amount::text AS amount, s.status
    FROM erp.search(${companyId}, ${text}, ${[...kinds]}::text[], ${limit})
      WITH ORDINALITY AS f (subject_kind, subject_id, part, place)
    CROSS JOIN LATERAL erp.find_subject(${companyId}, f.subject_kind, f.subject_id) AS s
    ORDER BY f.place`.execute(trx);
  return rows;
}
