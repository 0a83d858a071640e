import type { Revaluation, RevaluationQuery } from '@crypto-erp/contract/revaluations';
import { sql } from 'kysely';
import { DATE, decodeCursor, pageOf, UUID } from '../../db/cursor.ts';
import type { Trx } from '../../db/database.ts';

type Posted = Revaluation & { id: string };

const COLUMNS = sql`
  r.id, r.date::text AS date, (r.date + 1)::text AS "reversalDate", r.entry_id AS "entryId",
  r.reversal_entry_id AS "reversalEntryId", trim_scale(r.gain)::text AS gain, trim_scale(r.loss)::text AS loss, r.lines,
  r.created_at AS "createdAt"`;

/** One page of revaluations, newest date first. */
export async function listRevaluations(
  trx: Trx,
  companyId: string,
  query: RevaluationQuery,
): Promise<{ items: Revaluation[]; nextCursor: string | null }> {
  const limit = query.limit ?? 100;
  const after = decodeCursor(query.cursor, [DATE, UUID]);
  const from = after === null ? sql`` : sql`AND (r.date, r.id) < (${after[0]}::date, ${after[1]}::uuid)`;
  const { rows } = await sql<Posted>`
    SELECT ${COLUMNS} FROM erp.revaluations r WHERE r.company_id = ${companyId} ${from}
    ORDER BY r.date DESC, r.id DESC LIMIT ${limit + 1}`.execute(trx);
  return pageOf(rows, limit, (row) => [row.date, row.id]);
}

/** The revaluation, or null. */
export async function findRevaluation(trx: Trx, companyId: string, id: string): Promise<Revaluation | null> {
  const { rows } = await sql<Posted>`
    SELECT ${COLUMNS} FROM erp.revaluations r WHERE r.company_id = ${companyId} AND r.id = ${id}`.execute(
    trx,
  );
  return rows[0] ?? null;
}

/** What an account holds of a currency, in whole units as text: debit positive. */
export interface Holding {
  accountId: string;
  code: string;
  name: string;
  asset: string;
  decimals: number;
  quantity: string;
  base: string;
}

/**
 * What the receivable, the payable, the bank account and `accountIds` hold of currencies other than the base asset at the
 * end of the month of `date`. A quantity of zero that still has a base amount is among them.
 */
export async function foreignHoldings(
  trx: Trx,
  companyId: string,
  date: string,
  accountIds: readonly string[],
): Promise<Holding[]> {
  const { rows } = await sql<Holding>`
    SELECT a.id AS "accountId", a.code, a.name, m.asset, s.decimals, trim_scale(sum(m.quantity))::text AS quantity,
      trim_scale(sum(m.base_debit - m.base_credit))::text AS base
    FROM erp.month_balances m
    JOIN erp.companies c ON c.company_id = m.company_id AND c.base_asset <> m.asset
    JOIN erp.assets s ON s.code = m.asset AND s.kind = 'fiat'
    JOIN erp.accounts a ON a.company_id = m.company_id AND a.id = m.account_id
      AND (a.role IN ('bank', 'receivable', 'payable') OR a.id = ANY (${[...accountIds]}::uuid[]))
    WHERE m.company_id = ${companyId} AND m.month <= ${date}::date
    GROUP BY a.id, a.code, a.name, m.asset, s.decimals
    HAVING sum(m.quantity) <> 0 OR sum(m.base_debit - m.base_credit) <> 0
    ORDER BY a.code COLLATE "C", m.asset`.execute(trx);
  return rows;
}
