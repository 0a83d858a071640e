import type { DocumentKind } from '@crypto-erp/contract/documents';
import type { ExportNoun } from '@crypto-erp/contract/exports';
import { sql } from 'kysely';
import { BANK_LISTS } from './bank-lists.ts';
import { columns, type List } from './list.ts';
import { OTHER_LISTS } from './other-lists.ts';

/** Every list, the oldest or lowest code first. */
export const LISTS: Readonly<Record<ExportNoun, List>> = {
  contacts: {
    columns: columns('id name* email* taxNumber* address* country defaultAsset paymentTerms* archived'),
    rows: (companyId) => sql`
      SELECT c.id, c.name, c.email, c.tax_number AS "taxNumber", c.address, c.country,
        c.default_asset AS "defaultAsset", t.name AS "paymentTerms", c.archived
      FROM erp.contacts c
      LEFT JOIN erp.payment_terms t ON t.company_id = c.company_id AND t.id = c.payment_terms_id
      WHERE c.company_id = ${sql.lit(companyId)} ORDER BY c.name, c.id`,
  },
  accounts: {
    columns: columns('id code* name* type role parentCode* postable archived'),
    rows: (companyId) => sql`
      SELECT a.id, a.code, a.name, a.type, a.role, p.code AS "parentCode", a.postable, a.archived
      FROM erp.accounts a LEFT JOIN erp.accounts p ON p.company_id = a.company_id AND p.id = a.parent_id
      WHERE a.company_id = ${sql.lit(companyId)} ORDER BY a.code`,
  },
  taxes: {
    columns: columns(
      'id code* name* kind rate inclusive exemptReason* accountCode* inputAccountCode* archived',
    ),
    rows: (companyId) => sql`
      SELECT t.id, t.code, t.name, t.kind, trim_scale(t.rate) AS rate, t.inclusive, t.exempt_reason AS "exemptReason",
        a.code AS "accountCode", i.code AS "inputAccountCode", t.archived
      FROM erp.taxes t
      LEFT JOIN erp.accounts a ON a.company_id = t.company_id AND a.id = t.account_id
      LEFT JOIN erp.accounts i ON i.company_id = t.company_id AND i.id = t.input_account_id
      WHERE t.company_id = ${sql.lit(companyId)} ORDER BY t.code`,
  },
  'payment-terms': {
    columns: columns('id name* days fromEndOfMonth archived'),
    rows: (companyId) => sql`
      SELECT id, name, days, from_end_of_month AS "fromEndOfMonth", archived FROM erp.payment_terms
      WHERE company_id = ${sql.lit(companyId)} ORDER BY name, id`,
  },
  entries: {
    columns:
      columns(`sequence number date description* source sourceId reversesId postedAt position accountCode*
      accountName* asset quantity# baseAmount# lineDescription* contactName* entryId`),
    rows: (companyId) => sql`
      SELECT e.sequence, e.number, e.date, e.description, e.source, e.source_id AS "sourceId",
        e.reverses_id AS "reversesId", e.posted_at AS "postedAt", l.position, a.code AS "accountCode",
        a.name AS "accountName", l.asset, l.quantity, l.base_amount AS "baseAmount", l.description AS "lineDescription",
        c.name AS "contactName", e.id AS "entryId"
      FROM erp.entries e
      JOIN erp.entry_lines l ON l.company_id = e.company_id AND l.entry_id = e.id
      JOIN erp.accounts a ON a.company_id = e.company_id AND a.id = l.account_id
      LEFT JOIN erp.contacts c ON c.company_id = e.company_id AND c.id = l.contact_id
      WHERE e.company_id = ${sql.lit(companyId)} ORDER BY e.sequence, l.position`,
  },
  invoices: documents('invoice'),
  'invoice-lines': documentLines('invoice'),
  bills: documents('bill'),
  'bill-lines': documentLines('bill'),
  'credit-notes': documents('credit-note'),
  'credit-note-lines': documentLines('credit-note'),
  'debit-notes': documents('debit-note'),
  'debit-note-lines': documentLines('debit-note'),
  'expense-claims': documents('expense-claim'),
  'expense-claim-lines': documentLines('expense-claim'),
  payments: {
    columns:
      columns(`id side direction date contactName* asset amount# baseAmount# feeAmount# creditAmount# openCredit#
      accountCode* reference* entryNumber reversed`),
    rows: (companyId) => sql`
      SELECT p.id, p.side, p.direction, p.date, c.name AS "contactName", p.asset, p.amount,
        p.base_amount AS "baseAmount", p.fee_amount AS "feeAmount", p.credit_amount AS "creditAmount",
        CASE WHEN p.reversal_entry_id IS NULL THEN p.credit_amount - p.settled_amount ELSE 0 END AS "openCredit",
        a.code AS "accountCode", p.reference, e.number AS "entryNumber", p.reversal_entry_id IS NOT NULL AS reversed
      FROM erp.payments p
      JOIN erp.contacts c ON c.company_id = p.company_id AND c.id = p.contact_id
      JOIN erp.accounts a ON a.company_id = p.company_id AND a.id = p.account_id
      JOIN erp.entries e ON e.company_id = p.company_id AND e.id = p.entry_id
      WHERE p.company_id = ${sql.lit(companyId)} ORDER BY p.date, p.id`,
  },
  settlements: {
    columns:
      columns(`settlementId kind date reversedOn exchangeDifference# entryNumber position itemKind itemId itemNumber
      asset amount# baseAmount# writeOff#`),
    rows: (companyId) => sql`
      SELECT s.id AS "settlementId", s.kind, s.date, s.reversed_on AS "reversedOn",
        s.exchange_difference AS "exchangeDifference", e.number AS "entryNumber", p.position,
        coalesce(d.kind, 'payment') AS "itemKind", coalesce(p.document_id, p.payment_id) AS "itemId",
        coalesce(d.number, x.number) AS "itemNumber", coalesce(d.asset, y.asset) AS asset, p.amount,
        p.base_amount AS "baseAmount", p.write_off AS "writeOff"
      FROM erp.settlements s
      JOIN erp.settlement_parts p ON p.company_id = s.company_id AND p.settlement_id = s.id
      LEFT JOIN erp.entries e ON e.company_id = s.company_id AND e.id = s.entry_id
      LEFT JOIN erp.documents d ON d.company_id = s.company_id AND d.id = p.document_id
      LEFT JOIN erp.payments y ON y.company_id = s.company_id AND y.id = p.payment_id
      LEFT JOIN erp.entries x ON x.company_id = s.company_id AND x.id = y.entry_id
      WHERE s.company_id = ${sql.lit(companyId)} ORDER BY s.date, s.id, p.position`,
  },
  'audit-log': {
    columns: columns('id at actorKind actorId ip action subjectKind subjectId before* after*'),
    rows: (companyId) => sql`
      SELECT id, at, actor_kind AS "actorKind", actor_id AS "actorId", ip, action, subject_kind AS "subjectKind",
        subject_id AS "subjectId", nullif(before, 'null')::text AS before, nullif(after, 'null')::text AS after
      FROM erp.audit_log WHERE company_id = ${sql.lit(companyId)} ORDER BY id`,
  },
  ...BANK_LISTS,
  ...OTHER_LISTS,
};

/** One row a document, drafts too. The names are those that stand on a posted document. */
function documents(kind: DocumentKind): List {
  return {
    columns:
      columns(`id side status number externalNumber* contactName* issueDate dueDate asset net# tax# total# openAmount#
      creditedAmount# rate# rateDate baseTotal# reference* notes* correctsNumber entryNumber`),
    rows: (companyId) => sql`
      SELECT d.id, d.side, d.status, d.number, d.external_number AS "externalNumber",
        coalesce(d.contact_name, c.name) AS "contactName", d.issue_date AS "issueDate", d.due_date AS "dueDate", d.asset,
        d.net, d.tax, d.total, CASE WHEN d.status IN ('draft', 'void') THEN 0 ELSE d.total - d.settled_amount END
          AS "openAmount",
        d.credited_amount AS "creditedAmount", trim_scale(d.rate) AS rate, d.rate_date AS "rateDate",
        d.base_total AS "baseTotal", d.reference, d.notes, o.number AS "correctsNumber", e.number AS "entryNumber"
      FROM erp.documents d
      JOIN erp.contacts c ON c.company_id = d.company_id AND c.id = d.contact_id
      LEFT JOIN erp.documents o ON o.company_id = d.company_id AND o.id = d.corrects_id
      LEFT JOIN erp.entries e ON e.company_id = d.company_id AND e.id = d.entry_id
      WHERE d.company_id = ${sql.lit(companyId)} AND d.kind = ${sql.lit(kind)} ORDER BY d.issue_date, d.id`,
  };
}

function documentLines(kind: DocumentKind): List {
  return {
    columns:
      columns(`documentId number status issueDate position description* quantity# unitPrice# discountPercent# taxCode*
      accountCode* asset net# tax# baseNet#`),
    rows: (companyId) => sql`
      SELECT d.id AS "documentId", d.number, d.status, d.issue_date AS "issueDate", l.position, l.description,
        trim_scale(l.quantity) AS quantity, trim_scale(l.unit_price) AS "unitPrice",
        trim_scale(l.discount_percent) AS "discountPercent", t.code AS "taxCode", a.code AS "accountCode", d.asset, l.net,
        l.tax, l.base_net AS "baseNet"
      FROM erp.documents d
      JOIN erp.document_lines l ON l.company_id = d.company_id AND l.document_id = d.id
      JOIN erp.accounts a ON a.company_id = d.company_id AND a.id = l.account_id
      LEFT JOIN erp.taxes t ON t.company_id = d.company_id AND t.id = l.tax_id
      WHERE d.company_id = ${sql.lit(companyId)} AND d.kind = ${sql.lit(kind)}
      ORDER BY d.issue_date, d.id, l.position`,
  };
}
