import type { Move } from '@crypto-erp/ledger/transactions/part';
import type { Trx } from '../../db/database.ts';
import type { LotContext } from './context.ts';
import { type KeptMove, moveOf, moveRow, outcomeRows, timeOf } from './moves.ts';
import { isFollowed, openLots } from './moves-read-model.ts';
import { type ChangedCost, replay } from './replay.ts';
import {
  deleteMoves,
  deleteOutcomes,
  insertLots,
  insertMoves,
  insertUses,
  type MoveRow,
  setCosts,
  useLots,
} from './store.ts';

/** A transaction among the company's lots. */
export interface PlacedTransaction {
  id: string;
  /** Its own instant, and the day of that; the instant and day that it counts from. */
  at: string;
  on: string;
  effectiveAt: string;
  effectiveOn: string;
  position: string;
  chosen: KeptMove['chosen'];
}

export interface PlacedMoves {
  /** What left the lots by each move, in the order of the moves, in smallest units of the base asset. */
  costs: bigint[];
  /** Moves of other transactions that come after it and cost something else now. */
  changed: ChangedCost[];
}

/**
 * Does the moves of a transaction to the lots, under the books' lock. Where nothing follows them only the lots they touch
 * are read; else all that follows is done again. Throws `lots_missing`, `lot_unfit`, `period_closed`.
 */
export async function placeMoves(
  trx: Trx,
  context: LotContext,
  transaction: PlacedTransaction,
  moves: readonly Move[],
): Promise<PlacedMoves> {
  const rows = moves.map((move, i) => moveRow(context, move, i)).filter((row) => row !== null);
  const costs = moves.map(() => 0n);
  if (rows.length === 0) return { costs, changed: [] };
  await insertMoves(trx, context.companyId, transaction, rows);
  const assets = assetsOf(rows);
  if (changesAverage(context, assets) || (await isFollowed(trx, context.companyId, transaction, assets))) {
    const changed = await replay(trx, context, assets);
    for (const { move, after } of changed) {
      if (move.transactionId === transaction.id) costs[move.ordinal] = after;
    }
    return { costs, changed: changed.filter(({ move }) => move.transactionId !== transaction.id) };
  }
  for (const [ordinal, cost] of await append(trx, context, transaction, rows)) costs[ordinal] = cost;
  return { costs, changed: [] };
}

/** Takes the moves of a transaction away as if they had never been. Answers the moves of others that cost something else now. */
export async function removeMoves(
  trx: Trx,
  context: LotContext,
  transactionId: string,
  moves: readonly Pick<MoveRow, 'ordinal' | 'asset' | 'toAsset'>[],
): Promise<ChangedCost[]> {
  if (moves.length === 0) return [];
  const keys = moves.map(({ ordinal }) => ({ transactionId, ordinal }));
  await deleteOutcomes(trx, context.companyId, keys);
  await deleteMoves(trx, context.companyId, transactionId);
  return replay(trx, context, assetsOf(moves));
}

/** Does moves that nothing follows. Answers the cost of each by its ordinal. */
async function append(
  trx: Trx,
  context: LotContext,
  transaction: PlacedTransaction,
  rows: readonly MoveRow[],
): Promise<Map<number, bigint>> {
  const { companyId } = context;
  const book = context.book();
  const pools = [...new Set(rows.filter(({ kind }) => kind !== 'acquire').map((row) => context.poolOf(row)))];
  for (const lot of await openLots(trx, companyId, assetsOf(rows), pools)) {
    const amounts = {
      quantity: context.units(lot.quantity, lot.asset),
      cost: context.units(lot.cost, context.baseAsset),
      remaining: context.units(lot.remaining, lot.asset),
      remainingCost: context.units(lot.remainingCost, context.baseAsset),
    };
    book.load(lot.asset, lot.poolId, [{ ...lot, ...amounts }]);
  }
  const { id, chosen, at, on, effectiveOn, position } = transaction;
  const done = rows.map((row) => {
    const move: KeptMove = { ...row, transactionId: id, at, on, effectiveOn, position, chosen, cost: '0' };
    const outcome = book.apply(moveOf(context, row), timeOf(context, move));
    return { ordinal: row.ordinal, cost: outcome.cost, ...outcomeRows(context, move, outcome) };
  });
  const uses = done.flatMap((one) => one.uses);
  await insertLots(
    trx,
    companyId,
    done.flatMap((one) => one.lots),
  );
  await insertUses(trx, companyId, uses);
  await useLots(trx, companyId, uses);
  await setCosts(
    trx,
    companyId,
    done.map(({ ordinal, cost }) => ({
      transactionId: id,
      ordinal,
      cost: context.text(cost, context.baseAsset),
    })),
  );
  return new Map(done.map(({ ordinal, cost }) => [ordinal, cost]));
}

/**
 * Whether an asset was averaged in some years and not in others. What remains of a lot is kept as what its uses left, which
 * says nothing of the average that it has had since, so these are computed from the first move.
 */
function changesAverage(context: LotContext, assets: readonly string[]): boolean {
  const { methods } = context.settings;
  return assets.some((asset) => {
    const of = methods.filter((one) => one.asset === asset || one.asset === null);
    return of.some(({ method }) => method === 'average') && of.length > 1;
  });
}

const assetsOf = (moves: readonly Pick<MoveRow, 'asset' | 'toAsset'>[]): string[] => [
  ...new Set(moves.flatMap(({ asset, toAsset }) => (toAsset === null ? [asset] : [asset, toAsset]))),
];
