import type { Invoice } from '@crypto-erp/contract/invoices';
import { allocate } from '@crypto-erp/ledger/allocation';
import { fiscalYear, todayIn } from '@crypto-erp/ledger/dates';
import { formatDecimal } from '@crypto-erp/ledger/decimal';
import { convert, readableRate } from '@crypto-erp/ledger/rate';
import type { Trx } from '../../db/database.ts';
import { newId } from '../../db/id.ts';
import { DomainError, fieldError, versionConflict } from '../../errors.ts';
import type { AssetCatalogue } from '../assets/catalogue.ts';
import type { Context } from '../audit-log/context.ts';
import {
  type CommandKey,
  ENTRY_SERIES,
  itemJob,
  type PostItem,
  type PostLine,
  postItem,
} from '../entries/post-item.ts';
import { priceOf } from '../prices/read-model.ts';
import { accountWithRole, type ComposedInvoice, composeInvoice, type InvoiceContent } from './compose.ts';
import { requireInvoice } from './read-model.ts';
import type { InvoiceReferences } from './references.ts';

/** The series that sales invoices are numbered in. */
export const INVOICE_SERIES = 'INV';

/** Which draft, as its reader saw it. */
interface DraftReference {
  id: string;
  version: number;
}

/**
 * Checks an invoice and makes it ready for the post queue, with its entry at the rate of its issue date. Throws what
 * {@link composeInvoice} refuses, `amount_not_positive` for a total of zero, and `rate_missing`.
 */
export async function prepareInvoice(
  trx: Trx,
  context: Context,
  assets: AssetCatalogue,
  content: InvoiceContent,
  command: CommandKey,
  draft?: Invoice,
): Promise<PostItem> {
  const invoice = await composeInvoice(trx, context.companyId, assets, content);
  if (invoice.totals.total <= 0n) {
    throw fieldError(
      'amount_not_positive',
      '/lines',
      'The total of an invoice is above zero: enter quantities and prices.',
    );
  }
  const { company } = invoice.references;
  const price = await priceOf(trx, {
    asset: invoice.asset,
    quote: company.baseAsset,
    date: invoice.issueDate,
  });
  const baseDecimals = await assets.decimals(company.baseAsset);
  const baseTotal = convert(
    invoice.totals.total,
    invoice.decimals,
    baseDecimals,
    price.rate,
    company.rounding.mode,
  );

  const id = draft?.id ?? newId();
  const entryId = newId();
  const posted: Posted = {
    id,
    entryId,
    baseTotal: formatDecimal(baseTotal, baseDecimals),
    rate: readableRate(price.rate),
    rateDate: price.rateDate,
  };
  return postItem({
    actor: context.actor,
    command,
    action: 'invoice.posted',
    draft,
    answer: { ...postedAnswer(invoice, posted), version: (draft?.version ?? 0) + 1 },
    entry: {
      id: entryId,
      series: ENTRY_SERIES,
      fiscal_year: fiscalYear(invoice.issueDate, company.fiscalYearStartMonth),
      date: invoice.issueDate,
      description: invoice.contactName,
      source: 'invoice',
      source_id: id,
      reverses_id: null,
      lines: entryLines(invoice, baseTotal, baseDecimals),
    },
    invoice: invoiceRow(invoice, posted),
    jobs: [itemJob('render-invoice', { companyId: context.companyId, invoiceId: id })],
  });
}

/** The item that posts a draft as it was at `version`. Throws `not_a_draft`, `version_conflict`, and as above. */
export async function prepareInvoiceDraft(
  trx: Trx,
  context: Context,
  assets: AssetCatalogue,
  draft: DraftReference,
  command: CommandKey,
): Promise<PostItem> {
  const stored = await requireInvoice(trx, context.companyId, draft.id);
  if (stored.status !== 'draft') throw new DomainError('not_a_draft', 'This invoice is posted already.');
  if (stored.version !== draft.version) throw versionConflict();
  return prepareInvoice(trx, context, assets, stored, command, stored);
}

interface Posted {
  id: string;
  entryId: string;
  baseTotal: string;
  rate: string;
  rateDate: string;
}

/**
 * Debit the receivable with the total; credit each income account and each tax account. The base amounts are the
 * total's, shared out by the largest remainder, so that the entry balances whatever the rate.
 */
function entryLines(invoice: ComposedInvoice, baseTotal: bigint, baseDecimals: number): PostLine[] {
  const credits = new Map<string, bigint>();
  const add = (accountId: string, units: bigint): void => {
    credits.set(accountId, (credits.get(accountId) ?? 0n) + units);
  };
  for (const [i, line] of invoice.lines.entries()) add(line.accountId, invoice.totals.lines[i]?.net ?? 0n);
  for (const { taxId, tax } of invoice.totals.taxes) {
    const account = invoice.references.taxes.find((one) => one.id === taxId)?.accountId;
    if (account) add(account, tax);
  }

  const parts = [...credits].filter(([, units]) => units !== 0n);
  const baseParts = allocate(
    baseTotal,
    parts.map(([, units]) => units),
  );
  const line = (accountId: string, units: bigint, base: bigint, contactId: string | null): PostLine => ({
    account_id: accountId,
    asset: invoice.asset,
    quantity: formatDecimal(units, invoice.decimals),
    base_amount: formatDecimal(base, baseDecimals),
    description: '',
    contact_id: contactId,
  });
  const receivable = accountWithRole(invoice.references, 'receivable');
  return [
    line(receivable.id, invoice.totals.total, baseTotal, invoice.contactId),
    ...parts.map(([accountId, units], i) => line(accountId, -units, -(baseParts[i] ?? 0n), null)),
  ];
}

function postedAnswer(invoice: ComposedInvoice, posted: Posted): Omit<Invoice, 'number' | 'version'> {
  const today = todayIn(invoice.references.company.timeZone, new Date());
  return {
    id: posted.id,
    status: 'posted',
    overdue: invoice.dueDate < today,
    contactId: invoice.contactId,
    contactName: invoice.contactName,
    issueDate: invoice.issueDate,
    dueDate: invoice.dueDate,
    asset: invoice.asset,
    total: invoice.total,
    openAmount: invoice.total,
    paymentTermsId: invoice.paymentTermsId,
    reference: invoice.reference,
    notes: invoice.notes,
    lines: invoice.lines,
    net: invoice.net,
    tax: invoice.tax,
    taxSummary: invoice.taxSummary,
    rate: posted.rate,
    rateDate: posted.rateDate,
    baseTotal: posted.baseTotal,
    entryId: posted.entryId,
    reversalEntryId: null,
    pdf: 'pending',
  };
}

function invoiceRow(invoice: ComposedInvoice, posted: Posted): NonNullable<PostItem['invoice']> {
  return {
    id: posted.id,
    series: INVOICE_SERIES,
    contact_id: invoice.contactId,
    issue_date: invoice.issueDate,
    due_date: invoice.dueDate,
    payment_terms_id: invoice.paymentTermsId,
    asset: invoice.asset,
    reference: invoice.reference,
    notes: invoice.notes,
    net: invoice.net,
    tax: invoice.tax,
    total: invoice.total,
    base_total: posted.baseTotal,
    rate: posted.rate,
    rate_date: posted.rateDate,
    ...partyColumns(invoice.references),
    lines: lineRows(invoice),
    taxes: taxRows(invoice),
  };
}

/** Who sells and who buys, as they are today: what is printed of them stays. */
function partyColumns({ company, contact }: InvoiceReferences): Record<string, unknown> {
  return {
    seller_name: company.name,
    seller_country: company.country,
    customer_name: contact?.name,
    customer_address: contact?.address,
    customer_country: contact?.country,
    customer_tax_number: contact?.taxNumber,
  };
}

/** The lines as both posting and drafts store them. */
export function lineRows(invoice: ComposedInvoice): Record<string, unknown>[] {
  return invoice.lines.map((line) => ({
    description: line.description,
    quantity: line.quantity,
    unit_price: line.unitPrice,
    discount_percent: line.discountPercent,
    tax_id: line.taxId,
    account_id: line.accountId,
    net: line.net,
    tax: line.tax,
  }));
}

/** The tax summary as both posting and drafts store it. */
export function taxRows(invoice: ComposedInvoice): Record<string, unknown>[] {
  return invoice.taxSummary.map((one) => ({
    tax_id: one.taxId,
    code: one.code,
    name: one.name,
    kind: one.kind,
    rate: one.rate,
    exempt_reason: one.exemptReason,
    base: one.base,
    tax: one.tax,
  }));
}
