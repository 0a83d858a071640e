import type { LotSettingsUpdate } from '@crypto-erp/contract/lots';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';

/** Sets how a company keeps its lots, if its settings have the version that `update` read (0: none yet). */
export async function upsertSettings(
  trx: Trx,
  companyId: string,
  update: LotSettingsUpdate,
): Promise<boolean> {
  const { pool, fees, shortfall, longTermMonths, version } = update;
  const { rows } = await sql`
    INSERT INTO erp.lot_settings AS s (company_id, pool, fees, shortfall, long_term_months)
    SELECT ${companyId}, ${pool}, ${fees}, ${shortfall}, ${longTermMonths}::smallint
    WHERE ${version}::int = 0 OR EXISTS (SELECT FROM erp.lot_settings WHERE company_id = ${companyId})
    ON CONFLICT (company_id) DO UPDATE SET pool = excluded.pool, fees = excluded.fees,
      shortfall = excluded.shortfall, long_term_months = excluded.long_term_months, version = s.version + 1
      WHERE s.version = ${version}
    RETURNING version`.execute(trx);
  return rows.length === 1;
}

export async function replaceMethods(
  trx: Trx,
  companyId: string,
  methods: LotSettingsUpdate['methods'],
): Promise<void> {
  await sql`DELETE FROM erp.lot_methods WHERE company_id = ${companyId}`.execute(trx);
  await sql`
    INSERT INTO erp.lot_methods (company_id, position, asset, fiscal_year, method)
    SELECT ${companyId}, m.position, m.asset, m."fiscalYear", m.method
    FROM jsonb_to_recordset(${JSON.stringify(methods.map((one, position) => ({ ...one, position })))}::jsonb)
      AS m (position int, asset text, "fiscalYear" int, method text)`.execute(trx);
}

/** A move of a transaction as it is kept: quantities and amounts in whole units. */
export interface MoveRow {
  ordinal: number;
  kind: 'acquire' | 'dispose' | 'carry';
  asset: string;
  placeId: string;
  accountId: string;
  quantity: string;
  amount: string | null;
  reason: string | null;
  income: boolean;
  toAsset: string | null;
  toPlaceId: string | null;
  toAccountId: string | null;
  toQuantity: string | null;
}

export async function insertMoves(
  trx: Trx,
  companyId: string,
  transaction: { id: string; effectiveAt: string; position: string },
  moves: readonly MoveRow[],
): Promise<void> {
  await sql`
    INSERT INTO erp.transaction_moves (company_id, transaction_id, effective_at, position, ordinal, kind, asset, place_id,
      account_id, quantity, amount, reason, income, to_asset, to_place_id, to_account_id, to_quantity)
    SELECT ${companyId}, ${transaction.id}, ${transaction.effectiveAt}::timestamptz, ${transaction.position}, m.ordinal,
      m.kind, m.asset, m."placeId", m."accountId", m.quantity, m.amount, m.reason, m.income, m."toAsset",
      m."toPlaceId", m."toAccountId", m."toQuantity"
    FROM jsonb_to_recordset(${JSON.stringify(moves)}::jsonb) AS m (ordinal smallint, kind text, asset text,
      "placeId" uuid, "accountId" uuid, quantity numeric, amount numeric, reason text, income boolean,
      "toAsset" text, "toPlaceId" uuid, "toAccountId" uuid, "toQuantity" numeric)`.execute(trx);
}

export async function deleteMoves(trx: Trx, companyId: string, transactionId: string): Promise<void> {
  await sql`
    DELETE FROM erp.transaction_moves
    WHERE company_id = ${companyId} AND transaction_id = ${transactionId}`.execute(trx);
}

/** A lot as it is kept, of which nothing is used yet. */
export interface LotRow {
  id: string;
  asset: string;
  poolId: string;
  transactionId: string;
  ordinal: number;
  part: number;
  acquiredAt: string;
  acquiredOn: string;
  position: string;
  quantity: string;
  cost: string;
}

/** What a move took, as it is kept. */
export interface UseRow {
  transactionId: string;
  ordinal: number;
  part: number;
  lotId: string | null;
  kind: 'dispose' | 'carry';
  asset: string;
  poolId: string;
  quantity: string;
  cost: string;
  proceeds: string | null;
  acquiredOn: string | null;
  usedOn: string;
}

export async function insertLots(trx: Trx, companyId: string, lots: readonly LotRow[]): Promise<void> {
  if (lots.length === 0) return;
  await sql`
    INSERT INTO erp.lots (company_id, id, asset, pool_id, transaction_id, ordinal, part, acquired_at, acquired_on, position,
      quantity, cost, remaining, remaining_cost)
    SELECT ${companyId}, l.id, l.asset, l."poolId", l."transactionId", l.ordinal, l.part, l."acquiredAt", l."acquiredOn",
      l.position, l.quantity, l.cost, l.quantity, l.cost
    FROM jsonb_to_recordset(${JSON.stringify(lots)}::jsonb) AS l (id uuid, asset text, "poolId" uuid,
      "transactionId" uuid, ordinal smallint, part int, "acquiredAt" timestamptz, "acquiredOn" date, position text,
      quantity numeric, cost numeric)`.execute(trx);
}

export async function insertUses(trx: Trx, companyId: string, uses: readonly UseRow[]): Promise<void> {
  if (uses.length === 0) return;
  await sql`
    INSERT INTO erp.lot_uses (company_id, transaction_id, ordinal, part, lot_id, kind, asset, pool_id, quantity, cost,
      proceeds, acquired_on, used_on)
    SELECT ${companyId}, u."transactionId", u.ordinal, u.part, u."lotId", u.kind, u.asset, u."poolId", u.quantity,
      u.cost, u.proceeds, u."acquiredOn", u."usedOn"
    FROM jsonb_to_recordset(${JSON.stringify(uses)}::jsonb) AS u ("transactionId" uuid, ordinal smallint, part int,
      "lotId" uuid, kind text, asset text, "poolId" uuid, quantity numeric, cost numeric, proceeds numeric,
      "acquiredOn" date, "usedOn" date)`.execute(trx);
}

/** A move by its transaction and place. */
export interface MoveKey {
  transactionId: string;
  ordinal: number;
}

/** Takes away what moves took and made. */
export async function deleteOutcomes(trx: Trx, companyId: string, moves: readonly MoveKey[]): Promise<void> {
  const keys = sql`
    SELECT k."transactionId", k.ordinal
    FROM jsonb_to_recordset(${JSON.stringify(moves)}::jsonb) AS k ("transactionId" uuid, ordinal smallint)`;
  await sql`
    DELETE FROM erp.lot_uses WHERE company_id = ${companyId} AND (transaction_id, ordinal) IN (${keys})`.execute(
    trx,
  );
  await sql`
    DELETE FROM erp.lots WHERE company_id = ${companyId} AND (transaction_id, ordinal) IN (${keys})`.execute(
    trx,
  );
}

/** Notes what left the lots by each move. `cost` in whole units of the base asset. */
export async function setCosts(
  trx: Trx,
  companyId: string,
  moves: readonly (MoveKey & { cost: string })[],
): Promise<void> {
  if (moves.length === 0) return;
  await sql`
    UPDATE erp.transaction_moves m SET cost = k.cost
    FROM jsonb_to_recordset(${JSON.stringify(moves)}::jsonb)
      AS k ("transactionId" uuid, ordinal smallint, cost numeric)
    WHERE m.company_id = ${companyId} AND m.transaction_id = k."transactionId" AND m.ordinal = k.ordinal
      AND m.cost <> k.cost`.execute(trx);
}

/** Brings what is left of the lots of these assets to what their uses leave. */
export async function settleRemaining(trx: Trx, companyId: string, assets: readonly string[]): Promise<void> {
  await sql`
    UPDATE erp.lots l SET remaining = l.quantity - s.quantity, remaining_cost = l.cost - s.cost
    FROM (
      SELECT o.id, coalesce(sum(u.quantity), 0) AS quantity, coalesce(sum(u.cost), 0) AS cost
      FROM erp.lots o LEFT JOIN erp.lot_uses u ON u.company_id = o.company_id AND u.lot_id = o.id
      WHERE o.company_id = ${companyId} AND o.asset = ANY (${[...assets]}) GROUP BY o.id
    ) AS s
    WHERE l.company_id = ${companyId} AND l.id = s.id
      AND (l.remaining, l.remaining_cost) IS DISTINCT FROM (l.quantity - s.quantity, l.cost - s.cost)`.execute(
    trx,
  );
}

/** Takes from lots what was just used of them. */
export async function useLots(trx: Trx, companyId: string, uses: readonly UseRow[]): Promise<void> {
  await sql`
    UPDATE erp.lots l SET remaining = l.remaining - s.quantity, remaining_cost = l.remaining_cost - s.cost
    FROM (
      SELECT u."lotId" AS id, sum(u.quantity) AS quantity, sum(u.cost) AS cost
      FROM jsonb_to_recordset(${JSON.stringify(uses)}::jsonb) AS u ("lotId" uuid, quantity numeric, cost numeric)
      WHERE u."lotId" IS NOT NULL GROUP BY u."lotId"
    ) AS s
    WHERE l.company_id = ${companyId} AND l.id = s.id`.execute(trx);
}
