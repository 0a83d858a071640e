import type { DocumentContent, DocumentLine, TaxSummaryLine } from '@crypto-erp/contract/documents';
import { dueDate } from '@crypto-erp/ledger/dates';
import { formatDecimal, trimDecimal } from '@crypto-erp/ledger/decimal';
import { computeInvoice, type InvoiceTotals } from '@crypto-erp/ledger/invoice';
import { selfAssessedTax } from '@crypto-erp/ledger/tax';
import type { Trx } from '../../db/database.ts';
import { DomainError, fieldError, notFound } from '../../errors.ts';
import { usableAccount } from '../accounts/usable-account.ts';
import type { AssetCatalogue } from '../assets/catalogue.ts';
import { checkDimensionValues } from '../dimensions/service.ts';
import { type Nature, SIDES } from './kinds.ts';
import {
  type AccountReference,
  type DocumentReferences,
  readReferences,
  type TaxReference,
  type TermsReference,
} from './references.ts';

/** A document with everything that follows from what was entered. Amounts are whole units of its asset, as text. */
export interface ComposedDocument extends Nature {
  contactId: string;
  contactName: string;
  correctsId: string | null;
  externalNumber: string;
  issueDate: string;
  dueDate: string;
  paymentTermsId: string | null;
  asset: string;
  decimals: number;
  reference: string;
  notes: string;
  lines: DocumentLine[];
  taxSummary: TaxSummaryLine[];
  net: string;
  tax: string;
  total: string;
  /** The same amounts in smallest units, and what they refer to, for posting. */
  totals: InvoiceTotals;
  /** In the order of `totals.taxes`. */
  selfAssessed: bigint[];
  references: DocumentReferences;
}

/**
 * Checks what was entered against the company's contacts, taxes, accounts and terms, and computes the amounts.
 * Throws `unknown_contact`, `contact_archived`, `unknown_payment_terms`, `payment_terms_archived`, `unknown_tax`,
 * `tax_archived`, `tax_not_for_purchases`, `unknown_asset`, `due_before_issue`, `invalid_input` for a due date past all
 * dates, for an account of a line or of its tax what {@link usableAccount} refuses, for a line's dimensions what
 * {@link checkDimensionValues} refuses, and what {@link computeInvoice} refuses.
 */
export async function composeDocument(
  trx: Trx,
  companyId: string,
  assets: AssetCatalogue,
  nature: Nature,
  content: DocumentContent,
): Promise<ComposedDocument> {
  const decimals = await assets.decimals(content.asset);
  const references = await readReferences(trx, companyId, content);
  if (references === null) throw notFound('company');
  const contact = usableContact(references);
  const terms = usableTerms(references, content.paymentTermsId);
  const taxes = content.lines.map((line, i) => usableTax(references, nature, line.taxId, i));
  const accounts = content.lines.map((line, i) => lineAccount(references, nature, line.accountId, i));
  await checkDimensionValues(trx, companyId, content.lines);

  const { rounding } = references.company;
  const totals = computeInvoice({
    decimals,
    rounding,
    lines: content.lines.map((line, i) => ({ ...line, tax: taxes[i] ?? null })),
  });
  const taxOf = (id: string): TaxReference => taxes.find((one) => one?.id === id) as TaxReference;
  const selfAssessed = totals.taxes.map(({ taxId, base }) =>
    nature.side === 'purchase' ? selfAssessedTax(taxOf(taxId), base, rounding.mode) : 0n,
  );
  const amount = (units: bigint): string => formatDecimal(units, decimals);

  return {
    ...nature,
    contactId: contact.id,
    contactName: contact.name,
    correctsId: content.correctsId ?? null,
    externalNumber: content.externalNumber ?? '',
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
      dimensionValueIds: [...(line.dimensionValueIds ?? [])].sort(),
      net: amount(totals.lines[i]?.net ?? 0n),
      tax: amount(totals.lines[i]?.tax ?? 0n),
    })),
    taxSummary: totals.taxes.map(({ taxId, base, tax }, i) => {
      const { code, name, kind, rate, exemptReason } = taxOf(taxId);
      const amounts = { base: amount(base), tax: amount(tax), selfAssessed: amount(selfAssessed[i] ?? 0n) };
      return { taxId, code, name, kind, rate, exemptReason, ...amounts };
    }),
    net: amount(totals.net),
    tax: amount(totals.tax),
    total: amount(totals.total),
    totals,
    selfAssessed,
    references,
  };
}

/** The account with a role. Throws `missing_account_role`. */
export function accountWithRole(
  { accounts }: DocumentReferences,
  role: NonNullable<AccountReference['role']>,
): AccountReference {
  const account = accounts.find((one) => one.role === role);
  if (account === undefined) {
    throw new DomainError('missing_account_role', `The chart has no account with the role ${role}: add one.`);
  }
  return account;
}

function usableContact({ contact }: DocumentReferences): NonNullable<DocumentReferences['contact']> {
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
function usableTerms({ terms, contact }: DocumentReferences, asked: string | null): TermsReference | null {
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

function usableTax(
  { taxes, accounts }: DocumentReferences,
  { side }: Nature,
  id: string | null,
  line: number,
): TaxReference | null {
  if (id === null) return null;
  const path = `/lines/${line}/taxId`;
  const tax = taxes.find((one) => one.id === id);
  if (tax === undefined) throw fieldError('unknown_tax', path, 'There is no such tax code.');
  if (tax.archived) {
    throw fieldError('tax_archived', path, `Tax code ${tax.code} is archived: choose another.`);
  }
  if (side === 'purchase' && tax.kind !== 'exempt' && tax.inputAccountId === null) {
    throw fieldError(
      'tax_not_for_purchases',
      path,
      `Tax code ${tax.code} has no account for the tax of purchases: choose another.`,
    );
  }
  for (const accountId of accountsOf(tax, side)) {
    usableAccount(
      accounts.find((one) => one.id === accountId),
      path,
    );
  }
  return tax;
}

/** The accounts that a tax posts to on this side; a reverse charge on a purchase posts to both. */
function accountsOf(tax: TaxReference, side: Nature['side']): string[] {
  const ids = side === 'sales' ? [tax.accountId] : [tax.inputAccountId, tax.accountId];
  return ids.filter((id) => id !== null);
}

function lineAccount(
  references: DocumentReferences,
  { side }: Nature,
  id: string | null,
  line: number,
): AccountReference {
  if (id === null) return accountWithRole(references, SIDES[side].lines);
  return usableAccount(
    references.accounts.find((one) => one.id === id),
    `/lines/${line}/accountId`,
    { types: SIDES[side].lineTypes },
  );
}

/** The last day that a date of the API may be. */
const LAST_DAY = '2999-12-31';

function dueOn(content: DocumentContent, terms: TermsReference | null): string {
  const date = content.dueDate ?? (terms ? dueDate(content.issueDate, terms) : content.issueDate);
  if (date < content.issueDate) {
    throw fieldError('due_before_issue', '/dueDate', 'The due date is on or after the issue date.');
  }
  if (date > LAST_DAY) {
    throw fieldError('invalid_input', '/dueDate', `The due date would be after ${LAST_DAY}: enter one.`);
  }
  return date;
}
