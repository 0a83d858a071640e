import type { Move } from './part.ts';
import type { Plan } from './plan.ts';

/** A line in smallest units, of `asset` and of the base asset; debit positive. */
export interface TransactionLine {
  accountId: string;
  asset: string;
  quantity: bigint;
  base: bigint;
}

export interface EntryAccounts {
  gain: string;
  loss: string;
  fees: string;
}

export interface TransactionEntry {
  /** Empty where the books do not change: lots that moved between two wallets of one account. */
  lines: TransactionLine[];
  /** What the lines lack to balance, in the base asset: what the other side owes (positive, a debit) or is owed. */
  counter: bigint;
}

/**
 * The lines of a transaction: holdings at cost, the gain or loss of each disposal (proceeds less cost), and the fees.
 * @param costs what left the lots by each move, in smallest units of the base asset; of no meaning where nothing leaves
 */
export function transactionLines(
  { moves, feeExpense }: Plan,
  costs: readonly bigint[],
  accounts: EntryAccounts,
  baseAsset: string,
): TransactionEntry {
  const inBase = (accountId: string, base: bigint): TransactionLine => ({
    accountId,
    asset: baseAsset,
    quantity: base,
    base,
  });
  const lines = moves.flatMap((move, i) => holdingLines(move, costs[i] ?? 0n, baseAsset));
  for (const [i, move] of moves.entries()) {
    if (move.kind !== 'dispose' || move.proceeds === null) continue;
    const gain = move.proceeds - (costs[i] ?? 0n);
    lines.push(inBase(gain > 0n ? accounts.gain : accounts.loss, -gain));
  }
  lines.push(inBase(accounts.fees, feeExpense));
  const counter = -lines.reduce((sum, { base }) => sum + base, 0n);
  return { lines: merged(lines), counter };
}

function holdingLines(move: Move, cost: bigint, baseAsset: string): TransactionLine[] {
  if (move.kind === 'money') {
    const { accountId, quantity } = move;
    return [{ accountId, asset: baseAsset, quantity, base: quantity }];
  }
  if (move.kind === 'acquire') {
    const { accountId, asset, quantity } = move.place;
    return [{ accountId, asset, quantity, base: move.cost }];
  }
  if (move.kind === 'dispose') {
    const { accountId, asset, quantity } = move.place;
    return [{ accountId, asset, quantity: -quantity, base: -cost }];
  }
  const { from, to } = move;
  if (from.accountId === to.accountId && from.asset === to.asset) return [];
  return [
    { accountId: from.accountId, asset: from.asset, quantity: -from.quantity, base: -cost },
    { accountId: to.accountId, asset: to.asset, quantity: to.quantity, base: cost },
  ];
}

/** Lines of one account, asset and side as one; none that says nothing. */
function merged(lines: readonly TransactionLine[]): TransactionLine[] {
  const found = new Map<string, TransactionLine>();
  for (const line of lines) {
    if (line.quantity === 0n && line.base === 0n) continue;
    const credit = line.quantity < 0n || line.base < 0n;
    const key = `${line.accountId} ${line.asset} ${credit}`;
    const before = found.get(key);
    if (before === undefined) found.set(key, { ...line });
    else {
      before.quantity += line.quantity;
      before.base += line.base;
    }
  }
  return [...found.values()];
}

/**
 * What has to be posted so that books that hold `before` hold `after`: the lines of the difference, by account and asset.
 * Two sums may differ in sign between quantity and base amount, which a line may not; then they are two lines.
 */
export function differenceOf(
  before: readonly TransactionLine[],
  after: readonly TransactionLine[],
): TransactionLine[] {
  const sums = new Map<string, TransactionLine>();
  const add = (line: TransactionLine, sign: bigint) => {
    const key = `${line.accountId} ${line.asset}`;
    const sum = sums.get(key) ?? { accountId: line.accountId, asset: line.asset, quantity: 0n, base: 0n };
    sum.quantity += sign * line.quantity;
    sum.base += sign * line.base;
    sums.set(key, sum);
  };
  for (const line of before) add(line, -1n);
  for (const line of after) add(line, 1n);
  return [...sums.values()].flatMap((sum) => {
    if (sum.quantity === 0n && sum.base === 0n) return [];
    if (sum.quantity * sum.base >= 0n) return [sum];
    return [
      { ...sum, base: 0n },
      { ...sum, quantity: 0n },
    ];
  });
}
