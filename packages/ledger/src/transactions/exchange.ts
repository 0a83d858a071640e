import { allocate } from '../allocation.ts';
import { LedgerError } from '../error.ts';
import type { DisposalReason, Move, Part, Place, PlanContext } from './part.ts';
import type { TransactionType, TypeRule } from './types.ts';

const REASONS: Partial<Record<TransactionType, DisposalReason>> = {
  'bill-payment': 'spending',
  payroll: 'spending',
  gift: 'gift',
  loss: 'loss',
};

/**
 * The moves of what is bought, sold, earned, spent or given away. Of two sides of ours both are worth the same.
 * @throws LedgerError `price_missing`, `transaction_type_unfit`
 */
export function exchangeParts(
  rule: TypeRule,
  ins: readonly Part[],
  outs: readonly Part[],
  context: PlanContext,
): Move[] {
  const { type, baseAsset, counterAccountId } = context;
  const came = rule.in === 'market' ? ins : [];
  const went = rule.out === 'market' || rule.out === 'cost' ? outs : [];
  const paired = came.length > 0 && went.length > 0 && counterAccountId === null;
  const total = paired ? consideration(came, went, baseAsset) : null;
  const worths = (parts: readonly Part[]) =>
    total === null ? parts.map(worthOf) : share(total, parts, baseAsset);

  const arrivals = worths(came).map((worth, i) => arrive(came[i] as Part, worth, rule.income, baseAsset));
  const reason = REASONS[type] ?? (came.length > 0 ? 'sale' : oneSidedReason(type));
  const departures =
    rule.out === 'cost'
      ? went.map((part) => leave(part, null, reason, baseAsset))
      : worths(went).map((worth, i) => leave(went[i] as Part, worth, reason, baseAsset));
  return [...departures, ...arrivals];
}

/** Crypto that leaves for a thing is spent; for money elsewhere it is sold. */
const oneSidedReason = (type: TransactionType): DisposalReason => (type === 'purchase' ? 'spending' : 'sale');

/** What both sides of an exchange are worth: the money, else what came, else what went. */
function consideration(came: readonly Part[], went: readonly Part[], baseAsset: string): bigint {
  const isMoney = (parts: readonly Part[]) => parts.every((part) => part.asset === baseAsset);
  const isPriced = (parts: readonly Part[]) => parts.every((part) => part.worth !== null);
  const side = [
    isMoney(went) ? went : undefined,
    isMoney(came) ? came : undefined,
    isPriced(came) ? came : undefined,
    isPriced(went) ? went : undefined,
  ].find((one) => one !== undefined);
  return (side ?? came).reduce((sum, part) => sum + worthOf(part), 0n);
}

/** What each part of one side is worth, so that together they are worth `total`: money its own, the others by their worth. */
function share(total: bigint, parts: readonly Part[], baseAsset: string): bigint[] {
  const money = parts.reduce((sum, part) => (part.asset === baseAsset ? sum + part.quantity : sum), 0n);
  const others = parts.filter((part) => part.asset !== baseAsset);
  const rest = total - money;
  if (rest < 0n || (others.length === 0 && rest !== 0n)) {
    const message =
      'The money alone is worth more than the other side. Choose another type, or split the transaction.';
    throw new LedgerError('transaction_type_unfit', message, '/type');
  }
  const weights = others.length === 1 ? [1n] : others.map(worthOf);
  const shares = allocate(rest, weights);
  return parts.map((part) => (part.asset === baseAsset ? part.quantity : (shares.shift() ?? 0n)));
}

/** @throws LedgerError `price_missing` */
export function worthOf(part: Part): bigint {
  if (part.worth !== null) return part.worth;
  throw new LedgerError(
    'price_missing',
    `There is no price of ${part.asset} at that time. Enter one.`,
    '/prices',
  );
}

export function placeOf(part: Part): Place {
  return { placeId: part.walletId, accountId: part.accountId, asset: part.asset, quantity: part.quantity };
}

/** What leaves: money, or a disposal. */
export function leave(part: Part, proceeds: bigint | null, reason: DisposalReason, baseAsset: string): Move {
  if (part.asset === baseAsset) return { kind: 'money', accountId: part.accountId, quantity: -part.quantity };
  return { kind: 'dispose', place: placeOf(part), proceeds, reason };
}

function arrive(part: Part, cost: bigint, income: boolean, baseAsset: string): Move {
  if (part.asset === baseAsset) return { kind: 'money', accountId: part.accountId, quantity: part.quantity };
  return { kind: 'acquire', place: placeOf(part), cost, income };
}

/**
 * Adds what the fees were worth to the cost of what was bought, or takes it off the proceeds of what was sold (26 CFR
 * 1.1001-7(c), 1.1012-1(h)). False, and nothing done, where nothing was bought or sold or the proceeds are less.
 */
export function addFees(moves: Move[], feeWorth: bigint): boolean {
  const bought = moves.filter((move) => move.kind === 'acquire');
  if (bought.length > 0) {
    const shares = allocate(
      feeWorth,
      bought.map((move) => move.cost),
    );
    for (const [i, move] of bought.entries()) move.cost += shares[i] ?? 0n;
    return true;
  }
  const sold = moves.filter((move) => move.kind === 'dispose' && move.proceeds !== null);
  const proceeds = sold.map((move) => (move.kind === 'dispose' ? (move.proceeds ?? 0n) : 0n));
  if (sold.length === 0 || proceeds.reduce((sum, one) => sum + one, 0n) < feeWorth) return false;
  const shares = allocate(feeWorth, proceeds);
  for (const [i, move] of sold.entries()) {
    if (move.kind === 'dispose' && move.proceeds !== null) move.proceeds -= shares[i] ?? 0n;
  }
  return true;
}
