import type { Entry, EntryLineInput } from '@crypto-erp/contract/entries';
import { formatDecimal } from '@crypto-erp/ledger/decimal';
import type { TransactionLine } from '@crypto-erp/ledger/transactions/entry';
import type { Trx } from '../../db/database.ts';
import type { AssetCatalogue } from '../assets/catalogue.ts';
import type { Context } from '../audit-log/context.ts';
import { postMade } from '../entries/service.ts';
import { insertTransactionEntry } from './store.ts';

interface Posting {
  transactionId: string;
  kind: 'posting' | 'adjustment';
  date: string;
  description: string;
  baseAsset: string;
  lines: readonly TransactionLine[];
}

/** Posts an entry of a transaction and notes it there. Throws what refuses the entry, `period_closed` among it. */
export async function postLines(
  trx: Trx,
  context: Context,
  assets: AssetCatalogue,
  posting: Posting,
): Promise<Entry> {
  const lines = await writtenLines(assets, posting.baseAsset, posting.lines);
  const { transactionId, kind, date, description } = posting;
  const entry = await postMade(
    trx,
    context,
    assets,
    { date, description, lines },
    { source: 'transaction', sourceId: transactionId },
  );
  await insertTransactionEntry(trx, context.companyId, {
    entryId: entry.id,
    transactionId,
    kind,
    paymentId: null,
  });
  return entry;
}

/** Lines in whole units, as an entry is written. */
export async function writtenLines(
  assets: AssetCatalogue,
  baseAsset: string,
  lines: readonly TransactionLine[],
): Promise<Pick<EntryLineInput, 'accountId' | 'asset' | 'quantity' | 'baseAmount'>[]> {
  const baseDecimals = await assets.decimals(baseAsset);
  const written = [];
  for (const { accountId, asset, quantity, base } of lines) {
    written.push({
      accountId,
      asset,
      quantity: formatDecimal(quantity, await assets.decimals(asset)),
      baseAmount: formatDecimal(base, baseDecimals),
    });
  }
  return written;
}
