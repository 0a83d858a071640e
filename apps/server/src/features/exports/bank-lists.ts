import { sql } from 'kysely';
import { columns, type List } from './list.ts';

/** What the bank says, and what of the books it is. */
export const BANK_LISTS = {
  'bank-accounts': {
    columns: columns('id name* iban number* accountCode* asset archived'),
    rows: (companyId) => sql`
      SELECT b.id, b.name, b.iban, b.number, a.code AS "accountCode", b.asset, b.archived FROM erp.bank_accounts b
      JOIN erp.accounts a ON a.company_id = b.company_id AND a.id = b.account_id
      WHERE b.company_id = ${sql.lit(companyId)} ORDER BY b.name, b.id`,
  },
  'bank-rules': {
    columns: columns(
      'id priority name* bankAccount* direction contains* minAmount# maxAmount# accountCode* contactName* description*',
    ),
    rows: (companyId) => sql`
      SELECT r.id, r.priority, r.name, b.name AS "bankAccount", r.direction, r.contains,
        trim_scale(r.min_amount) AS "minAmount", trim_scale(r.max_amount) AS "maxAmount", a.code AS "accountCode",
        c.name AS "contactName", r.description
      FROM erp.bank_rules r
      LEFT JOIN erp.bank_accounts b ON b.company_id = r.company_id AND b.id = r.bank_account_id
      LEFT JOIN erp.accounts a ON a.company_id = r.company_id AND a.id = r.account_id
      LEFT JOIN erp.contacts c ON c.company_id = r.company_id AND c.id = r.contact_id
      WHERE r.company_id = ${sql.lit(companyId)} ORDER BY r.priority, r.id`,
  },
  'bank-statements': {
    columns: columns(
      'id bankAccount* format number* asset from to openingBalance# closingBalance# reconciledAt createdAt',
    ),
    rows: (companyId) => sql`
      SELECT s.id, b.name AS "bankAccount", s.format, s.number, b.asset, s.from_date AS "from", s.to_date AS "to",
        s.opening_balance AS "openingBalance", s.closing_balance AS "closingBalance",
        s.reconciled_at AS "reconciledAt", s.created_at AS "createdAt"
      FROM erp.bank_statements s
      JOIN erp.bank_accounts b ON b.company_id = s.company_id AND b.id = s.bank_account_id
      WHERE s.company_id = ${sql.lit(companyId)} ORDER BY b.name, b.id, s.from_date, s.to_date, s.id`,
  },
  'bank-lines': {
    columns:
      columns(`id bankAccount* kind date valueDate asset amount# reversal bankReference* endToEndId* reference* text*
      counterpartyName* counterpartyIban* state ignoredReason* matchId`),
    rows: (companyId) => sql`
      SELECT l.id, b.name AS "bankAccount", l.kind, l.date, l.value_date AS "valueDate", b.asset, l.amount, l.reversal,
        l.bank_reference AS "bankReference", l.end_to_end_id AS "endToEndId", l.reference, l.text,
        l.counterparty_name AS "counterpartyName", l.counterparty_iban AS "counterpartyIban",
        CASE WHEN m.match_id IS NOT NULL THEN 'matched' WHEN l.ignored_reason IS NOT NULL THEN 'ignored' ELSE 'open' END
          AS state,
        l.ignored_reason AS "ignoredReason", m.match_id AS "matchId"
      FROM erp.bank_lines l
      JOIN erp.bank_accounts b ON b.company_id = l.company_id AND b.id = l.bank_account_id
      LEFT JOIN erp.bank_match_lines m ON m.company_id = l.company_id AND m.bank_line_id = l.id
      WHERE l.company_id = ${sql.lit(companyId)} ORDER BY b.name, b.id, l.date, l.id`,
  },
  'bank-match-entries': {
    columns: columns('matchId kind entryNumber date position asset amount#'),
    rows: (companyId) => sql`
      SELECT x.match_id AS "matchId", m.kind, e.number AS "entryNumber", l.date, l.position, l.asset, l.quantity AS amount
      FROM erp.bank_match_entry_lines x
      JOIN erp.bank_matches m ON m.company_id = x.company_id AND m.id = x.match_id
      JOIN erp.entry_lines l ON l.company_id = x.company_id AND l.entry_id = x.entry_id AND l.position = x.position
      JOIN erp.entries e ON e.company_id = l.company_id AND e.id = l.entry_id
      WHERE x.company_id = ${sql.lit(companyId)} ORDER BY l.date, e.sequence, l.position`,
  },
} satisfies Record<string, List>;
