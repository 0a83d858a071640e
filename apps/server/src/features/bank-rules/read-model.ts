import type { BankRule } from '@crypto-erp/contract/bank-rules';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';

/** The most rules of a company. */
export const MAX_RULES = 1000;

const RULE = sql`
  SELECT id, name, priority, bank_account_id AS "bankAccountId", direction, contains,
    trim_scale(min_amount)::text AS "minAmount", trim_scale(max_amount)::text AS "maxAmount",
    account_id AS "accountId", contact_id AS "contactId", description, version
  FROM erp.bank_rules`;

/** All rules, in the order in which they are asked. */
export async function listBankRules(trx: Trx, companyId: string): Promise<BankRule[]> {
  const { rows } = await sql<BankRule>`
    ${RULE} WHERE company_id = ${companyId} ORDER BY priority, id LIMIT ${MAX_RULES}`.execute(trx);
  return rows;
}

/** The rule, or null. */
export async function findBankRule(trx: Trx, companyId: string, id: string): Promise<BankRule | null> {
  const { rows } = await sql<BankRule>`${RULE} WHERE company_id = ${companyId} AND id = ${id}`.execute(trx);
  return rows[0] ?? null;
}
