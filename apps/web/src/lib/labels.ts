import type { AccountType } from '@crypto-erp/contract/accounts';
import type { ChartTemplate } from '@crypto-erp/contract/companies';
import type { DocumentSide, DocumentStatus } from '@crypto-erp/contract/documents';
import type { EntrySource } from '@crypto-erp/contract/entries';
import type { Role } from '@crypto-erp/contract/roles';

/** The contract's codes in words. */
export const ACCOUNT_TYPE_LABELS: Record<AccountType, string> = {
  asset: 'Asset',
  liability: 'Liability',
  equity: 'Equity',
  income: 'Income',
  expense: 'Expense',
};

export const CHART_TEMPLATE_LABELS: Record<ChartTemplate, string> = {
  ifrs: 'IFRS (generic)',
  'us-gaap': 'US GAAP',
  'es-pgc': 'Spain: Plan General de Contabilidad',
};

export const DOCUMENT_STATUS_LABELS: Record<DocumentStatus | 'overdue', string> = {
  draft: 'Draft',
  posted: 'Posted',
  'partly-paid': 'Partly paid',
  paid: 'Paid',
  void: 'Void',
  overdue: 'Overdue',
};

export const ROLE_LABELS: Record<Role, string> = {
  owner: 'Owner',
  admin: 'Admin',
  accountant: 'Accountant',
  clerk: 'Clerk',
  approver: 'Approver',
  auditor: 'Auditor (reads only)',
};

export const SIDE_LABELS: Record<DocumentSide, string> = { sales: 'Sales', purchase: 'Purchases' };

export const TAX_KIND_LABELS = {
  standard: 'Standard',
  exempt: 'Exempt',
  'reverse-charge': 'Reverse charge',
} as const;

export const ENTRY_STATUS_LABELS = { draft: 'Draft', posted: 'Posted', reversed: 'Reversed' } as const;

export const ENTRY_SOURCE_LABELS: Record<EntrySource, string> = {
  manual: 'Manual',
  reversal: 'Reversal',
  invoice: 'Invoice',
  bill: 'Bill',
  'credit-note': 'Credit note',
  'debit-note': 'Debit note',
  'expense-claim': 'Expense claim',
  payment: 'Payment',
  settlement: 'Settlement',
  revaluation: 'Revaluation',
  'opening-balance': 'Opening balance',
  'year-end': 'Year-end close',
  transaction: 'Transaction',
};

/** Starts with a capital. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `labels` as the options of a select. */
export function options(labels: Readonly<Record<string, string>>): { value: string; label: string }[] {
  return Object.entries(labels).map(([value, label]) => ({ value, label }));
}
