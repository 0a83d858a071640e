import type { Transaction } from '@crypto-erp/contract/transactions';
import type { Trx } from '../../db/database.ts';
import { DomainError, versionConflict } from '../../errors.ts';
import type { AssetCatalogue } from '../assets/catalogue.ts';
import type { Context } from '../audit-log/context.ts';
import { writeAudit } from '../audit-log/service.ts';
import { lockBooks, requireEntry, reverseAny } from '../entries/service.ts';
import { lotContext } from '../lots/context.ts';
import { movesOf } from '../lots/moves-read-model.ts';
import { removeMoves } from '../lots/place.ts';
import { reversePayment } from '../payments/service.ts';
import { postAdjustments } from './adjust.ts';
import { requireTransaction } from './edit.ts';
import { insertTransactionEntry, setPosted } from './store.ts';

/**
 * Takes a posted transaction out of the books: its entries are reversed on `date`, its payment is, its lots are as if it had
 * never been, and it is open again. What follows it changes as when something is posted before it. One of a closed month
 * stays. Throws `not_found`, `version_conflict`, `transaction_not_posted`, `period_closed`, `date_before_original`,
 * `credit_in_use`, and `lots_missing` where a later one used what it acquired.
 */
export async function undoTransaction(
  trx: Trx,
  context: Context,
  assets: AssetCatalogue,
  id: string,
  { version, date, reason }: { version: number | null; date: string; reason: string },
): Promise<Transaction> {
  const { companyId } = context;
  await lockBooks(trx, companyId);
  const before = await requireTransaction(trx, companyId, id);
  if (before.state !== 'posted') {
    throw new DomainError(
      'transaction_not_posted',
      'This transaction is not posted: there is nothing to undo.',
    );
  }
  if (version !== null && before.version !== version) throw versionConflict();
  await reverseEntries(trx, context, before, { date, reason });
  const lots = await lotContext(trx, companyId, assets);
  const changed = await removeMoves(trx, lots, id, await movesOf(trx, companyId, id));
  await setPosted(trx, companyId, id, null);
  const because = `${before.type} ${before.reference} was undone: ${reason}`;
  await postAdjustments(trx, context, assets, lots, changed, because);

  const after = await requireTransaction(trx, companyId, id);
  const subject = { subjectKind: 'transaction', subjectId: id };
  await writeAudit(trx, { ...context, action: 'transaction.undone', ...subject, before, after });
  return after;
}

async function reverseEntries(
  trx: Trx,
  context: Context,
  transaction: Transaction,
  { date, reason }: { date: string; reason: string },
): Promise<void> {
  const { companyId } = context;
  for (const { entryId, kind, paymentId } of transaction.entries) {
    const entry = await requireEntry(trx, companyId, entryId);
    if (kind === 'reversal' || entry.reversedById !== null) continue;
    if (paymentId !== null) {
      await reversePayment(trx, context, paymentId, { date, reason });
      continue;
    }
    const undone = { date, description: reason };
    const reversal = await reverseAny(trx, context, entry, undone, 'entry.reversed', transaction.id);
    await insertTransactionEntry(trx, companyId, {
      entryId: reversal.id,
      transactionId: transaction.id,
      kind: 'reversal',
      paymentId: null,
    });
  }
}
