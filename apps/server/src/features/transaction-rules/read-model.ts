import type { RuleRun, RuleRunQuery, Said, TransactionRule } from '@crypto-erp/contract/transaction-rules';
import { sql } from 'kysely';
import { decodeCursor, pageOf, UUID } from '../../db/cursor.ts';
import type { Trx } from '../../db/database.ts';

/** The most rules of a company. */
export const MAX_RULES = 1000;

const RULE = sql`
  SELECT id, name, priority, wallet_id AS "walletId", direction, kind, asset, counterparty, method,
    trim_scale(min_quantity)::text AS "minQuantity", trim_scale(max_quantity)::text AS "maxQuantity", type,
    account_id AS "accountId", contact_id AS "contactId", tag_id AS "tagId", description, version
  FROM erp.transaction_rules`;

/** All rules, in the order in which they are asked. */
export async function listRules(trx: Trx, companyId: string): Promise<TransactionRule[]> {
  const { rows } = await sql<TransactionRule>`
    ${RULE} WHERE company_id = ${companyId} ORDER BY priority, id LIMIT ${MAX_RULES}`.execute(trx);
  return rows;
}

/** The rule, or null. */
export async function findRule(trx: Trx, companyId: string, id: string): Promise<TransactionRule | null> {
  const { rows } = await sql<TransactionRule>`${RULE} WHERE company_id = ${companyId} AND id = ${id}`.execute(
    trx,
  );
  return rows[0] ?? null;
}

/** One page of the times that rules were applied, newest first. */
export async function listRuns(
  trx: Trx,
  companyId: string,
  query: RuleRunQuery,
): Promise<{ items: Omit<RuleRun, 'actorName'>[]; nextCursor: string | null }> {
  const limit = query.limit ?? 100;
  const after = decodeCursor(query.cursor, [UUID]);
  const { rows } = await sql<Omit<RuleRun, 'actorName'>>`
    SELECT r.id, r.created_at AS at, r.actor_kind AS "actorKind", r.actor_id AS "actorId", r.undone_at AS "undoneAt",
      (SELECT count(*)::int FROM erp.transaction_rule_changes c
       WHERE c.company_id = r.company_id AND c.run_id = r.id) AS transactions
    FROM erp.transaction_rule_runs r
    WHERE r.company_id = ${companyId} ${after ? sql`AND r.id < ${after[0]}::uuid` : sql``}
    ORDER BY r.id DESC LIMIT ${limit + 1}`.execute(trx);
  return pageOf(rows, limit, (row) => [row.id]);
}

/** What a run said of a transaction, and how it stands now. */
export interface RunChange {
  transactionId: string;
  before: Said & { saidBy: 'guess' | 'rule' };
  tagId: string | null;
  /** The transaction's after the run, and now. */
  version: number;
  versionNow: number;
  stateNow: 'open' | 'posted' | 'ignored';
}

/** The changes of a run that is not taken back yet, or null where there is no such run. */
export async function findRun(
  trx: Trx,
  companyId: string,
  id: string,
): Promise<{ undone: boolean; changes: RunChange[] } | null> {
  const { rows } = await sql<{ undone: boolean; changes: RunChange[] }>`
    SELECT r.undone_at IS NOT NULL AS undone, (
      SELECT coalesce(jsonb_agg(jsonb_build_object('transactionId', c.transaction_id, 'before', c.before, 'tagId', c.tag_id,
        'version', c.version, 'versionNow', t.version, 'stateNow', t.state) ORDER BY c.transaction_id), '[]')
      FROM erp.transaction_rule_changes c
      JOIN erp.transactions t ON t.company_id = c.company_id AND t.id = c.transaction_id
      WHERE c.company_id = r.company_id AND c.run_id = r.id) AS changes
    FROM erp.transaction_rule_runs r WHERE r.company_id = ${companyId} AND r.id = ${id}
    FOR UPDATE OF r`.execute(trx);
  return rows[0] ?? null;
}
