import type { Transaction } from '@crypto-erp/contract/transactions';
import type { Trx } from '../../db/database.ts';
import type { AssetCatalogue } from '../assets/catalogue.ts';
import type { Context } from '../audit-log/context.ts';
import { writeAudit } from '../audit-log/service.ts';
import { postAdjustments } from './adjust.ts';
import { requireTransaction } from './edit.ts';
import { payDocuments } from './pay.ts';
import { type PlacedOpen, placeOpen } from './place-open.ts';
import { postLines } from './post-lines.ts';
import { linesOf } from './prepare.ts';
import { insertTransactionEntry, setPosted } from './store.ts';

/**
 * Posts an open transaction: its lots, its entry, the payment of documents where it is one, and what changes for those that
 * come after it. One that happened in a closed month counts from the first open day. Throws `version_conflict`,
 * `transaction_type_missing`, `transaction_type_unfit`, `price_missing`, `lots_missing`, `lot_unfit`, `period_closed`,
 * and what its entry or payment breaks.
 */
export async function postTransaction(
  trx: Trx,
  context: Context,
  assets: AssetCatalogue,
  id: string,
  version: number | null,
): Promise<Transaction> {
  const { companyId } = context;
  const placed = await placeOpen(trx, companyId, assets, id, version);
  const { transaction: before, standing, lots, changed } = placed;
  await postEntries(trx, context, assets, placed);
  await setPosted(trx, companyId, id, standing.effectiveAt);
  const because = `${before.type} ${before.reference} of ${standing.on} was posted.`;
  await postAdjustments(trx, context, assets, lots, changed, because);

  const after = await requireTransaction(trx, companyId, id);
  const subject = { subjectKind: 'transaction', subjectId: id };
  await writeAudit(trx, { ...context, action: 'transaction.posted', ...subject, before, after });
  return after;
}

async function postEntries(
  trx: Trx,
  context: Context,
  assets: AssetCatalogue,
  { transaction, prepared, costs, standing }: PlacedOpen,
): Promise<void> {
  const { companyId } = context;
  const { id } = transaction;
  const date = standing.effectiveOn;
  if (prepared.byPayment) {
    const payment = await payDocuments(trx, context, assets, transaction, prepared, date);
    await insertTransactionEntry(trx, companyId, { ...payment, transactionId: id, kind: 'payment' });
  }
  const lines = await linesOf(trx, companyId, transaction, prepared, costs);
  if (lines.length === 0) return;
  const description = [transaction.description || transaction.type, transaction.reference].join(' · ');
  await postLines(trx, context, assets, {
    transactionId: id,
    kind: 'posting',
    date,
    description: description.slice(0, 4000),
    baseAsset: prepared.baseAsset,
    lines,
  });
}
