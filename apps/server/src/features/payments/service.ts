import type { Company } from '@crypto-erp/contract/companies';
import type { DocumentKind } from '@crypto-erp/contract/documents';
import type { DocumentPaymentInput, Payment, PaymentInput } from '@crypto-erp/contract/payments';
import { parseDecimal } from '@crypto-erp/ledger/decimal';
import { convert } from '@crypto-erp/ledger/rate';
import type { Trx } from '../../db/database.ts';
import { DomainError, fieldError } from '../../errors.ts';
import type { AssetCatalogue } from '../assets/catalogue.ts';
import type { Context } from '../audit-log/context.ts';
import { writeAudit } from '../audit-log/service.ts';
import { companySettings } from '../companies/read-model.ts';
import { findContact } from '../contacts/read-model.ts';
import { lockBooks, postWithin } from '../entries/service.ts';
import { priceOf } from '../prices/read-model.ts';
import { settlementAccounts } from '../settlements/accounts.ts';
import { settlementOfPayment } from '../settlements/read-model.ts';
import { undoSettlement } from '../settlements/service.ts';
import { type AllocationField, allocate, type Money } from './allocate.ts';
import { paymentItem } from './payment-item.ts';
import { creditUsedUntil, paidDocument, requirePayment } from './read-model.ts';
import { markPaymentReversed } from './store.ts';

// For the import of an archive, which posts the reversal itself.
export { markPaymentReversed };

/**
 * Records a payment over any number of open items of one contact, at the rate of its own date: what differs from what
 * they were worth is realised exchange gain or loss (IAS 21.28). What no item takes is refused, or kept as the
 * contact's credit. `knownWorth` is what it was worth where the caller knows better than a day's rate, in smallest units of
 * the base asset. Throws `unknown_contact`, `amount_not_positive`, `payment_not_allocated`, `rate_missing`,
 * `too_many_decimals`, `period_closed`, and what {@link allocate} and {@link paymentItem} refuse.
 */
export async function recordPayment(
  trx: Trx,
  context: Context,
  assets: AssetCatalogue,
  input: PaymentInput,
  fieldOf: AllocationField = (place, field) => `/allocations/${place}/${field}`,
  knownWorth?: bigint,
): Promise<Payment> {
  const { companyId } = context;
  // Everything that another payment cannot change is read before the lock, under which everybody waits.
  const company = await companySettings(trx, companyId);
  const contact = await findContact(trx, companyId, input.contactId);
  if (contact === null) throw fieldError('unknown_contact', '/contactId', 'There is no such contact.');
  const accounts = await settlementAccounts(trx, companyId, [input.accountId, input.fee?.accountId]);
  const decimals = {
    asset: await assets.decimals(input.asset),
    base: await assets.decimals(company.baseAsset),
  };
  const amount = parseDecimal(input.amount, decimals.asset, '/amount');
  if (amount <= 0n) {
    throw fieldError('amount_not_positive', '/amount', 'A payment is above zero. Enter the amount paid.');
  }
  const fee = parseDecimal(input.fee?.amount ?? '0', decimals.asset, '/fee/amount');

  const money = await moneyOf(trx, { amount, fee }, input, { company, decimals, knownWorth });
  const payment = { company, decimals: decimals.asset, baseDecimals: decimals.base, money };
  const allocated = await allocate(trx, companyId, assets, input, payment, fieldOf);
  if (allocated.amounts.rest > 0n && input.rest === 'refuse') {
    throw fieldError(
      allocated.clearings.length === 0 ? 'payment_not_allocated' : 'payment_exceeds_open_amount',
      '/amount',
      'The documents do not take all of it: enter less, or keep the rest as credit.',
    );
  }
  const item = paymentItem({ context, input, company, contact, accounts, decimals, money, allocated });
  const { id } = await postWithin(trx, companyId, item);
  return requirePayment(trx, companyId, id as string);
}

/** What was paid, with its worth in the base asset: as known, else at the rate of its date. Throws `rate_missing`. */
async function moneyOf(
  trx: Trx,
  { amount, fee }: { amount: bigint; fee: bigint },
  { asset, date }: PaymentInput,
  { company, decimals, knownWorth }: MoneyContext,
): Promise<Money> {
  if (knownWorth !== undefined && fee === 0n) return { amount, base: knownWorth, fee, feeBase: 0n };
  const { rate } = await priceOf(trx, { asset, quote: company.baseAsset, date, field: '/date' });
  const worth = (units: bigint) => convert(units, decimals.asset, decimals.base, rate, company.rounding.mode);
  return { amount, base: worth(amount), fee, feeBase: worth(fee) };
}

interface MoneyContext {
  company: Company;
  decimals: { asset: number; base: number };
  knownWorth: bigint | undefined;
}

/**
 * Records a payment of one document, in its asset; of a credit note, its refund. Throws `not_found`, and what
 * {@link recordPayment} refuses.
 */
export async function payDocument(
  trx: Trx,
  context: Context,
  assets: AssetCatalogue,
  document: { kind: DocumentKind; id: string },
  input: DocumentPaymentInput,
): Promise<Payment> {
  const { companyId } = context;
  const { side, contactId, asset, owedToCompany } = await paidDocument(
    trx,
    companyId,
    document.kind,
    document.id,
  );
  const payment: PaymentInput = {
    ...input,
    side,
    direction: owedToCompany ? 'in' : 'out',
    contactId,
    asset,
    fee: null,
    rest: 'refuse',
    allocations: [{ itemId: document.id, amount: input.amount }],
  };
  return recordPayment(trx, context, assets, payment, () => '/amount');
}

/**
 * Reverses a payment by the reversal of its entry: what it had cleared is open again. Throws `not_found`,
 * `already_reversed`, `credit_in_use`, `date_before_original`, `period_closed`.
 */
export async function reversePayment(
  trx: Trx,
  context: Context,
  id: string,
  input: { date: string; reason: string },
): Promise<Payment> {
  const { companyId } = context;
  await lockBooks(trx, companyId);
  const before = await requirePayment(trx, companyId, id);
  if (before.reversed) throw new DomainError('already_reversed', 'This payment is reversed already.');
  if (before.openCredit !== before.creditAmount) {
    throw new DomainError(
      'credit_in_use',
      'The credit of this payment is used: reverse those settlements first.',
    );
  }
  const used = await creditUsedUntil(trx, companyId, id);
  if (used !== null && input.date < used) {
    throw fieldError(
      'date_before_original',
      '/date',
      `The credit of this payment was in use until ${used}: reverse it on that day or later.`,
    );
  }
  await undoSettlement(trx, context, await settlementOfPayment(trx, companyId, id), input);
  await markPaymentReversed(trx, companyId, id);
  const after = await requirePayment(trx, companyId, id);
  await writeAudit(trx, {
    ...context,
    action: 'payment.reversed',
    subjectKind: 'payment',
    subjectId: id,
    before,
    after,
  });
  return after;
}
