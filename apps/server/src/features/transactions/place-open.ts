import type { Transaction } from '@crypto-erp/contract/transactions';
import type { Trx } from '../../db/database.ts';
import { fieldError, versionConflict } from '../../errors.ts';
import type { AssetCatalogue } from '../assets/catalogue.ts';
import { lockBooks } from '../entries/service.ts';
import { type LotContext, lotContext } from '../lots/context.ts';
import { type PlacedMoves, placeMoves } from '../lots/place.ts';
import { usesOf } from '../lots/read-model.ts';
import { requireOpen } from './edit.ts';
import { type Prepared, prepareTransaction } from './prepare.ts';
import { type Standing, standingOf } from './read-model.ts';

/** An open transaction whose moves are done to the lots, under the books' lock; its entries are still to come. */
export interface PlacedOpen extends PlacedMoves {
  transaction: Transaction;
  prepared: Prepared;
  lots: LotContext;
  standing: Standing;
}

/**
 * Takes the books' lock and does the moves of an open transaction. Throws `version_conflict` for another version than the one
 * named, and as {@link requireOpen}, {@link prepareTransaction} and {@link placeMoves}; `lot_unfit` for a chosen lot that none
 * of them took from.
 */
export async function placeOpen(
  trx: Trx,
  companyId: string,
  assets: AssetCatalogue,
  id: string,
  version: number | null,
): Promise<PlacedOpen> {
  await lockBooks(trx, companyId);
  const transaction = await requireOpen(trx, companyId, id);
  if (version !== null && transaction.version !== version) throw versionConflict();
  const lots = await lotContext(trx, companyId, assets);
  const prepared = await prepareTransaction(trx, lots, assets, transaction);
  const standing = await standingOf(trx, companyId, id);
  const placed = { id, ...standing, chosen: transaction.chosenLots };
  const done = await placeMoves(trx, lots, placed, prepared.plan.moves);
  await checkChosen(trx, companyId, transaction);
  return { ...done, transaction, prepared, lots, standing };
}

async function checkChosen(trx: Trx, companyId: string, { id, chosenLots }: Transaction): Promise<void> {
  if (chosenLots.length === 0) return;
  const used = new Set((await usesOf(trx, companyId, id)).map(({ lotId }) => lotId));
  const place = chosenLots.findIndex(({ lotId }) => !used.has(lotId));
  if (place < 0) return;
  const message = 'Nothing of this lot can leave here: choose an open lot of what leaves.';
  throw fieldError('lot_unfit', `/chosenLots/${place}/lotId`, message);
}
