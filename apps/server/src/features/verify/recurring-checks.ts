import { sql } from 'kysely';
import type { Check } from './check.ts';

/** What a date of something recurring posted is in the books under that date, and no date is still to come that was made. */
export const recurringOccurrences: Check = {
  name: 'recurring occurrences',
  broken: (companyId) => sql`
    SELECT o.recurring_id, o.date, o.created_id, 'is not in the books as it was made' AS problem
    FROM erp.recurring_occurrences o
    LEFT JOIN (
      SELECT id, 'entry' AS kind, date FROM erp.entries WHERE company_id = ${companyId}
      UNION ALL
      SELECT id, kind, issue_date FROM erp.documents WHERE company_id = ${companyId} AND status <> 'draft'
    ) AS e ON e.id = o.created_id AND e.kind = o.kind
    WHERE o.company_id = ${companyId} AND o.posted AND e.date IS DISTINCT FROM o.date
    UNION ALL
    SELECT o.recurring_id, o.date, o.created_id, format('would be made again: %s is next', r.next_on)
    FROM erp.recurring_occurrences o
    LEFT JOIN erp.recurring r ON r.company_id = o.company_id AND r.id = o.recurring_id
    WHERE o.company_id = ${companyId} AND (r.id IS NULL OR r.next_on <= o.date)`,
};
