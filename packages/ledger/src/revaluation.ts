import type { RoundingMode } from './decimal.ts';
import { convert, type Rate } from './rate.ts';

/** What is held of a foreign currency: smallest units of it, and of the base asset at which the books hold it. */
export type ForeignBalance = { quantity: bigint; decimals: number; base: bigint };

/**
 * What a monetary item in a foreign currency is worth at the closing rate (IAS 21.23 a), and the exchange difference by
 * which the books must rise to hold it so (IAS 21.28): a gain when positive, whether the item is owned or owed, because
 * both amounts are debits less credits.
 * @throws LedgerError `amount_too_large`
 */
export function revalue(
  { quantity, decimals, base }: ForeignBalance,
  rate: Rate,
  baseDecimals: number,
  mode: RoundingMode,
): { value: bigint; difference: bigint } {
  const value = convert(quantity, decimals, baseDecimals, rate, mode);
  return { value, difference: value - base };
}

/** The gains and the losses among exchange differences, both zero or more: neither hides the other. */
export function gainAndLoss(differences: readonly bigint[]): { gain: bigint; loss: bigint } {
  const sum = (sign: 1n | -1n) =>
    differences.reduce((total, one) => (one * sign > 0n ? total + one * sign : total), 0n);
  return { gain: sum(1n), loss: sum(-1n) };
}
