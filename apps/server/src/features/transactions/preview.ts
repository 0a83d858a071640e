import type { TransactionPreview } from '@crypto-erp/contract/transactions';
import type { Trx } from '../../db/database.ts';
import type { AssetCatalogue } from '../assets/catalogue.ts';
import { usesOf } from '../lots/read-model.ts';
import { placeOpen } from './place-open.ts';
import { writtenLines } from './post-lines.ts';
import { linesOf } from './prepare.ts';

/** Ends the transaction that a preview ran in. */
class PreviewDone extends Error {
  readonly preview: TransactionPreview;

  constructor(preview: TransactionPreview) {
    super('A preview changes nothing.');
    this.preview = preview;
  }
}

/**
 * What posting an open transaction would post, found by doing it and taking it back: what it answers is what would come. Throws
 * as that does, but for what its entry or payment breaks. `inTransaction` runs its work in a transaction of its own.
 */
export async function previewTransaction(
  inTransaction: (work: (trx: Trx) => Promise<never>) => Promise<never>,
  companyId: string,
  assets: AssetCatalogue,
  id: string,
): Promise<TransactionPreview> {
  try {
    return await inTransaction(async (trx) => {
      throw new PreviewDone(await tryOut(trx, companyId, assets, id));
    });
  } catch (error) {
    if (error instanceof PreviewDone) return error.preview;
    throw error;
  }
}

async function tryOut(
  trx: Trx,
  companyId: string,
  assets: AssetCatalogue,
  id: string,
): Promise<TransactionPreview> {
  const { transaction, prepared, costs, standing } = await placeOpen(trx, companyId, assets, id, null);
  const lines = await linesOf(trx, companyId, transaction, prepared, costs);
  return {
    date: standing.effectiveOn,
    lines: await writtenLines(assets, prepared.baseAsset, lines),
    disposals: await usesOf(trx, companyId, id),
  };
}
