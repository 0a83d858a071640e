import { allocate } from './allocation.ts';
import { divideRounded, type RoundingMode } from './decimal.ts';
import { convert, type Rate } from './rate.ts';

/** An amount of the document and its base amount, each in the smallest units of its asset. */
export type Amount = { quantity: bigint; base: bigint };

/** One line of an entry, debit positive. */
export type Posting = { account: string } & Amount;

/**
 * The base amounts of a document's parts at `rate`: the total's, shared out by the largest remainder, so that they sum
 * to it whatever the rate. `decimals` are those of the document's and of the base asset.
 */
export function baseAmounts(
  total: bigint,
  parts: readonly bigint[],
  rate: Rate,
  decimals: { asset: number; base: number },
  mode: RoundingMode,
): { total: bigint; parts: bigint[] } {
  const base = convert(total, decimals.asset, decimals.base, rate, mode);
  return { total: base, parts: allocate(base, parts) };
}

/** What is left to be credited of a document: its total, and each of its parts under a key of the caller's choice. */
export type Remaining = { total: Amount; parts: ReadonlyMap<string, Amount> };

/**
 * The base amounts of a credit note's parts: of each the share of what is left in the books, at the original's rate, so
 * that crediting all of a document, at once or in steps, leaves exactly zero on each account in every asset. Parts of
 * one key share what is left under it; a part without a counterpart in the original takes its `fallback`. They sum to
 * the total, which is all that is left when the quantity is, and never more.
 */
export function creditedBase(
  total: bigint,
  parts: readonly { key: string; quantity: bigint; fallback: bigint }[],
  left: Remaining,
  mode: RoundingMode,
): { total: bigint; parts: bigint[] } {
  const shares: bigint[] = parts.map(() => 0n);
  for (const key of new Set(parts.map((part) => part.key))) {
    const members = parts.flatMap((part, index) => (part.key === key ? [{ ...part, index }] : []));
    const sum = (of: 'quantity' | 'fallback') => members.reduce((all, member) => all + member[of], 0n);
    const share = shareLeft(left.parts.get(key), sum('quantity'), sum('fallback'), mode);
    const each = allocate(
      share,
      members.map(({ quantity }) => quantity),
    );
    for (const [i, { index }] of members.entries()) shares[index] = each[i] ?? 0n;
  }
  const sum = shares.reduce((a, b) => a + b, 0n);
  const base = total === left.total.quantity || sum > left.total.base ? left.total.base : sum;
  return { total: base, parts: sum === base ? shares : allocate(base, shares) };
}

/**
 * The base amount of `quantity` of what is left: all of it with the whole quantity, else its share, rounded once;
 * `fallback` where nothing is left.
 */
export function shareLeft(
  left: Amount | undefined,
  quantity: bigint,
  fallback: bigint,
  mode: RoundingMode,
): bigint {
  if (left === undefined || left.quantity <= 0n) return fallback;
  const share =
    quantity === left.quantity ? left.base : divideRounded(left.base * quantity, left.quantity, mode);
  return share > 0n ? share : 0n;
}

/**
 * The entry of a document: `control` is debited with the total when `sign` is 1 and credited when it is -1, and the
 * parts stand against it, those of one account together. `selfAssessed` is debited to one account and credited to
 * another, whatever the total. Lines that move nothing are left out.
 */
export function documentEntry(document: {
  sign: 1n | -1n;
  control: Posting;
  parts: readonly Posting[];
  selfAssessed: readonly ({ input: string; output: string } & Amount)[];
}): Posting[] {
  const { sign, control, parts, selfAssessed } = document;
  const times = (factor: bigint, { account, quantity, base }: Posting): Posting => ({
    account,
    quantity: factor * quantity,
    base: factor * base,
  });
  const against = parts.map((part) => times(-sign, part));
  // On the purchase side the document's sign is -1: the deduction is a debit then, and what is owed a credit.
  const both = selfAssessed.flatMap(({ input, output, quantity, base }) => [
    times(-sign, { account: input, quantity, base }),
    times(sign, { account: output, quantity, base }),
  ]);
  return [times(sign, control), ...merge(against), ...merge(both)].filter(
    ({ quantity, base }) => quantity !== 0n || base !== 0n,
  );
}

/** The postings of each account as one, in the order in which the accounts first appear. */
function merge(postings: readonly Posting[]): Posting[] {
  const sums = new Map<string, Posting>();
  for (const { account, quantity, base } of postings) {
    const sum = sums.get(account) ?? { account, quantity: 0n, base: 0n };
    sums.set(account, { account, quantity: sum.quantity + quantity, base: sum.base + base });
  }
  return [...sums.values()];
}
