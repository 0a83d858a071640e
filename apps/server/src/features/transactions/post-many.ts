import type { TransactionsPosted } from '@crypto-erp/contract/transactions';
import { LedgerError } from '@crypto-erp/ledger/error';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';
import { DomainError } from '../../errors.ts';
import type { AssetCatalogue } from '../assets/catalogue.ts';
import type { Context } from '../audit-log/context.ts';
import { postTransaction } from './post.ts';
import { openInOrder } from './read-model.ts';

/**
 * Posts open transactions in the order in which they happened. One that is refused stays open, says why, and holds up no
 * other: what needs it is refused for itself. An id that is not an open transaction's is refused as not found.
 */
export async function postTransactions(
  trx: Trx,
  context: Context,
  assets: AssetCatalogue,
  ids: readonly string[],
): Promise<TransactionsPosted> {
  const items: TransactionsPosted['items'] = [];
  const open = await openInOrder(trx, context.companyId, ids);
  for (const id of open) items.push({ id, refusal: await refusalOf(trx, context, assets, id) });
  const message = 'There is no such open transaction.';
  const others = ids.filter((id) => !open.includes(id));
  return { items: [...items, ...others.map((id) => ({ id, refusal: { code: 'not_found', message } }))] };
}

/** Posts one within the transaction, or takes back what it did and answers why. */
async function refusalOf(
  trx: Trx,
  context: Context,
  assets: AssetCatalogue,
  id: string,
): Promise<{ code: string; message: string } | null> {
  await sql`SAVEPOINT one`.execute(trx);
  try {
    await postTransaction(trx, context, assets, id, null);
    await sql`RELEASE SAVEPOINT one`.execute(trx);
    return null;
  } catch (error) {
    if (!(error instanceof DomainError) && !(error instanceof LedgerError)) throw error;
    await sql`ROLLBACK TO SAVEPOINT one; RELEASE SAVEPOINT one`.execute(trx);
    return { code: error.code, message: error.message };
  }
}
