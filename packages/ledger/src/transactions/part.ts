import type { TransactionType } from './types.ts';

/**
 * One transfer of a transaction, as its books see it. Quantities are in smallest units of the asset, worth in smallest
 * units of the base asset.
 */
export interface Part {
  transferId: string;
  direction: 'in' | 'out';
  /** Paid to the chain or the exchange for the transaction itself. */
  fee: boolean;
  walletId: string;
  /** The account of the chart that holds what the wallet holds. */
  accountId: string;
  asset: string;
  /** Above zero. */
  quantity: bigint;
  /** What it was worth at its instant. Of the base asset: its quantity. Null: no price is known. */
  worth: bigint | null;
}

/** The lots of one asset in one place: a wallet, or the account of a loan. */
export interface Place {
  /** The wallet's id, or the loan account's. */
  placeId: string;
  accountId: string;
  asset: string;
  quantity: bigint;
}

/** Why something leaves. */
export type DisposalReason = 'sale' | 'spending' | 'fee' | 'gift' | 'loss';

/** One thing that a transaction does to lots, or to money in the base asset, which has none. In the order they are done. */
export type Move =
  | { kind: 'acquire'; place: Place; cost: bigint; income: boolean }
  /** `proceeds` null: its cost, so that there is no gain. */
  | { kind: 'dispose'; place: Place; proceeds: bigint | null; reason: DisposalReason }
  /** `from` leaves with cost and dates and arrives as `to`; the two quantities differ when the asset does. */
  | { kind: 'carry'; from: Place; to: Place }
  /** The base asset: `quantity` positive for what comes. */
  | { kind: 'money'; accountId: string; quantity: bigint };

/** What a transaction's books depend on besides its transfers. */
export interface PlanContext {
  type: TransactionType;
  baseAsset: string;
  /** The account on the other side; of a loan also the place where its lots are. */
  counterAccountId: string | null;
  /** Whether fees are an expense, or belong to the cost of what comes and to the proceeds of what goes. */
  fees: 'expense' | 'basis';
}
