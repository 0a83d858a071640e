import type { Transaction } from '@crypto-erp/contract/transactions';
import { formatDecimal } from '@crypto-erp/ledger/decimal';
import type { Trx } from '../../db/database.ts';
import { fieldError } from '../../errors.ts';
import type { AssetCatalogue } from '../assets/catalogue.ts';
import type { Context } from '../audit-log/context.ts';
import { recordPayment } from '../payments/service.ts';
import { type Prepared, paidBy } from './prepare.ts';

/**
 * Records the payment that a transaction is: of the contact's documents, with what the wallet received or sent, at what that
 * was worth. What no document takes stays as the contact's credit. Throws `transaction_type_unfit` where not exactly one
 * thing was paid with, and what {@link recordPayment} refuses. Answers the ids of the payment and its entry.
 */
export async function payDocuments(
  trx: Trx,
  context: Context,
  assets: AssetCatalogue,
  transaction: Transaction,
  prepared: Prepared,
  date: string,
): Promise<{ paymentId: string; entryId: string }> {
  const paid = prepared.plan.moves
    .map((move) => paidBy(move, prepared.baseAsset))
    .filter((one) => one !== null);
  const [one] = paid;
  if (one === undefined || paid.length > 1 || transaction.contactId === null) {
    const message = 'Documents are paid with one asset of one wallet. Split the transaction.';
    throw fieldError('transaction_type_unfit', '/type', message);
  }
  const decimals = await assets.decimals(one.asset);
  const payment = await recordPayment(
    trx,
    context,
    assets,
    {
      side: one.direction === 'in' ? 'sales' : 'purchase',
      direction: one.direction,
      contactId: transaction.contactId,
      date,
      asset: one.asset,
      amount: formatDecimal(one.quantity, decimals),
      accountId: one.accountId,
      fee: null,
      reference: transaction.reference.slice(0, 100),
      rest: 'credit',
      allocations: transaction.allocations,
    },
    (place, field) => `/allocations/${place}/${field}`,
    one.worth,
  );
  return { paymentId: payment.id, entryId: payment.entryId };
}
