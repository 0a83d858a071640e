import type { InvoiceDraftUpdate, InvoiceLine, TaxSummaryLine } from '@crypto-erp/contract/invoices';
import { dueDate } from '@crypto-erp/ledger/dates';
import { formatDecimal, trimDecimal } from '@crypto-erp/ledger/decimal';
import { computeInvoice, type InvoiceTotals } from '@crypto-erp/ledger/invoice';
import type { Trx } from '../../db/database.ts';
import { DomainError, fieldError, notFound } from '../../errors.ts';
import { usableAccount } from '../accounts/usable-account.ts';
import type { AssetCatalogue } from '../assets/catalogue.ts';
import {
  type AccountReference,
  type InvoiceReferences,
  readReferences,
  type TaxReference,
  type TermsReference,
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
 * Throws `unknown_contact`, `contact_archived`, `unknown_payment_terms`, `payment_terms_archived`, `unknown_tax`,
 * `tax_archived`, `unknown_asset`, `due_before_issue`, `invalid_input` for a due date past all dates, for an account of
 * a line or of its tax what {@link usableAccount} refuses, and what {@link computeInvoice} refuses.
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

/** The terms asked for, else the contact's own unless they are archived. */
function usableTerms({ terms, contact }: InvoiceReferences, asked: string | null): TermsReference | null {
  if (asked === null) {
    return terms.find((one) => one.id === contact?.paymentTermsId && !one.archived) ?? null;
  }
  const found = terms.find((one) => one.id === asked);
  if (found === undefined) {
    throw fieldError('unknown_payment_terms', '/paymentTermsId', 'There are no such payment terms.');
  }
  if (found.archived) {
    throw fieldError(
      'payment_terms_archived',
      '/paymentTermsId',
      `The payment terms ${found.name} are archived: restore them or choose others.`,
    );
  }
  return found;
}

function usableTax({ taxes, accounts }: InvoiceReferences, id: string | null, line: number) {
  if (id === null) return null;
  const path = `/lines/${line}/taxId`;
  const tax = taxes.find((one) => one.id === id);
  if (tax === undefined) throw fieldError('unknown_tax', path, 'There is no such tax code.');
  if (tax.archived)
    throw fieldError('tax_archived', path, `Tax code ${tax.code} is archived: choose another.`);
  if (tax.accountId !== null) {
    usableAccount(
      accounts.find((one) => one.id === tax.accountId),
      path,
    );
  }
  return tax;
}

function incomeAccount(references: InvoiceReferences, id: string | null, line: number): AccountReference {
  if (id === null) return accountWithRole(references, 'sales');
  return usableAccount(
    references.accounts.find((one) => one.id === id),
    `/lines/${line}/accountId`,
    { types: ['income'] },
  );
}

/** The last day that a date of the API may be. */
const LAST_DAY = '2999-12-31';

function dueOn(content: InvoiceContent, terms: TermsReference | null): string {
  const date = content.dueDate ?? (terms ? dueDate(content.issueDate, terms) : content.issueDate);
  if (date < content.issueDate) {
    throw fieldError('due_before_issue', '/dueDate', 'The due date is on or after the issue date.');
  }
  if (date > LAST_DAY) {
    throw fieldError('invalid_input', '/dueDate', `The due date would be after ${LAST_DAY}: enter one.`);
  }
  return date;
}
