import type { Mail, MailQuery } from '@crypto-erp/contract/mails';
import { sql } from 'kysely';
import { decodeCursor, pageOf, UUID } from '../../db/cursor.ts';
import type { Trx } from '../../db/database.ts';

const COLUMNS = sql`
  m.id, m.to_address AS "to", m.subject, m.text,
  (SELECT coalesce(jsonb_agg(a.value ->> 'filename' ORDER BY a.place), '[]')
   FROM jsonb_array_elements(m.attachments) WITH ORDINALITY AS a (value, place)) AS attachments,
  m.about_kind AS "aboutKind", m.about_id AS "aboutId", m.state, m.attempts, m.message_id AS "messageId", m.problem,
  m.created_at AS "createdAt", m.sent_at AS "sentAt"`;

/** One page of mails, newest first. Throws `invalid_input` for a wrong cursor. */
export async function listMails(
  trx: Trx,
  companyId: string,
  query: MailQuery,
): Promise<{ items: Mail[]; nextCursor: string | null }> {
  const limit = query.limit ?? 100;
  const after = decodeCursor(query.cursor, [UUID]);
  const conditions = [
    sql`m.company_id = ${companyId}`,
    ...(query.state === undefined ? [] : [sql`m.state = ${query.state}`]),
    ...(query.aboutId === undefined ? [] : [sql`m.about_id = ${query.aboutId}::uuid`]),
    ...(after ? [sql`m.id < ${after[0]}::uuid`] : []),
  ];
  const { rows } = await sql<Mail>`
    SELECT ${COLUMNS} FROM erp.mails m WHERE ${sql.join(conditions, sql` AND `)}
    ORDER BY m.id DESC LIMIT ${limit + 1}`.execute(trx);
  return pageOf(rows, limit, (mail) => [mail.id]);
}

/** The mail, or null. */
export async function findMail(trx: Trx, companyId: string, id: string): Promise<Mail | null> {
  const { rows } = await sql<Mail>`
    SELECT ${COLUMNS} FROM erp.mails m WHERE m.company_id = ${companyId} AND m.id = ${id}`.execute(trx);
  return rows[0] ?? null;
}
