import { sql } from 'kysely';
import type { Check } from './check.ts';

/**
 * Every audit record of a published action is an event and nothing else is; events are counted without a gap; and each
 * of them has exactly one delivery for every webhook that was subscribed to it when it was counted.
 */
export const webhooksOncePerEvent: Check = {
  name: 'webhooks once per event',
  broken: (companyId) => sql`
    WITH events AS (
      SELECT e.id, e.sequence, a.id AS record, a.action AS type
      FROM (SELECT id, sequence FROM erp.events WHERE company_id = ${companyId}) e
      LEFT JOIN erp.audit_log a ON a.company_id = ${companyId} AND a.id = e.id
    ), expected AS (
      SELECT s.webhook_id, e.id, e.sequence FROM events e
      JOIN erp.webhook_subscriptions s ON s.company_id = ${companyId} AND e.sequence > s.after_sequence
        AND (s.until_sequence IS NULL OR e.sequence <= s.until_sequence)
        AND (s.event_types IS NULL OR e.type = ANY (s.event_types))
    ), made AS (
      SELECT webhook_id, event_id, sequence FROM erp.webhook_deliveries WHERE company_id = ${companyId}
    )
    SELECT id, sequence, NULL::uuid AS webhook_id, 'has no audit record' AS problem FROM events WHERE record IS NULL
    UNION ALL
    SELECT a.id, NULL, NULL, 'an audit record without its event' FROM erp.audit_log a
    WHERE a.company_id = ${companyId} AND a.action = ANY (erp.event_types())
      AND NOT EXISTS (SELECT FROM events e WHERE e.id = a.id)
    UNION ALL
    SELECT id, sequence, NULL, 'not the next sequence'
    FROM (SELECT id, sequence, lag(sequence, 1, 0::bigint) OVER (ORDER BY sequence) AS before
      FROM events WHERE sequence IS NOT NULL) n
    WHERE sequence <> before + 1
    UNION ALL
    SELECT NULL, h.sequence, NULL, 'the head is not the last sequence' FROM erp.event_heads h
    WHERE h.company_id = ${companyId} AND h.sequence <> (SELECT coalesce(max(sequence), 0) FROM events)
    UNION ALL
    SELECT coalesce(x.id, m.event_id), coalesce(x.sequence, m.sequence), coalesce(x.webhook_id, m.webhook_id),
      CASE WHEN x.id IS NULL THEN 'a delivery that nobody subscribed to' ELSE 'no delivery, or not one of this sequence' END
    FROM expected x
    FULL JOIN made m ON m.webhook_id = x.webhook_id AND m.event_id = x.id AND m.sequence = x.sequence
    WHERE x.id IS NULL OR m.event_id IS NULL
    UNION ALL
    SELECT event_id, min(sequence), webhook_id, format('%s deliveries', count(*)) FROM made
    GROUP BY webhook_id, event_id HAVING count(*) > 1`,
};
