import { divideRounded, type RoundingMode } from './decimal.ts';
import { LedgerError } from './error.ts';

/** Amounts in smallest units: those named `base` in the base asset, the others in the item's asset. */
export type OpenAmount = {
  /** What the item is for, above zero, and its base amount at the rate of its own date. */
  total: bigint;
  baseTotal: bigint;
  /** What earlier settlements cleared of both. */
  settledBefore: bigint;
  settledBaseBefore: bigint;
};

/**
 * The base amount that `amount` clears of an open item, a document or a credit. All settlements so far clear the same
 * share of `baseTotal` as of `total`, rounded once, and this one clears what the earlier ones did not: rounding never
 * adds up, and the last one leaves exactly zero in both assets.
 * @param field of a refusal, for the caller's input
 * @throws LedgerError `amount_not_positive`, `payment_exceeds_open_amount`
 */
export function clearedBase(item: OpenAmount, amount: bigint, mode: RoundingMode, field = '/amount'): bigint {
  const { total, baseTotal, settledBefore, settledBaseBefore } = item;
  if (amount <= 0n) {
    throw new LedgerError('amount_not_positive', 'An amount to clear is above zero. Enter it.', field);
  }
  const settled = settledBefore + amount;
  if (settled > total) {
    const message = 'The amount is more than what is open. Enter at most what is still to be paid.';
    throw new LedgerError('payment_exceeds_open_amount', message, field);
  }
  const share = settled === total ? baseTotal : divideRounded(baseTotal * settled, total, mode);
  // Earlier settlements that stand after others were reversed may have cleared more than their share by their rounding.
  // What is owed never grows by a payment, so it clears nothing then, and later ones even it out.
  return share > settledBaseBefore ? share - settledBaseBefore : 0n;
}

/** What one payment clears of one item: in the payment's asset, in the item's, and in the base asset. */
export type Clearing = {
  paid: bigint;
  amount: bigint;
  base: bigint;
  /** What of `amount` nobody pays. */
  writeOff: bigint;
};

export type PaymentAmounts = {
  /** What no item took, in the payment's asset and its base amount. */
  rest: bigint;
  restBase: bigint;
  /** The base amounts written off, in the order of the clearings. */
  writeOffs: bigint[];
  /** A gain when positive, a loss when negative: what differs between what was paid and what it clears (IAS 21.28). */
  exchangeDifference: bigint;
};

/**
 * How a payment over several items adds up. `amount` and `base` are the payment's, the latter at the rate of its date;
 * `direction` is 1 for money that comes in and -1 for money that goes out. The rest keeps its share of `base`.
 * @throws LedgerError `payment_exceeds_open_amount` when the clearings take more than the payment
 */
export function paymentAmounts(
  payment: { amount: bigint; base: bigint; direction: 1n | -1n },
  clearings: readonly Clearing[],
  mode: RoundingMode,
): PaymentAmounts {
  const { amount, base, direction } = payment;
  const rest = amount - clearings.reduce((sum, { paid }) => sum + paid, 0n);
  if (rest < 0n) {
    const message = 'The documents take more than the payment gives. Enter less for one of them.';
    throw new LedgerError('payment_exceeds_open_amount', message, '/allocations');
  }
  const restBase = rest === amount ? base : divideRounded(base * rest, amount, mode);
  const writeOffs = clearings.map((one) => divideRounded(one.base * one.writeOff, one.amount, mode));
  const cleared = clearings.reduce((sum, one) => sum + one.base, 0n);
  const writtenOff = writeOffs.reduce((sum, one) => sum + one, 0n);
  return {
    rest,
    restBase,
    writeOffs,
    exchangeDifference: direction * (base + writtenOff - cleared - restBase),
  };
}
