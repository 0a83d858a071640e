import { sql } from 'kysely';
import type { Check } from './check.ts';

/** Nobody decided about a draft that they had made or changed, and each approval's trail ends in its status. */
export const approvals: Check = {
  name: 'approvals',
  broken: (companyId) => sql`
    SELECT a.id AS approval_id, a.kind, a.subject_id, 'decided by an author' AS problem
    FROM erp.approvals a
    WHERE a.company_id = ${companyId} AND EXISTS (
      SELECT FROM erp.audit_log l
      WHERE l.company_id = ${companyId} AND l.subject_kind = a.kind AND l.subject_id = a.subject_id
        AND l.actor_id IN (a.decided_by, a.on_behalf_of) AND l.at < a.decided_at)
    UNION ALL
    SELECT a.id, a.kind, a.subject_id, format('is %s, and its trail ends in %s', a.status, coalesce(e.action, 'nothing'))
    FROM erp.approvals a
    LEFT JOIN (
      SELECT DISTINCT ON (approval_id) approval_id, action FROM erp.approval_events
      WHERE company_id = ${companyId} ORDER BY approval_id, position DESC
    ) AS e ON e.approval_id = a.id
    WHERE a.company_id = ${companyId} AND e.action IS DISTINCT FROM a.status`,
};
