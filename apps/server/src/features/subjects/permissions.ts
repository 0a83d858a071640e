import type { Permission } from '@crypto-erp/contract/roles';
import type { SubjectKind } from '@crypto-erp/contract/subjects';

/** What it takes to read a subject, and so its attachments, comments, tags and timeline, and to find it. */
export const SUBJECT_PERMISSION: Readonly<Record<SubjectKind, Permission>> = {
  entry: 'entries:read',
  invoice: 'invoices:read',
  'credit-note': 'invoices:read',
  'debit-note': 'invoices:read',
  bill: 'bills:read',
  'expense-claim': 'bills:read',
  payment: 'payments:read',
  contact: 'contacts:read',
  transaction: 'transactions:read',
};
