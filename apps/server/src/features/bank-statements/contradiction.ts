import { plain } from './parsed.ts';

/** A statement as far as it can contradict another. Amounts in units of 10^-18. */
export interface Span {
  from: string;
  to: string;
  opening: bigint;
  lines: readonly SpanLine[];
}

export interface SpanLine {
  fingerprint: string;
  date: string;
  amount: bigint;
}

/**
 * Why two statements of one account whose days overlap cannot both be true, or null when they can. Each tells of every
 * movement on the days between its first and its last, and its opening balance is what the account held by then. So a line
 * that was told in another way, by another format, is found and not imported a second time.
 */
export function contradiction(one: Span, other: Span): string | null {
  if (one.to < other.from || other.to < one.from) return null;
  const missing = missingIn(one, other) ?? missingIn(other, one);
  if (missing !== undefined) {
    return `One tells of ${plain(missing.amount)} on ${missing.date}, and the other, which covers that day, does not.`;
  }
  const differences = [
    ...(one.from <= other.from ? [other.opening - balanceBefore(one, other)] : []),
    ...(other.from <= one.from ? [one.opening - balanceBefore(other, one)] : []),
  ];
  if (differences.includes(0n)) return null;
  return `Their balances differ by ${plain(differences[0] ?? 0n)}.`;
}

/** A line of `one` on a day within `other`, not its first or last, which may be told in part, that `other` lacks. */
function missingIn(one: Span, other: Span): SpanLine | undefined {
  const told = new Set(other.lines.map(({ fingerprint }) => fingerprint));
  return one.lines.find(
    ({ fingerprint, date }) => other.from < date && date < other.to && !told.has(fingerprint),
  );
}

/** What the account held before the first line of `later`, by what `earlier` tells and `later` does not. */
function balanceBefore(earlier: Span, later: Span): bigint {
  const told = new Set(later.lines.map(({ fingerprint }) => fingerprint));
  return earlier.lines
    .filter(({ fingerprint, date }) => date <= later.from && !told.has(fingerprint))
    .reduce((sum, { amount }) => sum + amount, earlier.opening);
}
