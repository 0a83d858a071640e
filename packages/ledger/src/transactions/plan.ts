import { LedgerError } from '../error.ts';
import { carryParts } from './carry.ts';
import { addFees, exchangeParts, leave, worthOf } from './exchange.ts';
import type { Move, Part, PlanContext } from './part.ts';
import { TYPE_RULES, type TypeRule } from './types.ts';

export interface Plan {
  moves: Move[];
  /** What the fees were worth, where they are an expense of their own. */
  feeExpense: bigint;
}

/**
 * What a transaction of this type does to lots and money. Fees leave last, each once, as disposals of their own. Of an
 * exchange of two sides that are ours, both are worth the same: the money, where one side is money; else what came, where
 * every price is known; else what went (IAS 38.45, ASC 820). Of the carried, what leaves one wallet and does not arrive in
 * the other is a fee.
 * @throws LedgerError `transaction_type_unfit`, `counter_account_missing`, `counter_account_unused`, `price_missing`
 */
export function planTransaction(parts: readonly Part[], context: PlanContext): Plan {
  const rule = TYPE_RULES[context.type];
  const ins = parts.filter((part) => part.direction === 'in');
  const isFee = (part: Part) => part.fee || context.type === 'fee';
  const outs = parts.filter((part) => part.direction === 'out' && !isFee(part));
  const fees = parts.filter((part) => part.direction === 'out' && isFee(part));
  checkSides(rule, ins, outs, fees, context);

  const { moves, lost } = carryParts(rule, ins, outs, context);
  const exchanged = exchangeParts(rule, ins, outs, context);
  const paid = [...fees, ...lost].map((part) => ({ part, worth: worthOf(part) }));
  const feeWorth = paid.reduce((sum, { worth }) => sum + worth, 0n);
  const inBasis = context.fees === 'basis' && addFees(exchanged, feeWorth);
  return {
    moves: [
      ...moves,
      ...exchanged,
      ...paid.map(({ part, worth }) => leave(part, worth, 'fee', context.baseAsset)),
    ],
    feeExpense: inBasis ? 0n : feeWorth,
  };
}

function checkSides(rule: TypeRule, ins: Part[], outs: Part[], fees: Part[], context: PlanContext): void {
  const { type, counterAccountId } = context;
  const unfit = (message: string) => new LedgerError('transaction_type_unfit', message, '/type');
  if (rule.in === 'none' && ins.length > 0)
    throw unfit(`Something came in, which a ${type} has not. Choose another type.`);
  if (rule.out === 'none' && outs.length > 0)
    throw unfit(`Something went out, which a ${type} has not. Choose another type.`);
  if (type === 'fee' ? fees.length === 0 : ins.length + outs.length === 0) {
    throw unfit(
      type === 'fee' ? 'It paid no fee. Choose another type.' : 'Only a fee was paid: its type is fee.',
    );
  }
  const bothSides = ins.length > 0 && outs.length > 0;
  if (rule.counterpart === 'none' && !bothSides) {
    throw unfit(
      `A ${type} has two sides, and only one is known. Join the other transaction, or choose another type.`,
    );
  }
  const asked = rule.counterpart === 'account-always' || (rule.counterpart === 'account' && !bothSides);
  if (asked && counterAccountId === null) {
    throw new LedgerError('counter_account_missing', 'Say on which account the other side is.', '/accountId');
  }
  if (!asked && counterAccountId !== null) {
    throw new LedgerError(
      'counter_account_unused',
      `This ${type} has no other account: leave it out.`,
      '/accountId',
    );
  }
}
