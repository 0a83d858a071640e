import { sql } from 'kysely';
import type { Check } from './check.ts';

/**
 * Each statement's lines lead from its opening to its closing balance, and no booked line is without a statement; both
 * sides of each match are equal, and no line is in two; and what is matched in the books by the end of a reconciled
 * statement is what the bank says the account held.
 */
export const bankEqualsStatement: Check = {
  name: 'bank equals statement',
  broken: (companyId) => sql`
    SELECT s.id, 'a statement does not add up' AS problem,
      trim_scale(s.closing_balance - s.opening_balance - coalesce(l.amount, 0))::text AS difference
    FROM erp.bank_statements s
    LEFT JOIN (
      SELECT x.statement_id, sum(l.amount) AS amount
      FROM erp.bank_statement_lines x
      JOIN erp.bank_lines l ON l.company_id = x.company_id AND l.id = x.bank_line_id
      WHERE x.company_id = ${companyId} GROUP BY x.statement_id
    ) AS l ON l.statement_id = s.id
    WHERE s.company_id = ${companyId} AND s.closing_balance - s.opening_balance <> coalesce(l.amount, 0)
    UNION ALL
    SELECT l.id, 'a line is in no statement', trim_scale(l.amount)::text FROM erp.bank_lines l
    WHERE l.company_id = ${companyId} AND l.kind = 'booked' AND NOT EXISTS (
      SELECT FROM erp.bank_statement_lines x WHERE x.company_id = l.company_id AND x.bank_line_id = l.id)
    UNION ALL
    SELECT x.statement_id, 'a statement tells of a line that is gone', NULL FROM erp.bank_statement_lines x
    WHERE x.company_id = ${companyId} AND NOT EXISTS (
      SELECT FROM erp.bank_lines l WHERE l.company_id = x.company_id AND l.id = x.bank_line_id)
    UNION ALL
    SELECT m.match_id, CASE WHEN m.stray THEN 'a match has a part of elsewhere' ELSE 'the sides of a match differ' END,
      trim_scale(m.difference)::text
    FROM erp.bank_match_sides(${companyId}, NULL) AS m WHERE m.difference <> 0 OR m.stray
    UNION ALL
    SELECT x.entry_id, 'a line of the books is matched twice', NULL FROM erp.bank_match_entry_lines x
    WHERE x.company_id = ${companyId} GROUP BY x.entry_id, x.position HAVING count(*) > 1
    UNION ALL
    SELECT x.bank_line_id, 'a line of the bank is matched twice', NULL FROM erp.bank_match_lines x
    WHERE x.company_id = ${companyId} GROUP BY x.bank_line_id HAVING count(*) > 1
    UNION ALL
    SELECT s.id, 'a reconciled statement is not', trim_scale(r.difference)::text
    FROM erp.bank_statements s CROSS JOIN LATERAL erp.bank_reconciliation(s.company_id, s.id) AS r
    WHERE s.company_id = ${companyId} AND s.reconciled_at IS NOT NULL AND (r.open_lines > 0 OR r.difference <> 0)`,
};
