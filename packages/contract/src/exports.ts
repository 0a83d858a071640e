import { type Static, Type } from 'typebox';
import { Id } from './common.ts';

/**
 * The lists that are exported whole: one row for each thing; of `entries` one for each line, of `settlements` one for
 * each part, of `dimensions` one for each value, of `budgets` one for each line, of `tags` one for each thing that has it.
 */
export const EXPORTS = [
  'contacts',
  'accounts',
  'taxes',
  'payment-terms',
  'entries',
  'invoices',
  'invoice-lines',
  'bills',
  'bill-lines',
  'credit-notes',
  'credit-note-lines',
  'debit-notes',
  'debit-note-lines',
  'expense-claims',
  'expense-claim-lines',
  'payments',
  'settlements',
  'bank-accounts',
  'bank-rules',
  'bank-statements',
  'bank-lines',
  'bank-match-entries',
  'dimensions',
  'entry-dimensions',
  'budgets',
  'recurring',
  'revaluations',
  'periods',
  'approvals',
  'tags',
  'comments',
  'attachments',
  'reminders',
  'mails',
  'audit-log',
] as const;
export type ExportNoun = (typeof EXPORTS)[number];

export const ExportParams = Type.Object({ companyId: Id, noun: Type.Enum(EXPORTS) });

/** CSV by RFC 4180 in UTF-8, however long; a workbook holds a bounded number of rows. */
export const ExportQuery = Type.Object(
  { format: Type.Optional(Type.Enum(['csv', 'xlsx'], { default: 'csv' })) },
  { additionalProperties: false },
);
export type ExportQuery = Static<typeof ExportQuery>;
