import { parseDecimal } from '@crypto-erp/ledger/decimal';
import { convert } from '@crypto-erp/ledger/rate';
import type { Part } from '@crypto-erp/ledger/transactions/part';
import type { Trx } from '../../db/database.ts';
import type { AssetCatalogue } from '../assets/catalogue.ts';
import type { LotContext } from '../lots/context.ts';
import { pricesAt } from '../prices/lookup.ts';
import { transfersOf } from './read-model.ts';

/** The transfers of a transaction with what each was worth at its instant; null where no price is known. */
export async function partsOf(
  trx: Trx,
  { companyId, baseAsset, rounding }: LotContext,
  assets: AssetCatalogue,
  transactionId: string,
): Promise<Part[]> {
  const baseDecimals = await assets.decimals(baseAsset);
  const transfers = await transfersOf(trx, companyId, transactionId);
  const prices = await pricesAt(trx, companyId, transfers, baseAsset);
  const parts: Part[] = [];
  for (const [i, transfer] of transfers.entries()) {
    const decimals = await assets.decimals(transfer.asset);
    const quantity = parseDecimal(transfer.quantity, decimals);
    const price = prices[i] ?? null;
    parts.push({
      transferId: transfer.id,
      direction: transfer.direction,
      fee: transfer.kind === 'fee',
      walletId: transfer.walletId,
      accountId: transfer.accountId,
      asset: transfer.asset,
      quantity,
      worth: price && convert(quantity, decimals, baseDecimals, price.rate, rounding),
    });
  }
  return parts;
}
