import { sql } from 'kysely';
import type { Check } from './check.ts';

/**
 * Every committed key has its answer, and no two keys made the same thing. A draft and its posting are two things:
 * they share the id, and the status tells them apart.
 */
export const idempotencyAnswersUnique: Check = {
  name: 'idempotency answers unique',
  broken: (companyId) => sql`
    SELECT key, status, NULL AS id, 'has no answer' AS problem FROM erp.idempotency_keys
    WHERE company_id = ${companyId} AND (status IS NULL OR answer IS NULL)
    UNION ALL
    SELECT min(key), status, answer ->> 'id', format('%s keys made the same: %s', count(*), string_agg(key, ', ' ORDER BY key))
    FROM erp.idempotency_keys
    WHERE company_id = ${companyId} AND status = 201 AND answer ->> 'id' IS NOT NULL
    GROUP BY status, answer ->> 'id', answer ->> 'status'
    HAVING count(*) > 1`,
};

/**
 * Every posting has an audit record of its own transaction, whose start is the instant of both. The entries of
 * documents, payments and settlements are covered by those.
 */
export const auditRowsPresent: Check = {
  name: 'audit rows present',
  broken: (companyId) => sql`
    SELECT d.kind, d.id, d.number, d.at
    FROM (
      SELECT 'entry' AS kind, id, number, posted_at AS at FROM erp.entries
      WHERE company_id = ${companyId} AND source IN ('manual', 'reversal', 'revaluation', 'opening-balance', 'year-end')
      UNION ALL
      SELECT kind, id, number, posted_at FROM erp.documents WHERE company_id = ${companyId} AND status <> 'draft'
      UNION ALL
      SELECT 'payment', id, NULL, created_at FROM erp.payments WHERE company_id = ${companyId}
      UNION ALL
      SELECT 'settlement', id, NULL, created_at FROM erp.settlements
      WHERE company_id = ${companyId} AND kind <> 'payment'
    ) AS d
    WHERE NOT EXISTS (
      SELECT FROM erp.audit_log a
      WHERE a.company_id = ${companyId} AND a.subject_kind = d.kind AND a.subject_id = d.id AND a.at = d.at)
    ORDER BY d.at`,
};
