import type { LotMethod } from '@crypto-erp/ledger/lots/types';
import type { MoveTime, Outcome } from '@crypto-erp/ledger/transactions/lot-book';
import type { DisposalReason, Move } from '@crypto-erp/ledger/transactions/part';
import { type LotContext, lotIdOf } from './context.ts';
import type { LotRow, MoveRow, UseRow } from './store.ts';

/** A move as it is kept, with when it happened. */
export interface KeptMove extends MoveRow {
  transactionId: string;
  /** The instant of the transaction, in UTC, and its day in the company's time zone. */
  at: string;
  on: string;
  /** The day that it is posted under. */
  effectiveOn: string;
  position: string;
  cost: string;
  chosen: { lotId: string; quantity: string }[];
}

/** A move of the plan as it is kept; money has no lots, so no row. */
export function moveRow(context: LotContext, move: Move, ordinal: number): MoveRow | null {
  if (move.kind === 'money') return null;
  const place = move.kind === 'carry' ? move.from : move.place;
  const to = move.kind === 'carry' ? move.to : null;
  const amount = move.kind === 'acquire' ? move.cost : move.kind === 'dispose' ? move.proceeds : null;
  return {
    ordinal,
    kind: move.kind,
    asset: place.asset,
    placeId: place.placeId,
    accountId: place.accountId,
    quantity: context.text(place.quantity, place.asset),
    amount: amount === null ? null : context.text(amount, context.baseAsset),
    reason: move.kind === 'dispose' ? move.reason : null,
    income: move.kind === 'acquire' && move.income,
    toAsset: to?.asset ?? null,
    toPlaceId: to?.placeId ?? null,
    toAccountId: to?.accountId ?? null,
    toQuantity: to && context.text(to.quantity, to.asset),
  };
}

/** The move of a row. */
export function moveOf(context: LotContext, row: MoveRow): Move {
  const { asset, placeId, accountId } = row;
  const place = { placeId, accountId, asset, quantity: context.units(row.quantity, asset) };
  const amount = row.amount === null ? null : context.units(row.amount, context.baseAsset);
  if (row.kind === 'acquire') return { kind: 'acquire', place, cost: amount ?? 0n, income: row.income };
  if (row.kind === 'dispose') {
    return { kind: 'dispose', place, proceeds: amount, reason: row.reason as DisposalReason };
  }
  const to = {
    placeId: row.toPlaceId ?? '',
    accountId: row.toAccountId ?? '',
    asset: row.toAsset ?? '',
    quantity: context.units(row.toQuantity ?? '0', row.toAsset ?? ''),
  };
  return { kind: 'carry', from: place, to };
}

/** When and how a kept move is done. */
export function timeOf(context: LotContext, move: KeptMove): MoveTime {
  return {
    acquiredAt: move.at,
    acquiredOn: move.on,
    position: move.position,
    lotId: (part) => lotIdOf(move.transactionId, move.ordinal, part),
    method: (asset): LotMethod => context.method(asset, move.effectiveOn),
    chosen: move.chosen.map(({ lotId, quantity }) => ({
      lotId,
      quantity: context.units(quantity, move.asset),
    })),
  };
}

/** What a move took and made, as it is kept. */
export function outcomeRows(
  context: LotContext,
  move: KeptMove,
  outcome: Outcome,
): { lots: LotRow[]; uses: UseRow[] } {
  const { transactionId, ordinal } = move;
  const lots = outcome.lots.map(({ lot, asset, poolId, part }) => ({
    id: lot.id,
    asset,
    poolId,
    transactionId,
    ordinal,
    part,
    acquiredAt: lot.acquiredAt,
    acquiredOn: lot.acquiredOn,
    position: lot.position,
    quantity: context.text(lot.quantity, asset),
    cost: context.text(lot.cost, context.baseAsset),
  }));
  const uses = outcome.uses.map((use, part) => ({
    transactionId,
    ordinal,
    part,
    lotId: use.lot?.id ?? null,
    kind: move.kind === 'carry' ? ('carry' as const) : ('dispose' as const),
    asset: use.asset,
    poolId: use.poolId,
    quantity: context.text(use.quantity, use.asset),
    cost: context.text(use.cost, context.baseAsset),
    proceeds: use.proceeds === null ? null : context.text(use.proceeds, context.baseAsset),
    acquiredOn: use.lot?.acquiredOn ?? null,
    usedOn: move.effectiveOn,
  }));
  return { lots, uses };
}
