import type { Trx } from '../../db/database.ts';
import type { AssetCatalogue } from '../assets/catalogue.ts';
import type { Context } from '../audit-log/context.ts';
import { setPrice } from '../prices/set-prices.ts';
import { gatherTransactions } from '../transactions/gather.ts';
import { postTransaction } from '../transactions/post.ts';
import { listTransactions, openInOrder } from '../transactions/read-model.ts';
import { addManualTransfer } from '../transfers/service.ts';
import { createWallet } from '../wallets/service.ts';

/** A wallet's moves of a day, `in BTC 1`, of one event. */
type Moves = [wallet: string, move: string][];

/**
 * Crypto in the books of March 2026: 1 BTC bought, half of it moved to another wallet, a quarter sold, a fee paid. Answers the
 * ids of the transactions, and of a transfer of the sale.
 */
export async function cryptoOf(trx: Trx, context: Context, assets: AssetCatalogue, accountId: string) {
  const { companyId } = context;
  const wallet = (name: string) => createWallet(trx, context, { name, kind: 'manual', accountId });
  const [hot, cold] = [(await wallet('Hot')).id, (await wallet('Cold')).id];
  await setPrice(trx, context, {
    asset: 'BTC',
    quote: 'EUR',
    date: '2026-03-05',
    price: '60000',
    reason: 'test',
  });
  const events: Record<string, Moves> = {
    '2026-03-02': [
      [hot, 'out EUR 50000'],
      [hot, 'in BTC 1'],
    ],
    '2026-03-03': [
      [hot, 'out BTC 0.5'],
      [cold, 'in BTC 0.5'],
    ],
    '2026-03-04': [
      [cold, 'out BTC 0.25'],
      [cold, 'in EUR 15000'],
    ],
    '2026-03-05': [[hot, 'out BTC 0.0001 fee']],
  };
  for (const [day, moves] of Object.entries(events)) {
    for (const [walletId, move] of moves) {
      const [direction, asset, quantity, kind = 'transfer'] = move.split(' ');
      await addManualTransfer(trx, context, assets, walletId, {
        direction: direction as 'in' | 'out',
        kind: kind as 'transfer' | 'fee',
        asset: asset ?? '',
        quantity: quantity ?? '',
        at: `${day}T12:00:00Z`,
        counterparty: null,
        reference: day,
      });
    }
  }
  await gatherTransactions(trx, companyId);
  const { items } = await listTransactions(trx, companyId, {});
  for (const id of await openInOrder(
    trx,
    companyId,
    items.map((one) => one.id),
  )) {
    await postTransaction(trx, context, assets, id, null);
  }
  const of = (day: string) => {
    const found = items.find(({ reference }) => reference === day);
    if (found === undefined) throw new Error(`No transaction of ${day}.`);
    return found;
  };
  return {
    moved: of('2026-03-03').id,
    sold: of('2026-03-04').id,
    sentTransfer: of('2026-03-04').transfers.find(({ direction }) => direction === 'out')?.id ?? '',
  };
}
