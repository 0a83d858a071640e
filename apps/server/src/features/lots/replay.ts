import { trimDecimal } from '@crypto-erp/ledger/decimal';
import { lotsMissing } from '@crypto-erp/ledger/transactions/lot-book';
import type { Trx } from '../../db/database.ts';
import type { LotContext } from './context.ts';
import { type KeptMove, moveOf, outcomeRows, timeOf } from './moves.ts';
import { keptOutcomes, linkedAssets, movesInOrder } from './moves-read-model.ts';
import {
  deleteOutcomes,
  insertLots,
  insertUses,
  type LotRow,
  setCosts,
  settleRemaining,
  type UseRow,
} from './store.ts';

/** A move whose cost is another than it was. Smallest units of the base asset. */
export interface ChangedCost {
  move: KeptMove;
  before: bigint;
  after: bigint;
}

interface Computed {
  move: KeptMove;
  cost: bigint;
  lots: LotRow[];
  uses: UseRow[];
}

/**
 * Does all moves of these assets again in their order, from the first, and writes down what comes out otherwise than it is
 * kept: nothing of a closed month, since no move gets in front of it. Answers the moves whose cost changed. Holds the open
 * lots and some thousand moves. Throws `lots_missing` and `lot_unfit` of the move that fails.
 */
export async function replay(
  trx: Trx,
  context: LotContext,
  assets: readonly string[],
): Promise<ChangedCost[]> {
  const { companyId } = context;
  const linked = await linkedAssets(trx, companyId, assets);
  // A shortfall that is kept was allowed when it was posted; a new one is refused below.
  const book = context.book('zero');
  const changed: ChangedCost[] = [];
  for await (const moves of movesInOrder(trx, companyId, linked)) {
    const computed = moves.map((move): Computed => {
      const outcome = book.apply(moveOf(context, move), timeOf(context, move));
      return { move, cost: outcome.cost, ...outcomeRows(context, move, outcome) };
    });
    await keepDifferences(trx, context, computed);
    for (const { move, cost } of computed) {
      const before = context.units(move.cost, context.baseAsset);
      if (before !== cost) changed.push({ move, before, after: cost });
    }
  }
  await settleRemaining(trx, companyId, linked);
  await setCosts(
    trx,
    companyId,
    changed.map(({ move: { transactionId, ordinal }, after }) => ({
      transactionId,
      ordinal,
      cost: context.text(after, context.baseAsset),
    })),
  );
  return changed;
}

async function keepDifferences(
  trx: Trx,
  { companyId, settings }: LotContext,
  computed: readonly Computed[],
): Promise<void> {
  const kept = await keptOutcomes(
    trx,
    companyId,
    computed.map(({ move: { transactionId, ordinal } }) => ({ transactionId, ordinal })),
  );
  const differing = computed.filter(
    (one) => (kept.get(`${one.move.transactionId} ${one.move.ordinal}`) ?? '|') !== said(one),
  );
  if (differing.length === 0) return;
  if (settings.shortfall === 'block') refuseShortfall(differing);
  await deleteOutcomes(
    trx,
    companyId,
    differing.map(({ move: { transactionId, ordinal } }) => ({ transactionId, ordinal })),
  );
  await insertLots(
    trx,
    companyId,
    differing.flatMap(({ lots }) => lots),
  );
  await insertUses(
    trx,
    companyId,
    differing.flatMap(({ uses }) => uses),
  );
}

/** @throws LedgerError `lots_missing` where one of these moves takes more than there is */
function refuseShortfall(computed: readonly Computed[]): void {
  const short = computed.find(({ uses }) => uses.some(({ lotId }) => lotId === null));
  if (short !== undefined) throw lotsMissing(short.move.asset);
}

/** What a move took and made, in the words of `keptOutcomes`. */
function said({ lots, uses }: Computed): string {
  const made = lots.map((lot) =>
    [
      'lot',
      lot.id,
      lot.poolId,
      lot.part,
      lot.acquiredAt,
      lot.acquiredOn,
      lot.position,
      trimDecimal(lot.quantity),
      trimDecimal(lot.cost),
    ].join(' '),
  );
  const took = uses.map((use) =>
    [
      'use',
      use.part,
      use.lotId ?? '-',
      use.poolId,
      trimDecimal(use.quantity),
      trimDecimal(use.cost),
      use.proceeds === null ? '-' : trimDecimal(use.proceeds),
      use.acquiredOn ?? '-',
      use.usedOn,
    ].join(' '),
  );
  return `${made.join('\n')}|${took.join('\n')}`;
}
