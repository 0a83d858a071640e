import type { Company } from '@crypto-erp/contract/companies';
import type { Payment, PaymentInput } from '@crypto-erp/contract/invoices';
import { fiscalYear } from '@crypto-erp/ledger/dates';
import { formatDecimal, parseDecimal } from '@crypto-erp/ledger/decimal';
import { convert } from '@crypto-erp/ledger/rate';
import { type Settlement, settle } from '@crypto-erp/ledger/settlement';
import type { Trx } from '../../db/database.ts';
import { newId } from '../../db/id.ts';
import { DomainError, fieldError } from '../../errors.ts';
import type { AssetCatalogue } from '../assets/catalogue.ts';
import type { Context } from '../audit-log/context.ts';
import { writeAudit } from '../audit-log/service.ts';
import { companySettings } from '../companies/read-model.ts';
import { ENTRY_SERIES, type PostItem, type PostLine, postItem } from '../entries/post-item.ts';
import { lockBooks, postWithin, requireEntry, reverseAny } from '../entries/service.ts';
import { reopenInvoice } from '../invoices/service.ts';
import { priceOf } from '../prices/read-model.ts';
import { type PaymentAccounts, paymentAccounts } from './accounts.ts';
import { invoiceAsset, lockInvoice, type OpenInvoice, requirePayment } from './read-model.ts';
import { markPaymentReversed } from './store.ts';

/**
 * Records a payment of an invoice, whole or in part, in its asset at the rate of the payment's own date: debit the
 * account that received it, credit the receivable with the share of its base amount, and post what differs as
 * realised exchange gain or loss (IAS 21.28). Throws `not_found`, `not_posted`, `already_reversed`,
 * `payment_before_issue`, `amount_not_positive`, `payment_exceeds_open_amount`, `too_many_decimals`,
 * `rate_missing`, `period_closed`, and for the account what {@link paymentAccounts} refuses.
 */
export async function recordPayment(
  trx: Trx,
  context: Context,
  assets: AssetCatalogue,
  invoiceId: string,
  input: PaymentInput,
): Promise<Payment> {
  const { companyId } = context;
  // Everything that another payment cannot change is read before the lock, under which everybody waits. A draft may
  // still change its asset, but it is not paid.
  const asset = await invoiceAsset(trx, companyId, invoiceId);
  const company = await companySettings(trx, companyId);
  const accounts = await paymentAccounts(trx, companyId, input.accountId);
  const decimals = { asset: await assets.decimals(asset), base: await assets.decimals(company.baseAsset) };
  const amount = parseDecimal(input.amount, decimals.asset, '/amount');
  // The asset is the invoice's: only the date is the caller's choice.
  const { rate } = await priceOf(trx, { asset, quote: company.baseAsset, date: input.date, field: '/date' });
  const receivedBase = convert(amount, decimals.asset, decimals.base, rate, company.rounding.mode);

  const invoice = await lockInvoice(trx, companyId, invoiceId, input.date);
  checkPayable(invoice, input.date);
  const total = parseDecimal(invoice.total, decimals.asset);
  const settlement = settle({
    total,
    baseTotal: parseDecimal(invoice.baseTotal, decimals.base),
    paidBefore: parseDecimal(invoice.paidAmount, decimals.asset),
    clearedBaseBefore: parseDecimal(invoice.clearedBase, decimals.base),
    amount,
    receivedBase,
    mode: company.rounding.mode,
  });
  if (parseDecimal(invoice.mostPaid, decimals.asset) + amount > total) {
    throw fieldError(
      'payment_exceeds_open_amount',
      '/date',
      'On this day or later a payment stood that was reversed since: date this one when its amount was open.',
    );
  }
  const parts = { invoice, company, accounts, decimals, amount, receivedBase, settlement };
  const item = paymentItem(context, invoiceId, input, parts);
  return (await postWithin(trx, companyId, item)) as unknown as Payment;
}

/**
 * Reverses a payment by the reversal of its entry: the invoice is open again by its amount. Throws `not_found`,
 * `already_reversed`, `date_before_original`, `period_closed`.
 */
export async function reversePayment(
  trx: Trx,
  context: Context,
  assets: AssetCatalogue,
  id: string,
  input: { date: string; reason: string },
): Promise<Payment> {
  const { companyId } = context;
  await lockBooks(trx, companyId);
  const before = await requirePayment(trx, companyId, id);
  if (before.reversed) throw new DomainError('already_reversed', 'This payment is reversed already.');
  const original = await requireEntry(trx, companyId, before.entryId);
  const description = { date: input.date, description: input.reason };
  const reversal = await reverseAny(trx, context, original, description, 'payment.reversal-posted', id);
  const { clearedBase } = await markPaymentReversed(trx, companyId, id, reversal.id);

  const invoice = await lockInvoice(trx, companyId, before.invoiceId, input.date);
  const { baseAsset } = await companySettings(trx, companyId);
  const decimals = { asset: await assets.decimals(invoice.asset), base: await assets.decimals(baseAsset) };
  const less = (from: string, text: string, scale: number): string =>
    formatDecimal(parseDecimal(from, scale) - parseDecimal(text, scale), scale);
  await reopenInvoice(trx, context, before.invoiceId, {
    amount: less(invoice.paidAmount, before.amount, decimals.asset),
    clearedBase: less(invoice.clearedBase, clearedBase, decimals.base),
  });
  const after = await requirePayment(trx, companyId, id);
  await auditPayment(trx, context, 'payment.reversed', before, after);
  return after;
}

function paymentItem(
  context: Context,
  invoiceId: string,
  input: PaymentInput,
  parts: PaymentParts,
): PostItem {
  const { invoice, company, accounts, decimals, settlement } = parts;
  const base = (units: bigint): string => formatDecimal(units, decimals.base);
  const [id, entryId] = [newId(), newId()];
  const amounts = {
    amount: formatDecimal(parts.amount, decimals.asset),
    baseAmount: base(parts.receivedBase),
    exchangeDifference: base(settlement.exchangeDifference),
  };
  const answer: Omit<Payment, 'postedAt'> = {
    id,
    invoiceId,
    invoiceNumber: invoice.number,
    date: input.date,
    asset: invoice.asset,
    ...amounts,
    accountId: accounts.receivedIn,
    reference: input.reference,
    entryId,
    reversed: false,
  };
  return postItem({
    actor: context.actor,
    command: null,
    action: 'payment.recorded',
    answer,
    entry: {
      id: entryId,
      series: ENTRY_SERIES,
      fiscal_year: fiscalYear(input.date, company.fiscalYearStartMonth),
      date: input.date,
      description: `${invoice.number}${input.reference ? ` · ${input.reference}` : ''}`,
      source: 'payment',
      source_id: id,
      reverses_id: null,
      lines: paymentLines(parts),
    },
    payment: {
      id,
      invoice_id: invoiceId,
      date: input.date,
      asset: invoice.asset,
      amount: amounts.amount,
      base_amount: amounts.baseAmount,
      cleared_base: base(settlement.clearedBase),
      exchange_difference: amounts.exchangeDifference,
      account_id: accounts.receivedIn,
      reference: input.reference,
      audit_id: newId(),
    },
  });
}

function checkPayable(invoice: OpenInvoice, date: string): void {
  if (invoice.status === 'draft') throw new DomainError('not_posted', 'Post the invoice before it is paid.');
  if (invoice.status === 'reversed') throw new DomainError('already_reversed', 'This invoice is reversed.');
  if (date < invoice.issueDate) {
    throw fieldError(
      'payment_before_issue',
      '/date',
      `The invoice was issued on ${invoice.issueDate}: pay it then or later.`,
    );
  }
}

interface PaymentParts {
  invoice: OpenInvoice;
  company: Company;
  accounts: PaymentAccounts;
  decimals: { asset: number; base: number };
  amount: bigint;
  receivedBase: bigint;
  settlement: Settlement;
}

function paymentLines(parts: PaymentParts): PostLine[] {
  const { invoice, company, accounts, decimals, amount, receivedBase, settlement } = parts;
  const line = (accountId: string, asset: string, quantity: string, base: bigint): PostLine => ({
    account_id: accountId,
    asset,
    quantity,
    base_amount: formatDecimal(base, decimals.base),
    description: '',
    contact_id: invoice.contactId,
  });
  const quantity = (units: bigint): string => formatDecimal(units, decimals.asset);
  const lines = [
    line(accounts.receivedIn, invoice.asset, quantity(amount), receivedBase),
    line(accounts.receivable, invoice.asset, quantity(-amount), -settlement.clearedBase),
  ];
  const difference = settlement.exchangeDifference;
  if (difference !== 0n) {
    const account = difference > 0n ? accounts.exchangeGain : accounts.exchangeLoss;
    lines.push(line(account, company.baseAsset, formatDecimal(-difference, decimals.base), -difference));
  }
  return lines;
}

function auditPayment(
  trx: Trx,
  context: Context,
  action: string,
  before: Payment,
  after: Payment,
): Promise<void> {
  return writeAudit(trx, { ...context, action, subjectKind: 'payment', subjectId: after.id, before, after });
}
