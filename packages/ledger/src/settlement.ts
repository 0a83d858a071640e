import { divideRounded, type RoundingMode } from './decimal.ts';
import { LedgerError } from './error.ts';

/** Amounts in smallest units: those named `base` in the base asset, the others in the document's asset. */
export type SettlementInput = {
  /** What the document is for, above zero, and its base amount at the rate of its own date. */
  total: bigint;
  baseTotal: bigint;
  /** What earlier payments paid, and the base amount they cleared. */
  paidBefore: bigint;
  clearedBaseBefore: bigint;
  /** This payment, and its base amount at the rate of its own date. */
  amount: bigint;
  receivedBase: bigint;
  mode: RoundingMode;
};

export type Settlement = {
  /** Base amount by which this payment lowers the receivable. */
  clearedBase: bigint;
  /** `receivedBase - clearedBase`: a gain when positive, a loss when negative. */
  exchangeDifference: bigint;
  paidAfter: bigint;
  /** The document is now paid in full. */
  full: boolean;
};

/**
 * What one payment of a document clears. The base amount cleared by all payments so far is the same share of
 * `baseTotal` as was paid of `total`, rounded once, and this payment clears what the earlier ones did not: rounding
 * never adds up, and the last payment leaves exactly zero in both assets. The difference to what was received is the
 * realised exchange difference of IAS 21.28.
 * @throws LedgerError `amount_not_positive`, `payment_exceeds_open_amount`
 */
export function settle(input: SettlementInput): Settlement {
  const { total, baseTotal, paidBefore, clearedBaseBefore, amount, receivedBase, mode } = input;
  if (amount <= 0n) {
    throw new LedgerError(
      'amount_not_positive',
      'A payment is above zero. Enter the amount paid.',
      '/amount',
    );
  }
  const paidAfter = paidBefore + amount;
  if (paidAfter > total) {
    const message = 'The payment is more than the open amount. Enter at most what is still to be paid.';
    throw new LedgerError('payment_exceeds_open_amount', message, '/amount');
  }
  const full = paidAfter === total;
  const share = full ? baseTotal : divideRounded(baseTotal * paidAfter, total, mode);
  // Earlier payments that stand after others were reversed may have cleared more than their share by their rounding.
  // A payment never raises the receivable, so it clears nothing then, and later ones even it out.
  const clearedBase = share > clearedBaseBefore ? share - clearedBaseBefore : 0n;
  return { clearedBase, exchangeDifference: receivedBase - clearedBase, paidAfter, full };
}
