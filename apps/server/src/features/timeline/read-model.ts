import type { TimelineQuery } from '@crypto-erp/contract/timeline';
import { type RawBuilder, sql } from 'kysely';
import { decodeCursor, INSTANT, pageOf, UUID } from '../../db/cursor.ts';
import type { Trx } from '../../db/database.ts';

/** An item as it is stored: `content` is what its event adds. */
export interface TimelineRow {
  event: 'change' | 'comment' | 'attachment' | 'settlement';
  id: string;
  at: string;
  actorKind: 'user' | 'api-key' | 'system';
  actorId: string | null;
  content: Record<string, unknown>;
}

/**
 * What became comment or attachment stands there by itself; that it was written, edited since and removed is in the
 * audit log besides, of which only the first would say the same twice.
 */
const SHOWN_BY_ITSELF = ['comment.written', 'attachment.added'];

/** One page of what happened to a subject, newest first. */
export async function listTimeline(
  trx: Trx,
  companyId: string,
  query: TimelineQuery,
): Promise<{ items: TimelineRow[]; nextCursor: string | null }> {
  const limit = query.limit ?? 100;
  const after = decodeCursor(query.cursor, [INSTANT, UUID]);
  const { subjectKind, subjectId } = query;
  const of = (alias: string) => {
    const table = sql.ref(alias);
    return sql`${table}.company_id = ${companyId} AND ${table}.subject_kind = ${subjectKind}
      AND ${table}.subject_id = ${subjectId}`;
  };
  const part = (columns: RawBuilder<unknown>, at: RawBuilder<unknown>, id: RawBuilder<unknown>) => sql`(
    SELECT ${columns}
    ${after ? sql`AND (${at}, ${id}) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``}
    ORDER BY ${at} DESC, ${id} DESC LIMIT ${limit + 1})`;
  const parts = [
    part(
      sql`'change' AS event, a.id, a.at, a.actor_kind, a.actor_id,
        jsonb_build_object('action', a.action, 'before', a.before, 'after', a.after) AS content
        FROM erp.audit_log a WHERE ${of('a')} AND a.action <> ALL (${SHOWN_BY_ITSELF}::text[])`,
      sql`a.at`,
      sql`a.id`,
    ),
    part(
      sql`'comment', c.id, c.created_at, c.actor_kind, c.actor_id,
        jsonb_build_object('text', c.text, 'editedAt', to_char(c.edited_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))
        FROM erp.comments c WHERE ${of('c')}`,
      sql`c.created_at`,
      sql`c.id`,
    ),
    part(
      sql`'attachment', f.id, f.created_at, f.actor_kind, f.actor_id,
        jsonb_build_object('fileName', f.file_name, 'type', f.type, 'size', f.size)
        FROM erp.attachments f WHERE ${of('f')}`,
      sql`f.created_at`,
      sql`f.id`,
    ),
    // What ends a settlement is on record under its own name, and concerns what it had settled.
    part(
      sql`'change', a.id, a.at, a.actor_kind, a.actor_id,
        jsonb_build_object('action', a.action, 'before', a.before, 'after', a.after)
        FROM erp.settlements_of(${companyId}, ${subjectId}) s
        JOIN erp.audit_log a ON a.company_id = ${companyId}
          AND a.subject_kind = CASE WHEN s.payment_id IS NULL THEN 'settlement' ELSE 'payment' END
          AND a.subject_id = coalesce(s.payment_id, s.id)
        WHERE a.action IN ('settlement.reversed', 'payment.reversed')`,
      sql`a.at`,
      sql`a.id`,
    ),
    part(
      sql`'settlement', s.id, s.at, s.actor_kind, s.actor_id, jsonb_build_object('kind', s.kind, 'paymentId', s.payment_id,
        'date', s.date, 'asset', s.asset, 'amount', s.amount::text, 'reversed', s.reversed)
        FROM erp.settlements_of(${companyId}, ${subjectId}) s WHERE true`,
      sql`s.at`,
      sql`s.id`,
    ),
  ];
  const { rows } = await sql<TimelineRow>`
    SELECT event, id, at, actor_kind AS "actorKind", actor_id AS "actorId", content
    FROM (${sql.join(parts, sql` UNION ALL `)}) AS t ORDER BY at DESC, id DESC LIMIT ${limit + 1}`.execute(
    trx,
  );
  return pageOf(rows, limit, (row) => [row.at, row.id]);
}
