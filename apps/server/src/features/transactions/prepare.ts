import type { Transaction } from '@crypto-erp/contract/transactions';
import {
  differenceOf,
  type EntryAccounts,
  type TransactionLine,
  transactionLines,
} from '@crypto-erp/ledger/transactions/entry';
import type { Move } from '@crypto-erp/ledger/transactions/part';
import { type Plan, planTransaction } from '@crypto-erp/ledger/transactions/plan';
import { TYPE_RULES } from '@crypto-erp/ledger/transactions/types';
import type { Trx } from '../../db/database.ts';
import { fieldError } from '../../errors.ts';
import type { AssetCatalogue } from '../assets/catalogue.ts';
import type { LotContext } from '../lots/context.ts';
import { settlementAccounts } from '../settlements/accounts.ts';
import { partsOf } from './parts.ts';

export interface Prepared {
  plan: Plan;
  baseAsset: string;
  /** Whether a payment of documents is the other side. */
  byPayment: boolean;
}

/**
 * What posting this transaction would do to lots and money. Throws `transaction_type_missing`, `allocations_missing`,
 * `allocations_unused`, and what {@link planTransaction} refuses: `price_missing`, `transaction_type_unfit`,
 * `counter_account_missing`, `counter_account_unused`.
 */
export async function prepareTransaction(
  trx: Trx,
  lots: LotContext,
  assets: AssetCatalogue,
  transaction: Transaction,
): Promise<Prepared> {
  const { type, allocations, contactId } = transaction;
  if (type === null) {
    throw fieldError('transaction_type_missing', '/type', 'Say what this transaction is: choose its type.');
  }
  const byPayment = TYPE_RULES[type].counterpart === 'documents';
  if (byPayment && contactId === null) {
    throw fieldError(
      'allocations_missing',
      '/contactId',
      'Say whose documents are paid: choose the contact.',
    );
  }
  if (!byPayment && allocations.length > 0) {
    throw fieldError('allocations_unused', '/allocations', `A ${type} pays no documents: remove them.`);
  }
  const parts = await partsOf(trx, lots, assets, transaction.id);
  const { baseAsset, settings } = lots;
  const plan = planTransaction(parts, {
    type,
    baseAsset,
    counterAccountId: transaction.accountId,
    // What a payment pays is what the documents are owed, whatever it cost to send.
    fees: byPayment ? 'expense' : settings.fees,
  });
  return { plan, baseAsset, byPayment };
}

/**
 * The lines of a transaction whose moves took `costs` from the lots, with the other side on its account. What a payment
 * posts is not among them. Throws `missing_account_role`.
 */
export async function linesOf(
  trx: Trx,
  companyId: string,
  transaction: Transaction,
  prepared: Prepared,
  costs: readonly bigint[],
): Promise<TransactionLine[]> {
  const { plan, baseAsset, byPayment } = prepared;
  const accounts = await entryAccounts(trx, companyId);
  const { lines, counter } = transactionLines(plan, costs, accounts, baseAsset);
  if (byPayment)
    return differenceOf(
      plan.moves.flatMap((move) => paidLine(move, baseAsset)),
      lines,
    );
  if (counter === 0n) return lines;
  const { accountId } = transaction;
  if (accountId === null) throw new Error(`Transaction ${transaction.id} does not balance by ${counter}.`);
  return [...lines, { accountId, asset: baseAsset, quantity: counter, base: counter }];
}

/** The accounts of gains, losses and fees. Throws `missing_account_role`. */
export async function entryAccounts(trx: Trx, companyId: string): Promise<EntryAccounts> {
  const accounts = await settlementAccounts(trx, companyId);
  return {
    gain: accounts.withRole('crypto_realised_gain'),
    loss: accounts.withRole('crypto_realised_loss'),
    fees: accounts.withRole('network_fees'),
  };
}

/** What the payment of a transaction posts on the account of its wallet, for a move that is paid with. */
function paidLine(move: Move, baseAsset: string): TransactionLine[] {
  const paid = paidBy(move, baseAsset);
  if (paid === null) return [];
  const { accountId, asset, quantity, worth, direction } = paid;
  const sign = direction === 'in' ? 1n : -1n;
  return [{ accountId, asset, quantity: sign * quantity, base: sign * worth }];
}

/** What is paid with: positive quantity and worth, in smallest units. */
export interface Paid {
  accountId: string;
  asset: string;
  quantity: bigint;
  worth: bigint;
  direction: 'in' | 'out';
}

/** What a move of a payment pays, or null for its fees. */
export function paidBy(move: Move, baseAsset: string): Paid | null {
  if (move.kind === 'money') {
    const { accountId, quantity } = move;
    const units = quantity < 0n ? -quantity : quantity;
    return {
      accountId,
      asset: baseAsset,
      quantity: units,
      worth: units,
      direction: quantity < 0n ? 'out' : 'in',
    };
  }
  if (move.kind === 'carry' || (move.kind === 'dispose' && move.reason === 'fee')) return null;
  const { accountId, asset, quantity } = move.place;
  if (move.kind === 'acquire') return { accountId, asset, quantity, worth: move.cost, direction: 'in' };
  return { accountId, asset, quantity, worth: move.proceeds ?? 0n, direction: 'out' };
}
