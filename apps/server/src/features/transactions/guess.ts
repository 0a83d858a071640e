import type { TransactionType } from '@crypto-erp/ledger/transactions/types';

export interface GuessedTransfer {
  direction: 'in' | 'out';
  kind: string;
  asset: string;
}

const BY_KIND: Readonly<Record<string, TransactionType>> = {
  staking: 'staking',
  mining: 'mining',
  interest: 'interest',
  airdrop: 'airdrop',
};

/**
 * What the transfers of one event are without doubt, or null: a person or a rule says it then. An exchange of money and
 * another asset is a purchase or a sale, of two others a swap; what leaves one of our wallets and arrives in another is an
 * own transfer; a fee alone is a fee.
 */
export function guessType(transfers: readonly GuessedTransfer[], baseAsset: string): TransactionType | null {
  const moved = transfers.filter(({ kind, direction }) => kind !== 'fee' || direction === 'in');
  if (moved.length === 0) return 'fee';
  const ins = moved.filter(({ direction }) => direction === 'in');
  const outs = moved.filter(({ direction }) => direction === 'out');
  if (outs.length === 0) return kindOf(ins);
  if (ins.length === 0) return null;
  const sent = new Set(outs.map(({ asset }) => asset));
  const received = new Set(ins.map(({ asset }) => asset));
  if (sent.size === 1 && received.size === 1 && outs[0]?.asset === ins[0]?.asset) return 'own-transfer';
  if ([...sent].some((asset) => received.has(asset))) return null;
  if (sent.size === 1 && sent.has(baseAsset)) return 'purchase';
  if (received.size === 1 && received.has(baseAsset)) return 'sale';
  return 'swap';
}

/** The type that all of these are of, by what their source calls them. */
function kindOf(ins: readonly GuessedTransfer[]): TransactionType | null {
  const types = new Set(ins.map(({ kind }) => BY_KIND[kind] ?? null));
  return types.size === 1 ? ([...types][0] ?? null) : null;
}
