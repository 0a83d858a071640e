import type { AuditQuery, AuditRecord } from '@crypto-erp/contract/audit-log';
import { sql } from 'kysely';
import { decodeCursor, pageOf, UUID } from '../../db/cursor.ts';
import type { Trx } from '../../db/database.ts';

/** One page of changes, newest first: ids are made in time's order. Throws `invalid_input` for a wrong cursor. */
export async function listAuditRecords(
  trx: Trx,
  companyId: string,
  query: AuditQuery,
): Promise<{ items: AuditRecord[]; nextCursor: string | null }> {
  const limit = query.limit ?? 100;
  const after = decodeCursor(query.cursor, [UUID]);
  const conditions = [
    sql`a.company_id = ${companyId}`,
    ...(query.subjectKind === undefined ? [] : [sql`a.subject_kind = ${query.subjectKind}`]),
    ...(query.subjectId === undefined ? [] : [sql`a.subject_id = ${query.subjectId}::uuid`]),
    ...(after ? [sql`a.id < ${after[0]}::uuid`] : []),
  ];
  const { rows } = await sql<AuditRecord>`
    SELECT a.id, a.at, a.actor_kind AS "actorKind", a.actor_id AS "actorId", a.action,
      a.subject_kind AS "subjectKind", a.subject_id AS "subjectId", a.before, a.after, a.ip
    FROM erp.audit_log a WHERE ${sql.join(conditions, sql` AND `)}
    ORDER BY a.id DESC LIMIT ${limit + 1}`.execute(trx);
  return pageOf(rows, limit, (record) => [record.id]);
}
