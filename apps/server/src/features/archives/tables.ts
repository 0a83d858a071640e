import type { Row } from './format.ts';

/**
 * What an archive does with a table. `posted`: its rows are posted again by `erp.post()`. `plain`: its rows are inserted
 * as they are. `history`: it is there to be read, and an import leaves it.
 */
type Treatment = 'posted' | 'plain' | 'history';

/** How many rows are held at once where a table does not say. */
export const ROWS_AT_ONCE = 500;

export interface ArchivedTable {
  /** Without its schema, `contacts`. */
  name: string;
  treatment: Treatment;
  /** The columns that order the rows: the same company gives the same lines. */
  orderBy: readonly string[];
  /** A row as it is imported, where that is not as it was; null for one that is left. */
  asImported?(row: Row): Row | null;
  /** Values until all is posted, in place of those that would refuse the posting. */
  meanwhile?: Row;
  /** How many rows are held at once, of rows that are large; all of them, when they point to one another. */
  atOnce?: number;
}

const NOT_SENT = 'The company was imported before this was sent.';

/**
 * Every table of an archive, in the order of its lines: a row comes after what it points to. Plain tables stand before
 * what is posted when that points to them, else behind it. Companies, accounts, approvals and documents have a part of
 * their own in `import.ts`.
 */
export const TABLES: readonly ArchivedTable[] = [
  { name: 'companies', treatment: 'plain', orderBy: ['name'] },
  { name: 'payment_terms', treatment: 'plain', orderBy: ['id'] },
  {
    name: 'accounts',
    treatment: 'plain',
    orderBy: ['id'],
    atOnce: Number.POSITIVE_INFINITY,
    meanwhile: { archived: false, postable: true },
  },
  { name: 'taxes', treatment: 'plain', orderBy: ['id'] },
  { name: 'contacts', treatment: 'plain', orderBy: ['id'] },
  { name: 'contact_external_ids', treatment: 'plain', orderBy: ['external_id'] },
  { name: 'entry_drafts', treatment: 'plain', orderBy: ['id'] },
  { name: 'approvals', treatment: 'plain', orderBy: ['id'] },
  { name: 'dimensions', treatment: 'plain', orderBy: ['id'] },
  { name: 'dimension_values', treatment: 'plain', orderBy: ['id'], meanwhile: { archived: false } },
  { name: 'tags', treatment: 'plain', orderBy: ['id'] },
  { name: 'entries', treatment: 'posted', orderBy: ['sequence'] },
  { name: 'entry_lines', treatment: 'posted', orderBy: ['entry_id', 'position'] },
  {
    name: 'entry_line_dimensions',
    treatment: 'posted',
    orderBy: ['entry_id', 'position', 'dimension_id'],
  },
  { name: 'documents', treatment: 'posted', orderBy: ['created_at', 'id'] },
  { name: 'document_lines', treatment: 'posted', orderBy: ['document_id', 'position'] },
  { name: 'document_taxes', treatment: 'posted', orderBy: ['document_id', 'position'] },
  { name: 'payments', treatment: 'posted', orderBy: ['id'] },
  { name: 'settlements', treatment: 'posted', orderBy: ['id'] },
  { name: 'settlement_parts', treatment: 'posted', orderBy: ['settlement_id', 'position'] },
  { name: 'document_pdfs', treatment: 'plain', orderBy: ['document_id'], atOnce: 20 },
  { name: 'e_invoice_files', treatment: 'plain', orderBy: ['document_id'], atOnce: 20 },
  { name: 'revaluations', treatment: 'plain', orderBy: ['id'] },
  { name: 'bank_accounts', treatment: 'plain', orderBy: ['id'] },
  { name: 'bank_rules', treatment: 'plain', orderBy: ['id'] },
  // Made anew with their lines, and reconciled again by somebody of the new company.
  {
    name: 'bank_statements',
    treatment: 'plain',
    orderBy: ['id'],
    asImported: ({
      created_at: _,
      reconciled_at: __,
      reconciled_by_kind: ___,
      reconciled_by: ____,
      ...row
    }) => row,
  },
  { name: 'bank_lines', treatment: 'plain', orderBy: ['id'] },
  { name: 'bank_statement_lines', treatment: 'plain', orderBy: ['statement_id', 'position'] },
  {
    name: 'bank_matches',
    treatment: 'plain',
    orderBy: ['id'],
    asImported: ({ created_at: _, ...row }) => row,
  },
  { name: 'bank_match_lines', treatment: 'plain', orderBy: ['bank_line_id'] },
  { name: 'bank_match_entry_lines', treatment: 'plain', orderBy: ['entry_id', 'position'] },
  { name: 'wallets', treatment: 'plain', orderBy: ['id'] },
  { name: 'transfers', treatment: 'plain', orderBy: ['id'] },
  { name: 'set_prices', treatment: 'plain', orderBy: ['id'] },
  { name: 'price_settings', treatment: 'plain', orderBy: ['gap_days'] },
  { name: 'lot_settings', treatment: 'plain', orderBy: ['pool'] },
  { name: 'lot_methods', treatment: 'plain', orderBy: ['position'] },
  {
    name: 'transactions',
    treatment: 'plain',
    orderBy: ['id'],
    meanwhile: { state: 'open', effective_at: null, ignored_reason: null },
  },
  { name: 'transaction_rules', treatment: 'plain', orderBy: ['id'] },
  { name: 'transaction_rule_runs', treatment: 'plain', orderBy: ['id'] },
  { name: 'transaction_rule_changes', treatment: 'plain', orderBy: ['run_id', 'transaction_id'] },
  { name: 'transaction_transfers', treatment: 'plain', orderBy: ['transfer_id'] },
  { name: 'transaction_entries', treatment: 'plain', orderBy: ['entry_id'] },
  { name: 'transaction_moves', treatment: 'plain', orderBy: ['transaction_id', 'ordinal'] },
  { name: 'lots', treatment: 'plain', orderBy: ['id'] },
  { name: 'lot_uses', treatment: 'plain', orderBy: ['transaction_id', 'ordinal', 'part'] },
  // Locked as of the import: what was posted is dated before.
  {
    name: 'closed_periods',
    treatment: 'plain',
    orderBy: ['month'],
    asImported: ({ closed_at: _, ...row }) => row,
  },
  { name: 'year_closes', treatment: 'plain', orderBy: ['id'] },
  { name: 'approval_rules', treatment: 'plain', orderBy: ['kind'] },
  { name: 'budgets', treatment: 'plain', orderBy: ['id'] },
  { name: 'budget_lines', treatment: 'plain', orderBy: ['budget_id', 'position'] },
  // What would send or post on its own waits until somebody of the new company wants it.
  { name: 'recurring', treatment: 'plain', orderBy: ['id'], asImported: (row) => ({ ...row, paused: true }) },
  { name: 'recurring_occurrences', treatment: 'plain', orderBy: ['recurring_id', 'date'] },
  {
    name: 'mails',
    treatment: 'plain',
    orderBy: ['id'],
    asImported: (row) => (row.state === 'queued' ? { ...row, state: 'failed', problem: NOT_SENT } : row),
  },
  {
    name: 'reminder_steps',
    treatment: 'plain',
    orderBy: ['id'],
    asImported: (row) => ({ ...row, active: false }),
  },
  { name: 'reminder_opt_outs', treatment: 'plain', orderBy: ['contact_id'] },
  { name: 'reminders', treatment: 'plain', orderBy: ['document_id', 'step_id'] },
  { name: 'reminder_runs', treatment: 'plain', orderBy: ['date'] },
  // Whose bytes are in an object storage are not in the archive.
  {
    name: 'attachments',
    treatment: 'plain',
    orderBy: ['id'],
    asImported: (row) => (row.storage === 'database' ? row : null),
  },
  { name: 'attachment_contents', treatment: 'plain', orderBy: ['attachment_id'], atOnce: 1 },
  { name: 'comments', treatment: 'plain', orderBy: ['id'] },
  { name: 'subject_tags', treatment: 'plain', orderBy: ['subject_kind', 'subject_id', 'tag_id'] },
  { name: 'approval_delegations', treatment: 'history', orderBy: ['id'] },
  { name: 'period_reopenings', treatment: 'history', orderBy: ['month', 'closed_at'] },
  { name: 'approval_events', treatment: 'history', orderBy: ['approval_id', 'position'] },
  // The tax agency knows them as those of the old company, which alone may add to their chain.
  { name: 'verifactu_settings', treatment: 'history', orderBy: ['nif'] },
  { name: 'verifactu_records', treatment: 'history', orderBy: ['sequence'] },
  { name: 'imports', treatment: 'history', orderBy: ['id'] },
  { name: 'import_errors', treatment: 'history', orderBy: ['import_id', 'position'] },
  { name: 'import_records', treatment: 'history', orderBy: ['import_id', 'line'] },
  { name: 'audit_log', treatment: 'history', orderBy: ['id'] },
];

/** The company tables that an archive leaves out, and why. */
export const LEFT_OUT: Readonly<Record<string, string>> = {
  chain_heads: 'the chain is computed anew, because the id of the company is part of it',
  month_balances: 'the sums of the entry lines, which posting writes',
  number_series: 'the last numbers given, which posting writes',
  idempotency_keys: 'answers to requests that were made to the old company',
  outbox: 'jobs that are under way',
  events: 'follow from the audit log',
  event_heads: 'counts the events',
  webhooks: 'hold secrets, and would tell programs of two companies',
  webhook_subscriptions: 'of webhooks',
  webhook_deliveries: 'of webhooks',
  webhook_attempts: 'of webhooks',
  comment_mentions: 'of members, who are none of the new company',
  search_texts: 'the words of what is imported, which its tables keep',
  import_chunks: 'files of imports that are not done',
  stored_objects: 'what is in the object storage for the old company',
};
