import { allocate } from './allocation.ts';
import { daysBetween } from './dates.ts';
import { divideRounded, type RoundingMode } from './decimal.ts';

/** Calendar dates, both included. */
export type Period = { from: string; to: string };

/**
 * Splits `total` over consecutive parts of a period by their days. What is reached at the end of each part is rounded
 * once, so the parts sum to `total` exactly, whatever the mode, and each is at most one unit away from its exact share.
 * @throws RangeError for days that are negative, not whole or all zero
 */
export function proRataParts(total: bigint, days: readonly number[], mode: RoundingMode): bigint[] {
  if (!days.every((count) => Number.isSafeInteger(count) && count >= 0)) {
    throw new RangeError(`Days are whole numbers of 0 or more, not ${days}.`);
  }
  const of = BigInt(days.reduce((sum, count) => sum + count, 0));
  if (of === 0n) throw new RangeError('A period has a day or more.');
  let passed = 0n;
  let reached = 0n;
  return days.map((count) => {
    passed += BigInt(count);
    const before = reached;
    reached = divideRounded(total * passed, of, mode);
    return reached - before;
  });
}

/**
 * What of `total` falls to the days of `part` that lie in `whole`: the middle one of three {@link proRataParts}.
 * @throws LedgerError `invalid_input` for what is no date; RangeError for a period that ends before it starts
 */
export function shareOfPeriod(total: bigint, part: Period, whole: Period, mode: RoundingMode): bigint {
  const before = Math.max(0, daysBetween(whole.from, part.from));
  const after = Math.max(0, daysBetween(part.to, whole.to));
  const within = daysBetween(whole.from, whole.to) + 1 - before - after;
  return within > 0 ? (proRataParts(total, [before, within, after], mode)[1] ?? 0n) : 0n;
}

/** One line's amounts in smallest units, debit positive; in the base asset the two are equal. */
export type ProRataLine = { quantity: bigint; baseAmount: bigint; inBaseAsset: boolean };

/**
 * What of a balanced entry falls to `part` of `whole`. The debits' share is rounded once and allocated over the debits,
 * and the same over the credits, so the result balances; the quantity of a foreign line is rounded by itself.
 * @throws as {@link shareOfPeriod}
 */
export function proRataLines(
  lines: readonly ProRataLine[],
  part: Period,
  whole: Period,
  mode: RoundingMode,
): { quantity: bigint; baseAmount: bigint }[] {
  const side = (sign: 1n | -1n) => {
    const weights = lines.map(({ baseAmount }) => (baseAmount * sign > 0n ? baseAmount * sign : 0n));
    const total = weights.reduce((sum, weight) => sum + weight, 0n);
    return total === 0n ? weights : allocate(shareOfPeriod(total, part, whole, mode), weights);
  };
  const debits = side(1n);
  const credits = side(-1n);
  return lines.map(({ quantity, inBaseAsset }, index) => {
    const baseAmount = (debits[index] ?? 0n) - (credits[index] ?? 0n);
    return {
      baseAmount,
      quantity: inBaseAsset ? baseAmount : shareOfPeriod(quantity, part, whole, mode),
    };
  });
}
