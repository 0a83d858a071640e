import { sql } from 'kysely';
import type { Check } from './check.ts';

/** The moves with what they took and made. */
const MOVED = (companyId: string) => sql`
  SELECT m.*, u.taken, u.taken_cost, u.brought, l.made, l.made_cost
  FROM erp.transaction_moves m
  CROSS JOIN LATERAL (
    SELECT coalesce(sum(quantity), 0) AS taken, coalesce(sum(cost), 0) AS taken_cost, sum(proceeds) AS brought
    FROM erp.lot_uses
    WHERE company_id = m.company_id AND transaction_id = m.transaction_id AND ordinal = m.ordinal
  ) AS u
  CROSS JOIN LATERAL (
    SELECT coalesce(sum(quantity), 0) AS made, coalesce(sum(cost), 0) AS made_cost FROM erp.lots
    WHERE company_id = m.company_id AND transaction_id = m.transaction_id AND ordinal = m.ordinal
  ) AS l
  WHERE m.company_id = ${companyId}`;

/**
 * Quantity in is quantity out and what remains: every move takes and makes exactly what it moves, at the cost it is kept
 * with; what remains of each lot is what its uses leave; and parts of proceeds sum to the whole.
 */
export const lotsAddUp: Check = {
  name: 'lots add up',
  broken: (companyId) => sql`
    SELECT 'a move' AS of, m.transaction_id AS id, m.asset, trim_scale(m.quantity)::text AS quantity,
      trim_scale(m.taken)::text AS taken, trim_scale(m.made)::text AS made
    FROM (${MOVED(companyId)}) AS m
    WHERE CASE m.kind
      WHEN 'acquire' THEN (m.made, m.made_cost, m.taken) <> (m.quantity, m.amount, 0)
      WHEN 'dispose' THEN (m.taken, m.taken_cost, m.made) <> (m.quantity, m.cost, 0)
        OR m.brought <> coalesce(m.amount, m.cost)
      ELSE (m.taken, m.made) <> (0, 0)
        AND ((m.taken, m.taken_cost) <> (m.quantity, m.cost) OR (m.made, m.made_cost) <> (m.to_quantity, m.cost))
      END
    UNION ALL
    SELECT 'a lot', l.id, l.asset, trim_scale(l.quantity)::text, trim_scale(coalesce(u.quantity, 0))::text,
      trim_scale(l.remaining)::text
    FROM erp.lots l
    LEFT JOIN (
      SELECT lot_id, sum(quantity) AS quantity, sum(cost) AS cost FROM erp.lot_uses
      WHERE company_id = ${companyId} AND lot_id IS NOT NULL GROUP BY lot_id
    ) AS u ON u.lot_id = l.id
    WHERE l.company_id = ${companyId} AND (l.remaining, l.remaining_cost)
      <> (l.quantity - coalesce(u.quantity, 0), l.cost - coalesce(u.cost, 0))`,
};

/** What remains of all lots of an asset, less what left without one. */
const KEPT = (companyId: string) => sql`
  SELECT asset, sum(quantity) AS quantity, sum(cost) AS cost
  FROM (
    SELECT asset, remaining AS quantity, remaining_cost AS cost FROM erp.lots WHERE company_id = ${companyId}
    UNION ALL
    SELECT asset, -quantity, 0 FROM erp.lot_uses WHERE company_id = ${companyId} AND lot_id IS NULL
  ) AS kept GROUP BY asset`;

/** The lots of an asset are what the entries of transactions, their payments and reversals left on the accounts of wallets and loans. */
export const lotsEqualLedger: Check = {
  name: 'lots equal ledger',
  broken: (companyId) => sql`
    WITH account AS (
      SELECT account_id FROM erp.wallets WHERE company_id = ${companyId}
      UNION SELECT account_id FROM erp.transaction_moves WHERE company_id = ${companyId}
      UNION SELECT to_account_id FROM erp.transaction_moves WHERE company_id = ${companyId} AND to_account_id IS NOT NULL),
    entry AS (
      SELECT e.id FROM erp.entries e WHERE e.company_id = ${companyId} AND (
        e.id IN (SELECT entry_id FROM erp.transaction_entries WHERE company_id = ${companyId})
        OR e.reverses_id IN (SELECT entry_id FROM erp.transaction_entries WHERE company_id = ${companyId}))),
    posted AS (
      SELECT l.asset, sum(l.quantity) AS quantity, sum(l.base_amount) AS cost
      FROM erp.entry_lines l
      JOIN erp.companies c ON c.company_id = l.company_id AND c.base_asset <> l.asset
      WHERE l.company_id = ${companyId} AND l.entry_id IN (SELECT id FROM entry)
        AND l.account_id IN (SELECT account_id FROM account)
      GROUP BY l.asset)
    SELECT asset, trim_scale(coalesce(k.quantity, 0))::text AS lots, trim_scale(coalesce(p.quantity, 0))::text AS ledger,
      trim_scale(coalesce(k.cost, 0))::text AS lots_cost, trim_scale(coalesce(p.cost, 0))::text AS ledger_cost
    FROM (${KEPT(companyId)}) AS k FULL JOIN posted p USING (asset)
    WHERE (coalesce(k.quantity, 0), coalesce(k.cost, 0)) <> (coalesce(p.quantity, 0), coalesce(p.cost, 0))
    ORDER BY asset`,
};

/**
 * The lots of an asset outside of loans are what the transfers of posted transactions left in the wallets. Wrapping changes an
 * asset in the wallet as it does in the lots.
 */
export const lotsEqualWallets: Check = {
  name: 'lots equal wallets',
  broken: (companyId) => sql`
    WITH moved AS (
      SELECT r.asset, sum(CASE r.direction WHEN 'in' THEN r.quantity ELSE -r.quantity END) AS quantity
      FROM erp.transaction_transfers x
      JOIN erp.transactions t ON t.company_id = x.company_id AND t.id = x.transaction_id AND t.state = 'posted'
      JOIN erp.transfers r ON r.company_id = x.company_id AND r.id = x.transfer_id
      JOIN erp.companies c ON c.company_id = r.company_id AND c.base_asset <> r.asset
      WHERE x.company_id = ${companyId} GROUP BY r.asset),
    kept AS (
      SELECT asset, sum(quantity) AS quantity
      FROM (
        SELECT l.asset, l.remaining AS quantity FROM erp.lots l
        WHERE l.company_id = ${companyId} AND NOT EXISTS (
          SELECT FROM erp.accounts a WHERE a.company_id = l.company_id AND a.id = l.pool_id)
        UNION ALL
        SELECT u.asset, -u.quantity FROM erp.lot_uses u
        WHERE u.company_id = ${companyId} AND u.lot_id IS NULL AND NOT EXISTS (
          SELECT FROM erp.accounts a WHERE a.company_id = u.company_id AND a.id = u.pool_id)
      ) AS all_kept GROUP BY asset)
    SELECT asset, trim_scale(coalesce(k.quantity, 0))::text AS lots, trim_scale(coalesce(m.quantity, 0))::text AS wallets
    FROM kept k FULL JOIN moved m USING (asset)
    WHERE coalesce(k.quantity, 0) <> coalesce(m.quantity, 0)
    ORDER BY asset`,
};

/** What is posted has transfers; what is not has neither moves nor an entry that still counts. */
export const transactionsWhole: Check = {
  name: 'transactions are whole',
  broken: (companyId) => sql`
    SELECT t.id, t.state FROM erp.transactions t
    WHERE t.company_id = ${companyId} AND t.state = 'posted' AND NOT EXISTS (
      SELECT FROM erp.transaction_transfers x WHERE x.company_id = t.company_id AND x.transaction_id = t.id)
    UNION ALL
    SELECT t.id, t.state FROM erp.transactions t
    WHERE t.company_id = ${companyId} AND t.state <> 'posted' AND (
      EXISTS (SELECT FROM erp.transaction_moves m WHERE m.company_id = t.company_id AND m.transaction_id = t.id)
      OR EXISTS (
        SELECT FROM erp.transaction_entries x
        JOIN erp.entries e ON e.company_id = x.company_id AND e.id = x.entry_id AND e.reverses_id IS NULL
        WHERE x.company_id = t.company_id AND x.transaction_id = t.id AND NOT EXISTS (
          SELECT FROM erp.entries r WHERE r.company_id = e.company_id AND r.reverses_id = e.id)))`,
};
