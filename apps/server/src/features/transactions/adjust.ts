import {
  differenceOf,
  type EntryAccounts,
  type TransactionLine,
  transactionLines,
} from '@crypto-erp/ledger/transactions/entry';
import type { Trx } from '../../db/database.ts';
import type { AssetCatalogue } from '../assets/catalogue.ts';
import type { Context } from '../audit-log/context.ts';
import type { LotContext } from '../lots/context.ts';
import { type KeptMove, moveOf } from '../lots/moves.ts';
import type { ChangedCost } from '../lots/replay.ts';
import { requireTransaction } from './edit.ts';
import { postLines } from './post-lines.ts';
import { entryAccounts } from './prepare.ts';

/**
 * Posts what changed when something was posted or undone before other transactions: of each the difference between what its
 * lots cost and what they cost now, under its own day, which is in an open month. Throws `period_closed` in a soft-locked
 * month for who may not post there.
 */
export async function postAdjustments(
  trx: Trx,
  context: Context,
  assets: AssetCatalogue,
  lots: LotContext,
  changed: readonly ChangedCost[],
  because: string,
): Promise<void> {
  if (changed.length === 0) return;
  const accounts = await entryAccounts(trx, context.companyId);
  const byTransaction = Map.groupBy(changed, ({ move }) => move.transactionId);
  for (const [id, moves] of byTransaction) {
    const transaction = await requireTransaction(trx, context.companyId, id);
    const linesAt = (cost: 'before' | 'after') =>
      moves.flatMap((one) => movedLines(lots, one.move, one[cost], accounts, transaction.accountId));
    const lines = differenceOf(linesAt('before'), linesAt('after'));
    if (lines.length === 0) continue;
    const description = `The cost of the lots used changed: ${because}`;
    await postLines(trx, context, assets, {
      transactionId: id,
      kind: 'adjustment',
      date: moves[0]?.move.effectiveOn ?? '',
      description,
      baseAsset: lots.baseAsset,
      lines,
    });
  }
}

/** The lines of a move at a cost. What has no proceeds is on the transaction's other account at its cost. */
function movedLines(
  lots: LotContext,
  move: KeptMove,
  cost: bigint,
  accounts: EntryAccounts,
  counterAccountId: string | null,
): TransactionLine[] {
  const { baseAsset } = lots;
  const plan = { moves: [moveOf(lots, move)], feeExpense: 0n };
  const { lines } = transactionLines(plan, [cost], accounts, baseAsset);
  if (move.kind !== 'dispose' || move.amount !== null || counterAccountId === null) return lines;
  return [...lines, { accountId: counterAccountId, asset: baseAsset, quantity: cost, base: cost }];
}
