import type { Disposal, DisposalQuery, Lot, LotQuery, LotSettings } from '@crypto-erp/contract/lots';
import type { TransactionPreview } from '@crypto-erp/contract/transactions';
import { termOf } from '@crypto-erp/ledger/lots/holding-period';
import { sql } from 'kysely';
import { DATE, decodeCursor, INSTANT, INTEGER, pageOf, UUID } from '../../db/cursor.ts';
import type { Trx } from '../../db/database.ts';

/** The pool of all wallets: the same id in every company, so that an archive holds no company's id. */
export const COMPANY_POOL = '00000000-0000-0000-0000-000000000000';

/** What a company that chose nothing has. */
const DEFAULTS: LotSettings = {
  pool: 'company',
  fees: 'expense',
  shortfall: 'block',
  longTermMonths: null,
  methods: [],
  version: 0,
};

/** How the company keeps its lots. */
export async function findLotSettings(trx: Trx, companyId: string): Promise<LotSettings> {
  const { rows } = await sql<Omit<LotSettings, 'methods'>>`
    SELECT pool, fees, shortfall, long_term_months AS "longTermMonths", version
    FROM erp.lot_settings WHERE company_id = ${companyId}`.execute(trx);
  const { rows: methods } = await sql<LotSettings['methods'][number]>`
    SELECT asset, fiscal_year AS "fiscalYear", method FROM erp.lot_methods
    WHERE company_id = ${companyId} ORDER BY position`.execute(trx);
  return { ...(rows[0] ?? DEFAULTS), methods };
}

/** The assets and fiscal years in which lots were used: their method stays. */
export async function frozenMethods(
  trx: Trx,
  companyId: string,
): Promise<{ asset: string; fiscalYear: number }[]> {
  const { rows } = await sql<{ asset: string; fiscalYear: number }>`
    SELECT DISTINCT u.asset, erp.fiscal_year(u.used_on, c.fiscal_year_start_month) AS "fiscalYear"
    FROM erp.lot_uses u JOIN erp.companies c ON c.company_id = u.company_id
    WHERE u.company_id = ${companyId} ORDER BY 1, 2`.execute(trx);
  return rows;
}

/** One page of lots, oldest first. */
export async function listLots(
  trx: Trx,
  companyId: string,
  query: LotQuery,
): Promise<{ items: Lot[]; nextCursor: string | null }> {
  const limit = query.limit ?? 100;
  const after = decodeCursor(query.cursor, [INSTANT, UUID]);
  const conditions = [
    sql`l.company_id = ${companyId}`,
    ...(query.asset ? [sql`l.asset = ${query.asset}`] : []),
    ...(query.open === undefined ? [] : [query.open ? sql`l.remaining > 0` : sql`l.remaining = 0`]),
    ...(after ? [sql`(l.acquired_at, l.id) > (${after[0]}::timestamptz, ${after[1]}::uuid)`] : []),
  ];
  const { rows } = await sql<Lot>`
    SELECT l.id, l.asset, nullif(l.pool_id, ${COMPANY_POOL}::uuid) AS "placeId", l.transaction_id AS "transactionId",
      l.acquired_at AS "acquiredAt", l.acquired_on AS "acquiredOn", trim_scale(l.quantity)::text AS quantity,
      trim_scale(l.cost)::text AS cost, trim_scale(l.remaining)::text AS remaining,
      trim_scale(l.remaining_cost)::text AS "remainingCost"
    FROM erp.lots l WHERE ${sql.join(conditions, sql` AND `)}
    ORDER BY l.acquired_at, l.id LIMIT ${limit + 1}`.execute(trx);
  return pageOf(rows, limit, (row) => [row.acquiredAt, row.id]);
}

/** One page of disposals by day, then by transaction. */
export async function listDisposals(
  trx: Trx,
  companyId: string,
  query: DisposalQuery,
): Promise<{ items: Disposal[]; nextCursor: string | null }> {
  const limit = query.limit ?? 100;
  const after = decodeCursor(query.cursor, [DATE, UUID, INTEGER, INTEGER]);
  const conditions = [
    sql`u.company_id = ${companyId}`,
    sql`u.kind = 'dispose'`,
    ...(query.asset ? [sql`u.asset = ${query.asset}`] : []),
    ...(query.from ? [sql`u.used_on >= ${query.from}::date`] : []),
    ...(query.to ? [sql`u.used_on <= ${query.to}::date`] : []),
    ...(after
      ? [
          sql`(u.used_on, u.transaction_id, u.ordinal, u.part)
            > (${after[0]}::date, ${after[1]}::uuid, ${after[2]}::int, ${after[3]}::int)`,
        ]
      : []),
  ];
  const { rows } = await sql<Omit<Disposal, 'term'>>`
    SELECT u.transaction_id AS "transactionId", u.ordinal, u.part, u.lot_id AS "lotId", u.asset, m.reason,
      trim_scale(u.quantity)::text AS quantity, trim_scale(u.cost)::text AS cost,
      trim_scale(u.proceeds)::text AS proceeds, trim_scale(u.proceeds - u.cost)::text AS gain,
      u.acquired_on AS "acquiredOn", u.used_on AS "disposedOn"
    FROM erp.lot_uses u
    JOIN erp.transaction_moves m ON m.company_id = u.company_id AND m.transaction_id = u.transaction_id
      AND m.ordinal = u.ordinal
    WHERE ${sql.join(conditions, sql` AND `)}
    ORDER BY u.used_on, u.transaction_id, u.ordinal, u.part LIMIT ${limit + 1}`.execute(trx);
  const { longTermMonths } = await findLotSettings(trx, companyId);
  const disposals = rows.map((row) => ({ ...row, term: termOf(row, longTermMonths) }));
  return pageOf(disposals, limit, (row) => [row.disposedOn, row.transactionId, row.ordinal, row.part]);
}

/** What a transaction took from which lot. `proceeds` null: it was carried. */
export async function usesOf(
  trx: Trx,
  companyId: string,
  transactionId: string,
): Promise<TransactionPreview['disposals']> {
  const { rows } = await sql<TransactionPreview['disposals'][number]>`
    SELECT asset, lot_id AS "lotId", trim_scale(quantity)::text AS quantity, trim_scale(cost)::text AS cost,
      trim_scale(proceeds)::text AS proceeds, acquired_on AS "acquiredOn"
    FROM erp.lot_uses WHERE company_id = ${companyId} AND transaction_id = ${transactionId}
    ORDER BY ordinal, part`.execute(trx);
  return rows;
}
