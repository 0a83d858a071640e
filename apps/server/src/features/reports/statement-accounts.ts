import type { AccountType } from '@crypto-erp/contract/accounts';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';
import { notFound } from '../../errors.ts';
import { drill, FIRST_DATE, sumsBefore, sumsWithoutYearEnds, unitsOf, type Whose } from './balances.ts';
import type { Column } from './columns.ts';
import type { StatementAccount } from './statement.ts';

/** An account with its base debit minus credit in each column, in smallest units. */
export interface AccountFigure {
  id: string;
  parentId: string | null;
  code: string;
  name: string;
  type: AccountType;
  nets: bigint[];
  /** Whether it had lines in a column's days, even if they sum to zero. */
  moved: boolean[];
}

export interface Figures {
  baseAsset: string;
  decimals: number;
  accounts: AccountFigure[];
}

type Row = Omit<AccountFigure, 'nets' | 'moved'> & {
  baseAsset: string;
  decimals: number;
  net: string;
  moved: boolean;
};

/**
 * The figures of every account of these types, headings and archived ones among them, by code; one for each column. What a
 * year-end close moved is left out when `yearEnds` is `without`, so that a closed year still shows its result. Throws `not_found` for a company without books.
 */
export async function accountFigures(
  trx: Trx,
  companyId: string,
  types: readonly AccountType[],
  columns: readonly Column[],
  yearEnds: 'with' | 'without' = 'with',
): Promise<Figures> {
  const read = columns.filter(({ rest }) => !rest);
  const value = read.some(({ dimensionValueId }) => dimensionValueId !== null) ? sql`r.value` : undefined;
  const sums = yearEnds === 'with' ? sumsBefore : sumsWithoutYearEnds;
  const { rows } = await sql<Row>`
    SELECT c.base_asset AS "baseAsset", b.decimals, a.id, a.parent_id AS "parentId", a.code, a.name, a.type,
      round(upto.debit - before.debit - upto.credit + before.credit, b.decimals)::text AS net,
      upto.debit <> before.debit OR upto.credit <> before.credit AS moved
    FROM erp.companies c
    JOIN erp.assets b ON b.code = c.base_asset
    LEFT JOIN (
      erp.accounts a
      CROSS JOIN unnest(${read.map(({ from }) => from ?? FIRST_DATE)}::date[], ${read.map(({ to }) => to)}::date[],
        ${read.map(({ dimensionValueId }) => dimensionValueId)}::uuid[]) WITH ORDINALITY AS r (first, last, value, n)
      CROSS JOIN LATERAL ${sums(companyId, sql`r.first`, { value })} AS before
      CROSS JOIN LATERAL ${sums(companyId, sql`(r.last + 1)`, { value })} AS upto
    ) ON a.company_id = c.company_id AND a.type = ANY (${[...types]}::text[])
    WHERE c.company_id = ${companyId}
    ORDER BY a.code COLLATE "C", r.n`.execute(trx);

  const [first] = rows;
  if (first === undefined) throw notFound('company');
  const accounts = new Map<string, AccountFigure>();
  for (const { net, moved, baseAsset: _, decimals: __, ...account } of rows) {
    if (account.id === null) continue;
    const known = accounts.get(account.id) ?? { ...account, nets: [], moved: [] };
    known.nets.push(unitsOf(net));
    known.moved.push(moved);
    accounts.set(account.id, known);
  }
  return {
    baseAsset: first.baseAsset,
    decimals: first.decimals,
    accounts: [...accounts.values()].map((account) =>
      read.length === columns.length ? account : withRest(account),
    ),
  };
}

/** The account with one more column: what the first has beyond the others. */
function withRest({ nets, moved, ...account }: AccountFigure): AccountFigure {
  const [all = 0n, ...parts] = nets;
  const rest = parts.reduce((left, net) => left - net, all);
  return { ...account, nets: [...nets, rest], moved: [...moved, rest !== 0n] };
}

/** The general ledger's query of a figure. It lists what carries a value, not what carries none. */
function columnDrill(whose: Whose, column: Column, yearEnds?: 'without'): string | null {
  return column.rest ? null : drill(whose, column, yearEnds);
}

/** The accounts of a type as a statement shows them. `shown` says what the figure of a column is, null for none. */
export function statementAccounts(
  accounts: readonly AccountFigure[],
  type: AccountType,
  columns: readonly Column[],
  shown: (net: bigint, moved: boolean) => bigint | null,
  yearEnds?: 'without',
): StatementAccount[] {
  return accounts
    .filter((account) => account.type === type)
    .map(({ nets, moved, ...account }) => ({
      ...account,
      cells: columns.map((column, i) => ({
        amount: shown(nets[i] ?? 0n, moved[i] ?? false),
        drill: columnDrill({ accountId: account.id }, column, yearEnds),
      })),
    }));
}

/** The queries of a statement's sums, one for each column: of a heading, or of all accounts of `types`. */
export function sumDrills(
  types: readonly AccountType[],
  columns: readonly Column[],
  yearEnds?: 'without',
): ((headingId: string | null) => string | null)[] {
  return columns.map(
    (column) => (headingId) =>
      columnDrill(headingId === null ? { types } : { accountId: headingId }, column, yearEnds),
  );
}
