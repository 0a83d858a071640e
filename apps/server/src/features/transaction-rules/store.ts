import type {
  Said,
  TransactionRuleInput,
  TransactionRuleUpdate,
} from '@crypto-erp/contract/transaction-rules';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';

export async function insertRule(
  trx: Trx,
  companyId: string,
  id: string,
  rule: TransactionRuleInput,
): Promise<void> {
  await sql`
    INSERT INTO erp.transaction_rules (company_id, id, name, priority, wallet_id, direction, kind, asset, counterparty,
      method, min_quantity, max_quantity, type, account_id, contact_id, tag_id, description)
    VALUES (${companyId}, ${id}, ${rule.name}, ${rule.priority}, ${rule.walletId}, ${rule.direction}, ${rule.kind},
      ${rule.asset}, ${rule.counterparty}, ${rule.method}, ${rule.minQuantity}, ${rule.maxQuantity}, ${rule.type},
      ${rule.accountId}, ${rule.contactId}, ${rule.tagId}, ${rule.description})`.execute(trx);
}

/** Replaces the rule as it was at `rule.version`; false when it has another version by now. */
export async function updateRule(
  trx: Trx,
  companyId: string,
  id: string,
  rule: TransactionRuleUpdate,
): Promise<boolean> {
  const { rows } = await sql`
    UPDATE erp.transaction_rules SET name = ${rule.name}, priority = ${rule.priority}, wallet_id = ${rule.walletId},
      direction = ${rule.direction}, kind = ${rule.kind}, asset = ${rule.asset}, counterparty = ${rule.counterparty},
      method = ${rule.method}, min_quantity = ${rule.minQuantity}, max_quantity = ${rule.maxQuantity}, type = ${rule.type},
      account_id = ${rule.accountId}, contact_id = ${rule.contactId}, tag_id = ${rule.tagId},
      description = ${rule.description}, version = version + 1
    WHERE company_id = ${companyId} AND id = ${id} AND version = ${rule.version} RETURNING id`.execute(trx);
  return rows.length === 1;
}

export async function deleteRule(trx: Trx, companyId: string, id: string): Promise<void> {
  await sql`DELETE FROM erp.transaction_rules WHERE company_id = ${companyId} AND id = ${id}`.execute(trx);
}

/** A change of a run: what was said before, the tag that was attached, and the transaction's version after it. */
export interface NewRunChange {
  transactionId: string;
  ruleName: string;
  before: Said & { saidBy: 'guess' | 'rule' };
  tagId: string | null;
  version: number;
}

export async function insertRun(
  trx: Trx,
  companyId: string,
  id: string,
  actor: { kind: string; id: string | null },
  changes: readonly NewRunChange[],
): Promise<void> {
  await sql`
    INSERT INTO erp.transaction_rule_runs (company_id, id, actor_kind, actor_id)
    VALUES (${companyId}, ${id}, ${actor.kind}, ${actor.id})`.execute(trx);
  await sql`
    INSERT INTO erp.transaction_rule_changes (company_id, run_id, transaction_id, rule_name, before, tag_id, version)
    SELECT ${companyId}, ${id}, c."transactionId", c."ruleName", c.before, c."tagId", c.version
    FROM jsonb_to_recordset(${JSON.stringify(changes)}::jsonb)
      AS c ("transactionId" uuid, "ruleName" text, before jsonb, "tagId" uuid, version integer)`.execute(trx);
}

export async function setRunUndone(trx: Trx, companyId: string, id: string): Promise<void> {
  await sql`
    UPDATE erp.transaction_rule_runs SET undone_at = now()
    WHERE company_id = ${companyId} AND id = ${id}`.execute(trx);
}
