import { differenceOf, type TransactionLine, transactionLines } from '@crypto-erp/ledger/transactions/entry';
import type { Trx } from '../../db/database.ts';
import type { AssetCatalogue } from '../assets/catalogue.ts';
import type { Context } from '../audit-log/context.ts';
import type { LotContext } from '../lots/context.ts';
import { moveOf } from '../lots/moves.ts';
import type { ChangedCost } from '../lots/replay.ts';
import { settlementAccounts } from '../settlements/accounts.ts';
import { requireTransaction } from './edit.ts';
import { postLines } from './post-lines.ts';

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
  const byTransaction = Map.groupBy(changed, ({ move }) => move.transactionId);
  for (const [id, moves] of byTransaction) {
    const transaction = await requireTransaction(trx, context.companyId, id);
    const linesWith = await lineMaker(trx, context.companyId, lots, transaction.accountId);
    const lines = moves.flatMap((one) => differenceOf(linesWith(one, one.before), linesWith(one, one.after)));
    const merged = differenceOf([], lines);
    if (merged.length === 0) continue;
    const description = `The cost of the lots used changed: ${because}`;
    await postLines(trx, context, assets, {
      transactionId: id,
      kind: 'adjustment',
      date: moves[0]?.move.effectiveOn ?? '',
      description,
      lines: merged,
    });
  }
}

/** Makes the lines of a move at a cost. What has no proceeds is on the transaction's other account at its cost. */
async function lineMaker(trx: Trx, companyId: string, lots: LotContext, counterAccountId: string | null) {
  const accounts = await settlementAccounts(trx, companyId);
  const roles = {
    gain: accounts.withRole('crypto_realised_gain'),
    loss: accounts.withRole('crypto_realised_loss'),
    fees: accounts.withRole('network_fees'),
  };
  const { baseAsset } = lots;
  return ({ move }: ChangedCost, cost: bigint): TransactionLine[] => {
    const plan = { moves: [moveOf(lots, move)], feeExpense: 0n };
    const { lines } = transactionLines(plan, [cost], roles, baseAsset);
    if (move.kind !== 'dispose' || move.amount !== null || counterAccountId === null) return lines;
    return [...lines, { accountId: counterAccountId, asset: baseAsset, quantity: cost, base: cost }];
  };
}
