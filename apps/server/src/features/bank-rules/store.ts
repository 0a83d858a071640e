import type { BankRuleInput, BankRuleUpdate } from '@crypto-erp/contract/bank-rules';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';

export async function insertBankRule(
  trx: Trx,
  companyId: string,
  id: string,
  rule: BankRuleInput,
): Promise<void> {
  await sql`
    INSERT INTO erp.bank_rules (company_id, id, name, priority, bank_account_id, direction, contains, min_amount,
      max_amount, account_id, contact_id, description)
    VALUES (${companyId}, ${id}, ${rule.name}, ${rule.priority}, ${rule.bankAccountId}, ${rule.direction},
      ${rule.contains}, ${rule.minAmount}, ${rule.maxAmount}, ${rule.accountId}, ${rule.contactId},
      ${rule.description})`.execute(trx);
}

/** Replaces the rule as it was at `rule.version`; false when it has another version by now. */
export async function updateBankRule(
  trx: Trx,
  companyId: string,
  id: string,
  rule: BankRuleUpdate,
): Promise<boolean> {
  const { rows } = await sql`
    UPDATE erp.bank_rules SET name = ${rule.name}, priority = ${rule.priority}, bank_account_id = ${rule.bankAccountId},
      direction = ${rule.direction}, contains = ${rule.contains}, min_amount = ${rule.minAmount},
      max_amount = ${rule.maxAmount}, account_id = ${rule.accountId}, contact_id = ${rule.contactId},
      description = ${rule.description}, version = version + 1
    WHERE company_id = ${companyId} AND id = ${id} AND version = ${rule.version} RETURNING id`.execute(trx);
  return rows.length === 1;
}

export async function deleteBankRule(trx: Trx, companyId: string, id: string): Promise<void> {
  await sql`DELETE FROM erp.bank_rules WHERE company_id = ${companyId} AND id = ${id}`.execute(trx);
}
