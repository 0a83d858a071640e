import type { InvoiceDraftUpdate, InvoiceLine, TaxSummaryLine } from '@crypto-erp/contract/invoices';
import { dueDate } from '@crypto-erp/ledger/dates';
import { formatDecimal, trimDecimal } from '@crypto-erp/ledger/decimal';
import { computeInvoice, type InvoiceTotals } from '@crypto-erp/ledger/invoice';
import type { Trx } from '../../db/database.ts';
import { DomainError, fieldError, notFound } from '../../errors.ts';
import type { AssetCatalogue } from '../assets/catalogue.ts';
import {
  type AccountReference,
  type InvoiceReferences,
  readReferences,
  type TaxReference,
} from './references.ts';

/** What a person enters. */
export type InvoiceContent = Omit<InvoiceDraftUpdate, 'version'>;

/** An invoice with everything that follows from what was entered. Amounts are whole units of its asset, as text. */
export interface ComposedInvoice {
  contactId: string;
  contactName: string;
  issueDate: string;
  dueDate: string;
  paymentTermsId: string | null;
  asset: string;
  decimals: number;
  reference: string;
  notes: string;
  lines: InvoiceLine[];
  taxSummary: TaxSummaryLine[];
  net: string;
  tax: string;
  total: string;
  /** The same amounts in smallest units, and what they refer to, for posting. */
  totals: InvoiceTotals;
  references: InvoiceReferences;
}

/**
 * Checks what was entered against the company's contacts, taxes, accounts and terms, and computes the amounts.
 * Throws `unknown_contact`, `contact_archived`, `unknown_payment_terms`, `unknown_tax`, `tax_archived`,
 * `unknown_account`, `account_archived`, `account_not_postable`, `control_account`, `unknown_asset`,
 * `due_before_issue`, and what {@link computeInvoice} refuses.
 */
export async function composeInvoice(
  trx: Trx,
  companyId: string,
  assets: AssetCatalogue,
  content: InvoiceContent,
): Promise<ComposedInvoice> {
  const decimals = await assets.decimals(content.asset);
  const references = await readReferences(trx, companyId, content);
  if (references === null) throw notFound('company');
  const contact = usableContact(references);
  const terms = usableTerms(references, content.paymentTermsId);
  const taxes = content.lines.map((line, i) => usableTax(references, line.taxId, i));
  const accounts = content.lines.map((line, i) => incomeAccount(references, line.accountId, i));

  const totals = computeInvoice({
    decimals,
    rounding: references.company.rounding,
    lines: content.lines.map((line, i) => ({ ...line, tax: taxes[i] ?? null })),
  });
  const amount = (units: bigint): string => formatDecimal(units, decimals);

  return {
    contactId: contact.id,
    contactName: contact.name,
    issueDate: content.issueDate,
    dueDate: dueOn(content, terms),
    paymentTermsId: terms?.id ?? null,
    asset: content.asset,
    decimals,
    reference: content.reference,
    notes: content.notes,
    lines: content.lines.map((line, i) => ({
      description: line.description,
      quantity: trimDecimal(line.quantity),
      unitPrice: trimDecimal(line.unitPrice),
      discountPercent: trimDecimal(line.discountPercent),
      taxId: line.taxId,
      accountId: (accounts[i] as AccountReference).id,
      net: amount(totals.lines[i]?.net ?? 0n),
      tax: amount(totals.lines[i]?.tax ?? 0n),
    })),
    taxSummary: totals.taxes.map(({ taxId, base, tax }) => {
      const { code, name, kind, rate, exemptReason } = taxes.find((one) => one?.id === taxId) as TaxReference;
      return { taxId, code, name, kind, rate, exemptReason, base: amount(base), tax: amount(tax) };
    }),
    net: amount(totals.net),
    tax: amount(totals.tax),
    total: amount(totals.total),
    totals,
    references,
  };
}

/** The account with a role. Throws `missing_account_role`. */
export function accountWithRole(
  { accounts }: InvoiceReferences,
  role: NonNullable<AccountReference['role']>,
): AccountReference {
  const account = accounts.find((one) => one.role === role);
  if (account === undefined) {
    throw new DomainError('missing_account_role', `The chart has no account with the role ${role}: add one.`);
  }
  return account;
}

function usableContact({ contact }: InvoiceReferences): NonNullable<InvoiceReferences['contact']> {
  if (contact === null) {
    throw fieldError('unknown_contact', '/contactId', 'There is no such contact: choose one or add it.');
  }
  if (contact.archived) {
    throw fieldError(
      'contact_archived',
      '/contactId',
      `${contact.name} is archived: restore it or choose another.`,
    );
  }
  return contact;
}

function usableTerms({ terms, contact }: InvoiceReferences, asked: string | null) {
  const wanted = asked ?? contact?.paymentTermsId ?? null;
  if (wanted === null) return null;
  const found = terms.find((one) => one.id === wanted);
  if (found === undefined) {
    throw fieldError('unknown_payment_terms', '/paymentTermsId', 'There are no such payment terms.');
  }
  return found;
}

function usableTax({ taxes }: InvoiceReferences, id: string | null, line: number): TaxReference | null {
  if (id === null) return null;
  const path = `/lines/${line}/taxId`;
  const tax = taxes.find((one) => one.id === id);
  if (tax === undefined) throw fieldError('unknown_tax', path, 'There is no such tax code.');
  if (tax.archived)
    throw fieldError('tax_archived', path, `Tax code ${tax.code} is archived: choose another.`);
  return tax;
}

function incomeAccount(references: InvoiceReferences, id: string | null, line: number): AccountReference {
  if (id === null) return accountWithRole(references, 'sales');
  const path = `/lines/${line}/accountId`;
  const account = references.accounts.find((one) => one.id === id);
  if (account === undefined) throw fieldError('unknown_account', path, 'There is no such account.');
  if (account.archived) throw fieldError('account_archived', path, `Account ${account.code} is archived.`);
  if (!account.postable) {
    throw fieldError(
      'account_not_postable',
      path,
      `Account ${account.code} is a heading: choose one below it.`,
    );
  }
  if (account.role === 'receivable' || account.role === 'payable') {
    throw fieldError(
      'control_account',
      path,
      `Account ${account.code} follows its documents: choose an income account.`,
    );
  }
  return account;
}

function dueOn(content: InvoiceContent, terms: { days: number; fromEndOfMonth: boolean } | null): string {
  const date = content.dueDate ?? (terms ? dueDate(content.issueDate, terms) : content.issueDate);
  if (date < content.issueDate) {
    throw fieldError('due_before_issue', '/dueDate', 'The due date is on or after the issue date.');
  }
  return date;
}
