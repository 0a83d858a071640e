import type { Tax } from '@crypto-erp/contract/taxes';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';

const COLUMNS = sql`
  t.id, t.code, t.name, t.kind, trim_scale(t.rate)::text AS rate, t.inclusive, t.exempt_reason AS "exemptReason",
  t.account_id AS "accountId", t.input_account_id AS "inputAccountId", t.archived, t.version`;

/** All tax codes, archived ones too, by code. */
export async function listTaxes(trx: Trx, companyId: string): Promise<{ items: Tax[] }> {
  const { rows } = await sql<Tax>`
    SELECT ${COLUMNS} FROM erp.taxes t WHERE t.company_id = ${companyId} ORDER BY t.code`.execute(trx);
  return { items: rows };
}

/** The tax, or null. */
export async function findTax(trx: Trx, companyId: string, id: string): Promise<Tax | null> {
  const { rows } = await sql<Tax>`
    SELECT ${COLUMNS} FROM erp.taxes t WHERE t.company_id = ${companyId} AND t.id = ${id}`.execute(trx);
  return rows[0] ?? null;
}
