import { sql } from 'kysely';
import { columns, type List } from './list.ts';

/** What stands beside the books: dimensions, plans, locks, notes, and what was asked and sent. */
export const OTHER_LISTS = {
  dimensions: {
    columns: columns('dimension* valueId code* name* archived'),
    rows: (companyId) => sql`
      SELECT d.name AS dimension, v.id AS "valueId", v.code, v.name, d.archived OR coalesce(v.archived, false) AS archived
      FROM erp.dimensions d
      LEFT JOIN erp.dimension_values v ON v.company_id = d.company_id AND v.dimension_id = d.id
      WHERE d.company_id = ${sql.lit(companyId)} ORDER BY d.name, v.code`,
  },
  'entry-dimensions': {
    columns: columns('entryNumber position dimension* code* name* entryId'),
    rows: (companyId) => sql`
      SELECT e.number AS "entryNumber", x.position, d.name AS dimension, v.code, v.name, e.id AS "entryId"
      FROM erp.entry_line_dimensions x
      JOIN erp.entries e ON e.company_id = x.company_id AND e.id = x.entry_id
      JOIN erp.dimensions d ON d.company_id = x.company_id AND d.id = x.dimension_id
      JOIN erp.dimension_values v ON v.company_id = x.company_id AND v.id = x.value_id
      WHERE x.company_id = ${sql.lit(companyId)} ORDER BY e.sequence, x.position, d.name`,
  },
  budgets: {
    columns: columns('budgetId name* fiscalYear archived accountCode* month dimension* value* amount#'),
    rows: (companyId) => sql`
      SELECT b.id AS "budgetId", b.name, b.fiscal_year AS "fiscalYear", b.archived, a.code AS "accountCode",
        to_char(l.month, 'YYYY-MM') AS month, d.name AS dimension, v.code AS value, trim_scale(l.amount) AS amount
      FROM erp.budgets b
      LEFT JOIN erp.budget_lines l ON l.company_id = b.company_id AND l.budget_id = b.id
      LEFT JOIN erp.accounts a ON a.company_id = l.company_id AND a.id = l.account_id
      LEFT JOIN erp.dimension_values v ON v.company_id = l.company_id AND v.id = l.dimension_value_id
      LEFT JOIN erp.dimensions d ON d.company_id = v.company_id AND d.id = v.dimension_id
      WHERE b.company_id = ${sql.lit(companyId)} ORDER BY b.fiscal_year, b.name, l.position`,
  },
  recurring: {
    columns: columns('id name* kind mode rule startsOn endsOn proRata paused nextOn content*'),
    rows: (companyId) => sql`
      SELECT id, name, kind, mode, rule, starts_on AS "startsOn", ends_on AS "endsOn", pro_rata AS "proRata", paused,
        next_on AS "nextOn", content::text AS content
      FROM erp.recurring WHERE company_id = ${sql.lit(companyId)} ORDER BY name, id`,
  },
  revaluations: {
    columns: columns('id date entryNumber reversalNumber gain# loss#'),
    rows: (companyId) => sql`
      SELECT r.id, r.date, e.number AS "entryNumber", b.number AS "reversalNumber", r.gain, r.loss
      FROM erp.revaluations r
      JOIN erp.entries e ON e.company_id = r.company_id AND e.id = r.entry_id
      JOIN erp.entries b ON b.company_id = r.company_id AND b.id = r.reversal_entry_id
      WHERE r.company_id = ${sql.lit(companyId)} ORDER BY r.date, r.id`,
  },
  periods: {
    columns: columns('month lock closedAt'),
    rows: (companyId) => sql`
      SELECT to_char(month, 'YYYY-MM') AS month, lock, closed_at AS "closedAt" FROM erp.closed_periods
      WHERE company_id = ${sql.lit(companyId)} ORDER BY month`,
  },
  approvals: {
    columns:
      columns(`id kind subjectId subjectVersion amount# status submittedBy submittedAt decidedBy onBehalfOf decidedAt
      comment*`),
    rows: (companyId) => sql`
      SELECT id, kind, subject_id AS "subjectId", subject_version AS "subjectVersion", trim_scale(amount) AS amount, status,
        submitted_by AS "submittedBy", submitted_at AS "submittedAt", decided_by AS "decidedBy",
        on_behalf_of AS "onBehalfOf", decided_at AS "decidedAt", comment
      FROM erp.approvals WHERE company_id = ${sql.lit(companyId)} ORDER BY submitted_at, id`,
  },
  tags: {
    columns: columns('id name* colour subjectKind subjectId'),
    rows: (companyId) => sql`
      SELECT t.id, t.name, t.colour, s.subject_kind AS "subjectKind", s.subject_id AS "subjectId" FROM erp.tags t
      LEFT JOIN erp.subject_tags s ON s.company_id = t.company_id AND s.tag_id = t.id
      WHERE t.company_id = ${sql.lit(companyId)} ORDER BY t.name, t.id, s.subject_kind, s.subject_id`,
  },
  comments: {
    columns: columns('id subjectKind subjectId text* actorKind actorId createdAt editedAt'),
    rows: (companyId) => sql`
      SELECT id, subject_kind AS "subjectKind", subject_id AS "subjectId", text, actor_kind AS "actorKind",
        actor_id AS "actorId", created_at AS "createdAt", edited_at AS "editedAt"
      FROM erp.comments WHERE company_id = ${sql.lit(companyId)} ORDER BY created_at, id`,
  },
  attachments: {
    columns: columns('id subjectKind subjectId fileName* type size sha256 actorKind actorId createdAt'),
    rows: (companyId) => sql`
      SELECT id, subject_kind AS "subjectKind", subject_id AS "subjectId", file_name AS "fileName", type, size,
        encode(sha256, 'hex') AS sha256, actor_kind AS "actorKind", actor_id AS "actorId", created_at AS "createdAt"
      FROM erp.attachments WHERE company_id = ${sql.lit(companyId)} ORDER BY created_at, id`,
  },
  reminders: {
    columns: columns('date days documentNumber contactName* toAddress* state sentAt mailId'),
    rows: (companyId) => sql`
      SELECT r.date, r.days, d.number AS "documentNumber", c.name AS "contactName", m.to_address AS "toAddress", m.state,
        m.sent_at AS "sentAt", m.id AS "mailId"
      FROM erp.reminders r
      JOIN erp.documents d ON d.company_id = r.company_id AND d.id = r.document_id
      JOIN erp.contacts c ON c.company_id = r.company_id AND c.id = r.contact_id
      JOIN erp.mails m ON m.company_id = r.company_id AND m.id = r.mail_id
      WHERE r.company_id = ${sql.lit(companyId)} ORDER BY r.date, d.number, r.days`,
  },
  mails: {
    columns: columns('id createdAt toAddress* subject* text* state sentAt problem* aboutKind aboutId'),
    rows: (companyId) => sql`
      SELECT id, created_at AS "createdAt", to_address AS "toAddress", subject, text, state, sent_at AS "sentAt", problem,
        about_kind AS "aboutKind", about_id AS "aboutId"
      FROM erp.mails WHERE company_id = ${sql.lit(companyId)} ORDER BY created_at, id`,
  },
} satisfies Record<string, List>;
