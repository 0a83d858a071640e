import type { Account } from '@crypto-erp/contract/accounts';

export interface AccountRow {
  account: Account;
  /** 0 for an account without a heading above it. */
  depth: number;
}

/**
 * The chart as rows in the order of a tree, codes ascending among siblings. An account whose heading is not in
 * `accounts` (it is archived and hidden) stands at the top, so that none is lost.
 */
export function accountRows(accounts: readonly Account[]): AccountRow[] {
  const ids = new Set(accounts.map(({ id }) => id));
  const children = new Map<string | null, Account[]>();
  for (const account of accounts) {
    const parent = account.parentId !== null && ids.has(account.parentId) ? account.parentId : null;
    children.set(parent, [...(children.get(parent) ?? []), account]);
  }
  const rows: AccountRow[] = [];
  const visit = (parent: string | null, depth: number) => {
    const siblings = (children.get(parent) ?? []).sort((a, b) =>
      a.code.localeCompare(b.code, 'en', { numeric: false }),
    );
    for (const account of siblings) {
      rows.push({ account, depth });
      visit(account.id, depth + 1);
    }
  };
  visit(null, 0);
  return rows;
}
