import type { TrialBalance } from '@crypto-erp/contract/reports';
import { formatDecimal } from '@crypto-erp/ledger/decimal';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';
import { notFound } from '../../errors.ts';
import { drill, FIRST_DATE, sumsBefore, unitsOf } from './balances.ts';
import { type Column, rangeColumns, reportColumns } from './columns.ts';
import type { Range } from './range.ts';

const AMOUNTS = ['opening', 'debit', 'credit', 'closing'] as const;
type Amounts = Record<(typeof AMOUNTS)[number], string>;
type ReportRow = TrialBalance['rows'][number];
type Account = Pick<ReportRow, 'accountId' | 'code' | 'name' | 'type'>;
type Row = Account & Amounts & { baseAsset: string; decimals: number };

/**
 * Every account with a balance or a movement in a column, by code, archived ones too; the first column is the report's
 * own. Base amounts with the base asset's decimals, debit positive. Throws `not_found` for a company without books.
 */
export async function trialBalance(
  trx: Trx,
  companyId: string,
  { from, to }: Range,
  columns: readonly Column[] = rangeColumns({ from, to }),
): Promise<TrialBalance> {
  const { rows } = await sql<Row>`
    SELECT c.base_asset AS "baseAsset", b.decimals, a.id AS "accountId", a.code, a.name, a.type,
      round(a.opening, b.decimals)::text AS opening, round(a.debit, b.decimals)::text AS debit,
      round(a.credit, b.decimals)::text AS credit,
      round(a.opening + a.debit - a.credit, b.decimals)::text AS closing
    FROM erp.companies c
    JOIN erp.assets b ON b.code = c.base_asset
    LEFT JOIN (
      SELECT a.id, a.code, a.name, a.type, r.n, before.debit - before.credit AS opening,
        upto.debit - before.debit AS debit, upto.credit - before.credit AS credit,
        bool_or(upto.debit <> 0 OR upto.credit <> 0) OVER (PARTITION BY a.id) AS used
      FROM erp.accounts a
      CROSS JOIN unnest(${columns.map((column) => column.from ?? FIRST_DATE)}::date[],
        ${columns.map((column) => column.to)}::date[]) WITH ORDINALITY AS r (first, last, n)
      CROSS JOIN LATERAL ${sumsBefore(companyId, sql`r.first`)} AS before
      CROSS JOIN LATERAL ${sumsBefore(companyId, sql`(r.last + 1)`)} AS upto
      WHERE a.company_id = ${companyId}
    ) AS a ON a.used
    WHERE c.company_id = ${companyId}
    ORDER BY a.code COLLATE "C", a.n`.execute(trx);

  const [first] = rows;
  if (first === undefined) throw notFound('company');
  const { baseAsset, decimals } = first;
  const accounts = byAccount(rows).filter(({ cells }) => cells.some(isShown));
  const totals = columns.map((_, i) =>
    totalOf(
      accounts.map(({ cells }) => cells[i] ?? zero(decimals)),
      decimals,
    ),
  );
  const [total = zero(decimals), ...others] = totals;
  return {
    from,
    to,
    baseAsset,
    ...reportColumns(columns),
    rows: accounts.map(({ account, cells }) => {
      const [main = zero(decimals), ...beside] = cells;
      const drillIn = (i: number) => drill({ accountId: account.accountId }, columns[i] ?? { from, to });
      return {
        ...account,
        ...main,
        drill: drillIn(0),
        ...(beside.length > 0 && { columns: beside.map((cell, i) => ({ ...cell, drill: drillIn(i + 1) })) }),
      };
    }),
    totals: { ...total, ...(others.length > 0 && { columns: others }) },
  };
}

/** The rows of each account together, one cell for each column. */
function byAccount(rows: readonly Row[]): { account: Account; cells: Amounts[] }[] {
  const found = new Map<string, { account: Account; cells: Amounts[] }>();
  for (const { accountId, code, name, type, opening, debit, credit, closing } of rows) {
    if (accountId === null) continue;
    const known = found.get(accountId) ?? { account: { accountId, code, name, type }, cells: [] };
    known.cells.push({ opening, debit, credit, closing });
    found.set(accountId, known);
  }
  return [...found.values()];
}

function isShown({ opening, debit, credit }: Amounts): boolean {
  return [opening, debit, credit].some((amount) => unitsOf(amount) !== 0n);
}

function zero(decimals: number): Amounts {
  const none = formatDecimal(0n, decimals);
  return { opening: none, debit: none, credit: none, closing: none };
}

function totalOf(cells: readonly Amounts[], decimals: number): Amounts {
  const sum = (field: keyof Amounts) =>
    formatDecimal(
      cells.reduce((total, cell) => total + unitsOf(cell[field]), 0n),
      decimals,
    );
  return { opening: sum('opening'), debit: sum('debit'), credit: sum('credit'), closing: sum('closing') };
}
