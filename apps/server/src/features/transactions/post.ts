import type { Transaction, TransactionPreview } from '@crypto-erp/contract/transactions';
import { formatDecimal } from '@crypto-erp/ledger/decimal';
import type { Trx } from '../../db/database.ts';
import { fieldError, versionConflict } from '../../errors.ts';
import type { AssetCatalogue } from '../assets/catalogue.ts';
import type { Context } from '../audit-log/context.ts';
import { writeAudit } from '../audit-log/service.ts';
import { lockBooks } from '../entries/service.ts';
import { lotContext } from '../lots/context.ts';
import { placeMoves } from '../lots/place.ts';
import { usesOf } from '../lots/read-model.ts';
import { postAdjustments } from './adjust.ts';
import { requireOpen, requireTransaction } from './edit.ts';
import { payDocuments } from './pay.ts';
import { postLines } from './post-lines.ts';
import { linesOf, type Prepared, prepareTransaction } from './prepare.ts';
import { standingOf } from './read-model.ts';
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
  await lockBooks(trx, companyId);
  const before = await requireOpen(trx, companyId, id);
  if (version !== null && before.version !== version) throw versionConflict();
  const prepared = await prepareTransaction(trx, companyId, assets, before);
  const lots = await lotContext(trx, companyId, assets);
  const standing = await standingOf(trx, companyId, id);
  const placed = { id, ...standing, chosen: before.chosenLots };
  const { costs, changed } = await placeMoves(trx, lots, placed, prepared.plan.moves);
  await checkChosen(trx, companyId, before);
  await postEntries(trx, context, assets, before, prepared, { costs, date: standing.effectiveOn });
  await setPosted(trx, companyId, id, standing.effectiveAt);
  const because = `${before.type} ${before.reference} of ${standing.on} was posted.`;
  await postAdjustments(trx, context, assets, lots, changed, because);

  const after = await requireTransaction(trx, companyId, id);
  const subject = { subjectKind: 'transaction', subjectId: id };
  await writeAudit(trx, { ...context, action: 'transaction.posted', ...subject, before, after });
  return after;
}

/** Each chosen lot was one that the transaction could take from. Throws `lot_unfit`. */
async function checkChosen(trx: Trx, companyId: string, { id, chosenLots }: Transaction): Promise<void> {
  if (chosenLots.length === 0) return;
  const used = new Set((await usesOf(trx, companyId, id)).map(({ lotId }) => lotId));
  const place = chosenLots.findIndex(({ lotId }) => !used.has(lotId));
  if (place < 0) return;
  const message = 'Nothing of this lot can leave here: choose an open lot of what leaves.';
  throw fieldError('lot_unfit', `/chosenLots/${place}/lotId`, message);
}

async function postEntries(
  trx: Trx,
  context: Context,
  assets: AssetCatalogue,
  transaction: Transaction,
  prepared: Prepared,
  { costs, date }: { costs: readonly bigint[]; date: string },
): Promise<void> {
  const { companyId } = context;
  const { id } = transaction;
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
    lines,
  });
}

/** Ends the transaction that a preview ran in. */
class PreviewDone extends Error {
  readonly preview: TransactionPreview;

  constructor(preview: TransactionPreview) {
    super('A preview changes nothing.');
    this.preview = preview;
  }
}

/**
 * What {@link postTransaction} would post, found by doing it and taking it back: what it answers is what would come. Throws
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
  await lockBooks(trx, companyId);
  const transaction = await requireOpen(trx, companyId, id);
  const prepared = await prepareTransaction(trx, companyId, assets, transaction);
  const lots = await lotContext(trx, companyId, assets);
  const standing = await standingOf(trx, companyId, id);
  const placed = { id, ...standing, chosen: transaction.chosenLots };
  const { costs } = await placeMoves(trx, lots, placed, prepared.plan.moves);
  await checkChosen(trx, companyId, transaction);
  const lines = [];
  for (const { accountId, asset, quantity, base } of await linesOf(
    trx,
    companyId,
    transaction,
    prepared,
    costs,
  )) {
    lines.push({
      accountId,
      asset,
      quantity: formatDecimal(quantity, await assets.decimals(asset)),
      baseAmount: formatDecimal(base, prepared.baseDecimals),
    });
  }
  return { date: standing.effectiveOn, lines, disposals: await usesOf(trx, companyId, id) };
}
