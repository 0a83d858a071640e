import type { AccountType } from '@crypto-erp/contract/accounts';
import type { StatementRow } from '@crypto-erp/contract/reports';
import { formatDecimal } from '@crypto-erp/ledger/decimal';

/** A figure of one column: smallest units, the sign a reader expects, null for nothing to show; and its lines. */
export interface StatementCell {
  amount: bigint | null;
  drill: string | null;
}

/** An account of the chart with its figures, one for each column of the statement. */
export interface StatementAccount {
  id: string;
  parentId: string | null;
  code: string;
  name: string;
  cells: readonly StatementCell[];
}

/** A figure that follows from others and stands at the end of its section. */
export interface DerivedLine {
  name: string;
  cells: readonly StatementCell[];
}

export interface Section {
  rows: StatementRow[];
  /** One for each column. */
  totals: bigint[];
}

/** How a statement is written: the base asset's decimals, and the queries that list the lines of a sum. */
export interface StatementForm {
  decimals: number;
  /** One for each column: the query of everything below a heading, or of the whole section for null. */
  drills: readonly ((headingId: string | null) => string | null)[];
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
  form: StatementForm,
  derived: readonly DerivedLine[] = [],
): Section {
  const below = childrenByParent(accounts);
  const tops = below.get(null) ?? [];
  const only = tops.length === 1 && tops[0] && isEmpty(tops[0].cells) ? tops[0] : undefined;
  const name = only?.name ?? SECTION_NAMES[type];
  const totals = sums(
    form,
    [...accounts, ...derived].map(({ cells }) => cells.map(({ amount }) => amount)),
  );

  const inner = (only ? (below.get(only.id) ?? []) : tops).flatMap((top) => branch(top, 1, below, form).rows);
  return {
    totals,
    rows: [
      row('section', 0, { accountId: only?.id ?? null, code: only?.code ?? '', name }, [], form),
      ...inner,
      ...derived
        .filter(({ cells }) => cells.some(({ amount }) => amount !== null && amount !== 0n))
        .map((line) => row('account', 1, { name: line.name }, line.cells, form)),
      totalRow(`Total ${name}`, totals, form, 0, null),
    ],
  };
}

/** A sum that stands under everything it covers: all of a section, or what is below a heading. */
export function totalRow(
  name: string,
  totals: readonly bigint[],
  form: StatementForm,
  depth = 0,
  headingId: string | null = null,
): StatementRow {
  const cells = totals.map((amount, i) => ({ amount, drill: form.drills[i]?.(headingId) ?? null }));
  return row('total', depth, { name }, cells, form);
}

/** The sums of many rows of amounts, column by column. */
export function sums(
  { drills }: Pick<StatementForm, 'drills'>,
  rows: readonly (readonly (bigint | null)[])[],
): bigint[] {
  return drills.map((_, column) => rows.reduce((sum, amounts) => sum + (amounts[column] ?? 0n), 0n));
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
  totals: bigint[];
}

function branch(account: StatementAccount, depth: number, below: Children, form: StatementForm): Branch {
  const { id, code, name, cells } = account;
  const parts = (below.get(id) ?? [])
    .map((child) => branch(child, depth + 1, below, form))
    .filter(({ rows }) => rows.length > 0);
  const totals = sums(form, [cells.map(({ amount }) => amount), ...parts.map((part) => part.totals)]);

  if (!isEmpty(cells)) {
    const own = row('account', depth, { accountId: id, code, name }, cells, form);
    return { rows: [own, ...parts.flatMap(({ rows }) => rows)], totals };
  }
  if (parts.length === 0) return { rows: [], totals };
  const heading = row('heading', depth, { accountId: id, code, name }, [], form);
  const total = parts.length > 1 ? [totalRow(`Total ${name}`, totals, form, depth, id)] : [];
  return { rows: [heading, ...parts.flatMap(({ rows }) => rows), ...total], totals };
}

function isEmpty(cells: readonly StatementCell[]): boolean {
  return cells.every(({ amount }) => amount === null);
}

function row(
  kind: StatementRow['kind'],
  depth: number,
  content: Partial<StatementRow>,
  cells: readonly StatementCell[],
  { decimals, drills }: StatementForm,
): StatementRow {
  const [main, ...columns] = drills.map((_, i) => {
    const { amount = null, drill = null } = cells[i] ?? {};
    return amount === null
      ? { amount: null, drill: null }
      : { amount: formatDecimal(amount, decimals), drill };
  });
  return {
    accountId: null,
    code: '',
    name: '',
    amount: main?.amount ?? null,
    drill: main?.drill ?? null,
    ...content,
    ...(columns.length > 0 && { columns }),
    kind,
    depth,
  };
}
