import { type Static, Type } from 'typebox';

/** Every error code the API answers with. A code never changes its meaning. */
export const ERROR_CODES = [
  // the request
  'invalid_input',
  'invalid_json',
  'body_too_large',
  'not_found',
  'unsupported_media_type',
  'too_many_requests',
  // who asks
  'not_signed_in',
  'not_permitted',
  'invalid_api_key',
  'invalid_invitation',
  'last_owner',
  // repeating and racing
  'idempotency_key_missing',
  'idempotency_key_reused',
  'version_conflict',
  'already_exists',
  'in_use',
  // the books
  'entry_unbalanced',
  'entry_too_few_lines',
  'line_zero',
  'base_amount_mismatch',
  'invalid_amount',
  'too_many_decimals',
  'amount_too_large',
  'amount_not_positive',
  'unknown_asset',
  'unknown_account',
  'account_archived',
  'account_not_postable',
  'account_wrong_type',
  'control_account',
  'period_closed',
  'period_not_closed',
  'not_a_draft',
  'not_posted',
  'already_reversed',
  'reverse_document_instead',
  'date_before_original',
  // documents
  'unknown_contact',
  'contact_archived',
  'unknown_tax',
  'tax_archived',
  'unknown_payment_terms',
  'payment_terms_archived',
  'due_before_issue',
  'payment_exceeds_open_amount',
  'payment_before_issue',
  'has_payments',
  'payment_not_allocated',
  'paid_amount_missing',
  'write_off_over_limit',
  'wrong_contact',
  'wrong_side',
  'wrong_asset',
  'wrong_original',
  'credit_exceeds_original',
  'already_void',
  'settlement_unbalanced',
  'settlement_of_void',
  'credit_in_use',
  'tax_not_for_purchases',
  'document_not_ready',
  'missing_account_role',
  // e-invoices and Verifactu
  'e_invoice_incomplete',
  'invalid_xml',
  'not_an_e_invoice',
  'e_invoice_totals',
  'e_invoice_unsupported',
  'verifactu_not_possible',
  // dimensions, budgets, reports
  'unknown_dimension',
  'dimension_archived',
  'dimension_twice',
  'unknown_budget',
  'budget_month_outside',
  'budget_line_twice',
  'report_too_large',
  'too_many_columns',
  // closing
  'drafts_in_period',
  'earlier_period_open',
  'reason_required',
  'fiscal_year_closed',
  'fiscal_year_not_closed',
  'later_year_closed',
  'opening_balances_exist',
  'nothing_to_revalue',
  // approval
  'approval_required',
  'approver_is_author',
  'not_an_approver',
  'already_submitted',
  'already_decided',
  // prices
  'rate_missing',
  'invalid_rate_file',
  // mail, reminders and recurring documents
  'mail_not_configured',
  'mail_not_failed',
  'contact_without_email',
  'unknown_placeholder',
  'invalid_rule',
  'rule_without_end',
  'occurrence_not_failed',
  // webhooks
  'webhook_address_refused',
  'too_many_webhooks',
  'delivery_under_way',
  // archives
  'archive_unreadable',
  'archive_version',
  'archive_newer',
  'archive_damaged',
  'archive_refused',
  // exports
  'export_too_large',
  // attachments, comments, tags
  'file_empty',
  'file_type_not_allowed',
  'file_type_mismatch',
  'too_many_attachments',
  'attachment_kept',
  'attachment_unavailable',
  'not_author',
  'unknown_member',
  'unknown_tag',
  'too_many_tags',
  // the system
  'not_ready',
  'internal_error',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** What is wrong with one field: `path` is a JSON pointer into the body, or `query/name`, `path/name`, `header/name`. */
export const FieldError = Type.Object({
  path: Type.String(),
  code: Type.String(),
  message: Type.String(),
});
export type FieldError = Static<typeof FieldError>;

/** RFC 9457 problem document. `detail` says what to do; `errors` names each field that is wrong. */
export const Problem = Type.Object({
  type: Type.String(),
  title: Type.String(),
  status: Type.Integer(),
  code: Type.String(),
  detail: Type.String(),
  instance: Type.Optional(Type.String()),
  errors: Type.Optional(Type.Array(FieldError)),
});
export type Problem = Static<typeof Problem>;
