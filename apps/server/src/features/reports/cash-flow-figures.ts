import type { AccountType, CashFlowCategory } from '@crypto-erp/contract/accounts';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';
import { listAccounts } from '../accounts/read-model.ts';
import { companySettings } from '../companies/read-model.ts';
import { sumsBefore, unitsOf } from './balances.ts';
import type { Range } from './range.ts';

/**
 * What an entry is to the cash flow: it moves cash; it only changes what cash in other assets is worth, all its lines
 * on cash having no quantity; it brings an opening balance in; or it touches no cash.
 */
export type EntryClass = 'cash' | 'exchange' | 'brought-in' | 'other';

/** An account with its lines' base amounts of a range, smallest units, debit positive, by what their entry is. */
export interface CashFlowAccount {
  id: string;
  code: string;
  name: string;
  category: CashFlowCategory;
  /** Of income and expense; the others stand in the balance sheet. */
  inResult: boolean;
  sums: Readonly<Record<EntryClass, bigint>>;
  /** Of entries that move cash: what came in for it, and went out for it as a negative. */
  received: bigint;
  paid: bigint;
}

export interface CashFlowFigures {
  baseAsset: string;
  decimals: number;
  /** All accounts with such lines, by code. */
  accounts: CashFlowAccount[];
  /** Cash before the range. */
  opening: bigint;
}

interface Row {
  decimals: number;
  opening: string;
  accountId: string | null;
  class: EntryClass;
  sum: string;
  received: string;
  paid: string;
}

/** What {@link categoryOf} reads of an account. */
interface Categorised {
  id: string;
  parentId: string | null;
  type: AccountType;
  role: string | null;
  cashFlow: CashFlowCategory | null;
}

/**
 * An account's category: its own, else that of the nearest heading above that has one, else cash for the bank account,
 * financing for equity and operating for the rest (IAS 7.6).
 */
export function categoryOf(account: Categorised, chart: ReadonlyMap<string, Categorised>): CashFlowCategory {
  for (let above: Categorised | undefined = account; above; above = chart.get(above.parentId ?? '')) {
    if (above.cashFlow !== null) return above.cashFlow;
  }
  if (account.role === 'bank') return 'cash';
  return account.type === 'equity' ? 'financing' : 'operating';
}

/**
 * The figures of a range, read in one statement, so that they fit each other. Entries that close a year into equity, and
 * their reversals, move nothing and are left out. Throws `not_found` for a company without books.
 */
export async function cashFlowFigures(
  trx: Trx,
  companyId: string,
  { from, to }: Range,
): Promise<CashFlowFigures> {
  const { baseAsset } = await companySettings(trx, companyId);
  const chart = await listAccounts(trx, companyId);
  const byId = new Map(chart.map((account) => [account.id, account]));
  const categories = new Map(chart.map((account) => [account.id, categoryOf(account, byId)]));
  const cash = chart.filter(({ id }) => categories.get(id) === 'cash').map(({ id }) => id);
  const { rows } = await sql<Row>`
    WITH line AS (
      SELECT l.entry_id, l.account_id, l.quantity, l.base_amount, l.account_id = ANY (${cash}::uuid[]) AS cash
      FROM erp.entry_lines l
      WHERE l.company_id = ${companyId} AND l.account_id = ANY (${chart.map(({ id }) => id)}::uuid[])
        AND l.date BETWEEN ${from} AND ${to}
    ),
    entry AS (
      SELECT l.entry_id, e.reverses_id IS NOT NULL AS reversal, CASE
          WHEN coalesce(o.source, e.source) = 'opening-balance' THEN 'brought-in'
          WHEN NOT bool_or(l.cash) THEN 'other'
          WHEN bool_and(l.quantity = 0) FILTER (WHERE l.cash) THEN 'exchange'
          ELSE 'cash' END AS class
      FROM line l
      JOIN erp.entries e ON e.company_id = ${companyId} AND e.id = l.entry_id
      LEFT JOIN erp.entries o ON o.company_id = ${companyId} AND o.id = e.reverses_id
      WHERE coalesce(o.source, e.source) <> 'year-end'
      GROUP BY l.entry_id, e.reverses_id, e.source, o.source
    ),
    figure AS (
      SELECT l.account_id, e.class, sum(l.base_amount) AS sum,
        -- What a reversal takes back is less of the same, not a movement of the other kind.
        coalesce(sum(-l.base_amount) FILTER (WHERE (l.base_amount < 0) <> e.reversal), 0) AS received,
        coalesce(sum(-l.base_amount) FILTER (WHERE (l.base_amount < 0) = e.reversal), 0) AS paid
      FROM line l JOIN entry e ON e.entry_id = l.entry_id
      GROUP BY l.account_id, e.class
    )
    SELECT b.decimals, round(before.opening, b.decimals)::text AS opening, f.account_id AS "accountId", f.class,
      round(f.sum, b.decimals)::text AS sum, round(f.received, b.decimals)::text AS received,
      round(f.paid, b.decimals)::text AS paid
    FROM erp.assets b
    CROSS JOIN (
      SELECT coalesce(sum(s.debit - s.credit), 0) AS opening
      FROM unnest(${cash}::uuid[]) AS a (id) CROSS JOIN LATERAL ${sumsBefore(companyId, sql`${from}::date`)} AS s
    ) AS before
    LEFT JOIN figure f ON true
    WHERE b.code = ${baseAsset}`.execute(trx);

  const found = new Map<string, Row[]>();
  for (const row of rows) {
    if (row.accountId !== null) found.set(row.accountId, [...(found.get(row.accountId) ?? []), row]);
  }
  return {
    baseAsset,
    decimals: rows[0]?.decimals ?? 0,
    opening: unitsOf(rows[0]?.opening ?? '0'),
    accounts: chart.flatMap(({ id, code, name, type }) => {
      const figures = found.get(id);
      if (figures === undefined) return [];
      const sums: Record<EntryClass, bigint> = { cash: 0n, exchange: 0n, 'brought-in': 0n, other: 0n };
      for (const row of figures) sums[row.class] = unitsOf(row.sum);
      const moving = figures.find((row) => row.class === 'cash');
      return [
        {
          id,
          code,
          name,
          category: categories.get(id) ?? 'operating',
          inResult: type === 'income' || type === 'expense',
          sums,
          received: unitsOf(moving?.received ?? '0'),
          paid: unitsOf(moving?.paid ?? '0'),
        },
      ];
    }),
  };
}
