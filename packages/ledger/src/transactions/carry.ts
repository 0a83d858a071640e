import { divideRounded, smaller } from '../decimal.ts';
import { LedgerError } from '../error.ts';
import { placeOf } from './exchange.ts';
import type { Move, Part, Place, PlanContext } from './part.ts';
import type { TypeRule } from './types.ts';

interface Carried {
  moves: Move[];
  /** What left and did not arrive. */
  lost: Part[];
}

/**
 * The moves of what goes on with its cost and dates.
 * @throws LedgerError `transaction_type_unfit` where more arrives than left
 */
export function carryParts(
  rule: TypeRule,
  ins: readonly Part[],
  outs: readonly Part[],
  context: PlanContext,
): Carried {
  const came = rule.in === 'carry' ? ins : [];
  const went = rule.out === 'carry' ? outs : [];
  const loan = context.counterAccountId;
  if (loan !== null) {
    const atLoan = (part: Part): Place => ({ ...placeOf(part), placeId: loan, accountId: loan });
    return {
      moves: [
        ...went.flatMap((part) => carry(placeOf(part), atLoan(part), context.baseAsset)),
        ...came.flatMap((part) => carry(atLoan(part), placeOf(part), context.baseAsset)),
      ],
      lost: [],
    };
  }
  if (came.length === 0) return { moves: [], lost: [] };
  const changes = context.type === 'wrap' || context.type === 'bridge';
  if (changes && came[0]?.asset !== went[0]?.asset) return { moves: convert(came, went), lost: [] };
  return moveOn(came, went, context.baseAsset);
}

/** One thing becomes another: one part on each side. */
function convert(came: readonly Part[], went: readonly Part[]): Move[] {
  const [to] = came;
  const [from] = went;
  if (to === undefined || from === undefined || came.length + went.length > 2) {
    const message = 'Here one asset becomes one other. Split the transaction, or choose another type.';
    throw new LedgerError('transaction_type_unfit', message, '/type');
  }
  return [{ kind: 'carry', from: placeOf(from), to: placeOf(to) }];
}

/** Of each asset, what left in its order becomes what arrived in its order. */
function moveOn(came: readonly Part[], went: readonly Part[], baseAsset: string): Carried {
  const left = went.map((part) => ({ part, quantity: part.quantity }));
  const moves: Move[] = [];
  for (const to of came) {
    let open = to.quantity;
    for (const from of left) {
      if (open === 0n) break;
      if (from.part.asset !== to.asset || from.quantity === 0n) continue;
      const quantity = smaller(from.quantity, open);
      moves.push(...carry({ ...placeOf(from.part), quantity }, { ...placeOf(to), quantity }, baseAsset));
      from.quantity -= quantity;
      open -= quantity;
    }
    if (open > 0n) {
      const message = `More ${to.asset} arrived than left. Choose another type, or split the transaction.`;
      throw new LedgerError('transaction_type_unfit', message, '/type');
    }
  }
  const lost = left
    .filter(({ quantity }) => quantity > 0n)
    .map(({ part, quantity }) => portionOf(part, quantity));
  return { moves, lost };
}

function carry(from: Place, to: Place, baseAsset: string): Move[] {
  if (from.asset !== baseAsset) return [{ kind: 'carry', from, to }];
  return [
    { kind: 'money', accountId: from.accountId, quantity: -from.quantity },
    { kind: 'money', accountId: to.accountId, quantity: to.quantity },
  ];
}

function portionOf(part: Part, quantity: bigint): Part {
  if (part.worth === null) return { ...part, quantity };
  return { ...part, quantity, worth: divideRounded(part.worth * quantity, part.quantity, 'half-even') };
}
