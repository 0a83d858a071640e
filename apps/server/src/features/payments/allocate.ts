import type { Company } from '@crypto-erp/contract/companies';
import type { AllocationInput, PaymentInput } from '@crypto-erp/contract/payments';
import { formatDecimal, parseDecimal } from '@crypto-erp/ledger/decimal';
import { type PaymentAmounts, paymentAmounts } from '@crypto-erp/ledger/settlement';
import type { Trx } from '../../db/database.ts';
import { fieldError } from '../../errors.ts';
import type { AssetCatalogue } from '../assets/catalogue.ts';
import { lockBooks } from '../entries/service.ts';
import { type Cleared, clear, requireOpenItems } from '../settlements/items.ts';
import type { LockedItem } from '../settlements/read-model.ts';

/** The payment's amounts, in smallest units of its asset and of the base asset. */
export interface Money {
  amount: bigint;
  base: bigint;
  fee: bigint;
  feeBase: bigint;
}

/** What a payment clears of one item; `paid` in the payment's asset, the others in the item's. */
export interface Clearing extends Cleared {
  paid: bigint;
  writeOff: bigint;
  decimals: number;
}

export interface Allocated {
  clearings: Clearing[];
  amounts: PaymentAmounts;
}

/** Where a refusal points: a field of an allocation, by its place. */
export type AllocationField = (place: number, field: keyof AllocationInput) => string;

/**
 * Takes the books' lock and works out what the payment clears of each item. Throws `wrong_contact`, `wrong_side`,
 * `paid_amount_missing` for an item in another asset, `write_off_over_limit`, `invalid_amount`, and what
 * {@link requireOpenItems}, {@link clear} and {@link paymentAmounts} refuse.
 */
export async function allocate(
  trx: Trx,
  companyId: string,
  assets: AssetCatalogue,
  input: PaymentInput,
  payment: { company: Company; baseDecimals: number; decimals: number; money: Money },
  fieldOf: AllocationField,
): Promise<Allocated> {
  const { company, baseDecimals, money } = payment;
  const ids = input.allocations.map(({ itemId }) => itemId);
  if (ids.length === 0) await lockBooks(trx, companyId);
  const items = ids.length === 0 ? [] : await requireOpenItems(trx, companyId, ids, input.date);
  const { mode } = company.rounding;
  const clearings: Clearing[] = [];
  for (const [i, item] of items.entries()) {
    const asked = input.allocations[i] as AllocationInput;
    checkItem(item, input, fieldOf(i, 'itemId'));
    const decimals = await assets.decimals(item.asset);
    const amount = parseDecimal(asked.amount, decimals, fieldOf(i, 'amount'));
    const cleared = clear(
      item,
      { amount, field: fieldOf(i, 'amount') },
      input.date,
      { asset: decimals, base: baseDecimals },
      mode,
    );
    const writeOff = writtenOff(asked, amount, decimals, fieldOf(i, 'writeOff'));
    const paid =
      item.asset === input.asset ? amount - writeOff : paidOf(asked, payment.decimals, fieldOf(i, 'paid'));
    clearings.push({ ...cleared, paid, writeOff, decimals });
  }
  const direction = input.direction === 'in' ? 1n : -1n;
  const amounts = paymentAmounts({ amount: money.amount, base: money.base, direction }, clearings, mode);
  checkWriteOffs(amounts.writeOffs, company, baseDecimals);
  return { clearings, amounts };
}

function checkItem(item: LockedItem, input: PaymentInput, field: string): void {
  if (item.contactId !== input.contactId) {
    throw fieldError(
      'wrong_contact',
      field,
      `${item.number} is another contact's: pay one contact at a time.`,
    );
  }
  const paidBy = item.sign === 1 ? 'in' : 'out';
  if (item.side !== input.side || paidBy !== input.direction) {
    throw fieldError(
      'wrong_side',
      field,
      `${item.number} is settled by money that ${paidBy === 'in' ? 'comes in' : 'goes out'}, on the ${item.side} side.`,
    );
  }
}

function writtenOff(asked: AllocationInput, amount: bigint, decimals: number, field: string): bigint {
  const writeOff = parseDecimal(asked.writeOff ?? '0', decimals, field);
  if (writeOff <= amount) return writeOff;
  throw fieldError('invalid_amount', field, 'The write-off is part of what is cleared: enter at most that.');
}

function paidOf(asked: AllocationInput, decimals: number, field: string): bigint {
  if (asked.paid !== undefined) return parseDecimal(asked.paid, decimals, field);
  throw fieldError(
    'paid_amount_missing',
    field,
    'The document is in another asset: say how much of the payment is for it.',
  );
}

function checkWriteOffs(writeOffs: readonly bigint[], company: Company, baseDecimals: number): void {
  const sum = writeOffs.reduce((total, one) => total + one, 0n);
  if (sum <= parseDecimal(company.writeOffLimit, baseDecimals)) return;
  throw fieldError(
    'write_off_over_limit',
    '/allocations',
    `A payment writes off ${company.writeOffLimit} ${company.baseAsset} at most, not ${formatDecimal(sum, baseDecimals)}.`,
  );
}
