import type { Event, EventPage } from '@crypto-erp/contract/events';
import { sql } from 'kysely';
import { decodeCursor, encodeCursor, INTEGER } from '../../db/cursor.ts';
import type { Trx } from '../../db/database.ts';

/**
 * The events after a cursor, in the order of their sequence; from the first without one. The cursor that comes back is
 * good for ever: whatever happens later has a higher sequence. Throws `invalid_input` for a wrong cursor.
 */
export async function listEvents(
  trx: Trx,
  companyId: string,
  query: { limit?: number; cursor?: string },
): Promise<EventPage> {
  const [after = '0'] = decodeCursor(query.cursor, [INTEGER]) ?? [];
  const { rows } = await sql<Event>`
    SELECT e.id, e.company_id AS "companyId", e.sequence, a.action AS type, a.at AS "occurredAt",
      jsonb_build_object('kind', a.subject_kind, 'id', a.subject_id) AS subject, a.after AS data
    FROM erp.events e JOIN erp.audit_log a ON a.company_id = e.company_id AND a.id = e.id
    WHERE e.company_id = ${companyId} AND e.sequence > ${after}::bigint
    ORDER BY e.sequence LIMIT ${query.limit ?? 100}`.execute(trx);
  return { items: rows, nextCursor: encodeCursor([rows.at(-1)?.sequence ?? Number(after)]) };
}
