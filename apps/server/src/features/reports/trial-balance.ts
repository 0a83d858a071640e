import type { TrialBalance } from '@crypto-erp/contract/reports';
import { formatDecimal } from '@crypto-erp/ledger/decimal';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';
import { notFound } from '../../errors.ts';
import { dayAfter, drill, sumsBefore, unitsOf } from './balances.ts';
import type { Range } from './range.ts';

type Amounts = TrialBalance['totals'];
type Row = Omit<TrialBalance['rows'][number], 'drill'> & { baseAsset: string; decimals: number };

/**
 * Every account with a balance or a movement in the range, by code, archived ones too. Base amounts with the base
 * asset's decimals, debit positive. Throws `not_found` for a company without books.
 */
export async function trialBalance(trx: Trx, companyId: string, { from, to }: Range): Promise<TrialBalance> {
  const { rows } = await sql<Row>`
    SELECT c.base_asset AS "baseAsset", b.decimals, a.id AS "accountId", a.code, a.name, a.type,
      round(a.opening, b.decimals)::text AS opening, round(a.debit, b.decimals)::text AS debit,
      round(a.credit, b.decimals)::text AS credit,
      round(a.opening + a.debit - a.credit, b.decimals)::text AS closing
    FROM erp.companies c
    JOIN erp.assets b ON b.code = c.base_asset
    LEFT JOIN (
      SELECT a.id, a.code, a.name, a.type, before.debit - before.credit AS opening,
        upto.debit - before.debit AS debit, upto.credit - before.credit AS credit
      FROM erp.accounts a
      CROSS JOIN LATERAL ${sumsBefore(companyId, sql`${from}::date`)} AS before
      CROSS JOIN LATERAL ${sumsBefore(companyId, dayAfter(to))} AS upto
      WHERE a.company_id = ${companyId}
    ) AS a ON a.opening <> 0 OR a.debit <> 0 OR a.credit <> 0
    WHERE c.company_id = ${companyId}
    ORDER BY a.code COLLATE "C"`.execute(trx);

  const [first] = rows;
  if (first === undefined) throw notFound('company');
  const { baseAsset, decimals } = first;
  const accounts = rows.filter((row) => row.accountId !== null);
  return {
    from,
    to,
    baseAsset,
    rows: accounts.map(({ baseAsset: _, decimals: __, ...row }) => ({
      ...row,
      drill: drill(row.accountId, from, to),
    })),
    totals: {
      opening: total(accounts, 'opening', decimals),
      debit: total(accounts, 'debit', decimals),
      credit: total(accounts, 'credit', decimals),
      closing: total(accounts, 'closing', decimals),
    },
  };
}

function total(rows: readonly Amounts[], field: keyof Amounts, decimals: number): string {
  return formatDecimal(
    rows.reduce((sum, row) => sum + unitsOf(row[field]), 0n),
    decimals,
  );
}
