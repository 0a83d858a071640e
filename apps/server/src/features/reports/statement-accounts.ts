import type { AccountType } from '@crypto-erp/contract/accounts';
import { type RawBuilder, sql } from 'kysely';
import type { Trx } from '../../db/database.ts';
import { notFound } from '../../errors.ts';
import { dayAfter, sumsBefore, unitsOf, yearEndsBefore } from './balances.ts';

/** An account with its base debit minus credit over the days asked for, in smallest units. */
export interface AccountFigure {
  id: string;
  parentId: string | null;
  code: string;
  name: string;
  type: AccountType;
  net: bigint;
  /** Whether it had lines in these days, even if they sum to zero. */
  moved: boolean;
}

export interface Figures {
  baseAsset: string;
  decimals: number;
  accounts: AccountFigure[];
}

type Row = Omit<AccountFigure, 'net'> & { baseAsset: string; decimals: number; net: string };

/**
 * The figures of every account of these types, headings and archived ones among them, by code; over the days from
 * `from` (from the first, when null) to `to`. What a year-end close moved is left out when `yearEnds` is `without`, so that a
 * closed year still shows its result. Throws `not_found` for a company without books.
 */
export async function accountFigures(
  trx: Trx,
  companyId: string,
  types: readonly AccountType[],
  from: string | null,
  to: string,
  yearEnds: 'with' | 'without' = 'with',
): Promise<Figures> {
  const before: RawBuilder<unknown> =
    from === null ? sql`(VALUES (0::numeric, 0::numeric))` : sums(companyId, sql`${from}::date`, yearEnds);
  const { rows } = await sql<Row>`
    SELECT c.base_asset AS "baseAsset", b.decimals, a.id, a.parent_id AS "parentId", a.code, a.name, a.type,
      round(upto.debit - before.debit - upto.credit + before.credit, b.decimals)::text AS net,
      upto.debit <> before.debit OR upto.credit <> before.credit AS moved
    FROM erp.companies c
    JOIN erp.assets b ON b.code = c.base_asset
    LEFT JOIN (
      erp.accounts a
      CROSS JOIN LATERAL ${before} AS before (debit, credit)
      CROSS JOIN LATERAL ${sums(companyId, dayAfter(to), yearEnds)} AS upto
    ) ON a.company_id = c.company_id AND a.type = ANY (${[...types]}::text[])
    WHERE c.company_id = ${companyId}
    ORDER BY a.code COLLATE "C"`.execute(trx);

  const [first] = rows;
  if (first === undefined) throw notFound('company');
  return {
    baseAsset: first.baseAsset,
    decimals: first.decimals,
    accounts: rows
      .filter((row) => row.id !== null)
      .map(({ baseAsset: _, decimals: __, ...row }) => ({ ...row, net: unitsOf(row.net) })),
  };
}

function sums(
  companyId: string,
  day: RawBuilder<unknown>,
  yearEnds: 'with' | 'without',
): RawBuilder<unknown> {
  const all = sumsBefore(companyId, day);
  if (yearEnds === 'with') return all;
  return sql`(
    SELECT s.debit - y.debit AS debit, s.credit - y.credit AS credit
    FROM ${all} AS s CROSS JOIN ${yearEndsBefore(companyId, day)} AS y)`;
}
