import type { AccountType } from '@crypto-erp/contract/accounts';
import type { StatementRow } from '@crypto-erp/contract/reports';
import { formatDecimal } from '@crypto-erp/ledger/decimal';

/** An account of the chart with its figure: smallest units, the sign a reader expects, null for nothing to show. */
export interface StatementAccount {
  id: string;
  parentId: string | null;
  code: string;
  name: string;
  amount: bigint | null;
  drill: string | null;
}

/** A figure that follows from others and stands at the end of its section. */
export interface DerivedLine {
  name: string;
  amount: bigint;
}

export interface Section {
  rows: StatementRow[];
  total: bigint;
}

/** The name of a section whose chart has no single heading at its top. */
export const SECTION_NAMES: Readonly<Record<AccountType, string>> = {
  asset: 'Assets',
  liability: 'Liabilities',
  equity: 'Equity',
  income: 'Income',
  expense: 'Expenses',
};

/**
 * One section of a statement: its name, the accounts that have a figure below the chart's headings, and its total.
 * `accounts` are all accounts of one type, in the order of their codes. A heading is shown only when something
 * stands below it, and is summed when that is more than one row. A chart's only top heading is the section itself.
 */
export function buildSection(
  type: AccountType,
  accounts: readonly StatementAccount[],
  decimals: number,
  derived: readonly DerivedLine[] = [],
): Section {
  const below = childrenByParent(accounts);
  const tops = below.get(null) ?? [];
  const only = tops.length === 1 && tops[0]?.amount === null ? tops[0] : undefined;
  const name = only?.name ?? SECTION_NAMES[type];
  const total = [...accounts, ...derived].reduce((sum, { amount }) => sum + (amount ?? 0n), 0n);

  const inner = (only ? (below.get(only.id) ?? []) : tops).flatMap(
    (top) => branch(top, 1, below, decimals).rows,
  );
  return {
    total,
    rows: [
      row('section', 0, { accountId: only?.id ?? null, code: only?.code ?? '', name }),
      ...inner,
      ...derived
        .filter(({ amount }) => amount !== 0n)
        .map((line) => row('account', 1, { name: line.name, amount: formatDecimal(line.amount, decimals) })),
      totalRow(`Total ${name}`, total, decimals),
    ],
  };
}

/** A sum that stands under everything it covers. */
export function totalRow(name: string, amount: bigint, decimals: number, depth = 0): StatementRow {
  return row('total', depth, { name, amount: formatDecimal(amount, decimals) });
}

type Children = ReadonlyMap<string | null, StatementAccount[]>;

/** Accounts whose parent is not among them, being of another type, stand at the top. */
function childrenByParent(accounts: readonly StatementAccount[]): Children {
  const ids = new Set(accounts.map(({ id }) => id));
  const children = new Map<string | null, StatementAccount[]>();
  for (const account of accounts) {
    const parent = account.parentId !== null && ids.has(account.parentId) ? account.parentId : null;
    children.set(parent, [...(children.get(parent) ?? []), account]);
  }
  return children;
}

interface Branch {
  rows: StatementRow[];
  total: bigint;
}

function branch(account: StatementAccount, depth: number, below: Children, decimals: number): Branch {
  const { id, code, name, amount } = account;
  const parts = (below.get(id) ?? [])
    .map((child) => branch(child, depth + 1, below, decimals))
    .filter(({ rows }) => rows.length > 0);
  const total = parts.reduce((sum, part) => sum + part.total, amount ?? 0n);

  if (amount !== null) {
    const own = row('account', depth, {
      accountId: id,
      code,
      name,
      amount: formatDecimal(amount, decimals),
      drill: account.drill,
    });
    return { rows: [own, ...parts.flatMap(({ rows }) => rows)], total };
  }
  if (parts.length === 0) return { rows: [], total };
  const heading = row('heading', depth, { accountId: id, code, name });
  const sums = parts.length > 1 ? [totalRow(`Total ${name}`, total, decimals, depth)] : [];
  return { rows: [heading, ...parts.flatMap(({ rows }) => rows), ...sums], total };
}

function row(kind: StatementRow['kind'], depth: number, content: Partial<StatementRow>): StatementRow {
  return { accountId: null, code: '', name: '', amount: null, drill: null, ...content, kind, depth };
}
