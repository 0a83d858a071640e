import type { Account } from '@crypto-erp/contract/accounts';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';

const COLUMNS = sql`
  a.id, a.code, a.name, a.type, a.role, a.cash_flow AS "cashFlow", a.parent_id AS "parentId", a.postable, a.archived, a.version`;

/** The whole chart, by code. */
export async function listAccounts(trx: Trx, companyId: string): Promise<Account[]> {
  const { rows } = await sql<Account>`
    SELECT ${COLUMNS} FROM erp.accounts a WHERE a.company_id = ${companyId} ORDER BY a.code`.execute(trx);
  return rows;
}

/** The account, or null. */
export async function findAccount(trx: Trx, companyId: string, id: string): Promise<Account | null> {
  const { rows } = await sql<Account>`
    SELECT ${COLUMNS} FROM erp.accounts a WHERE a.company_id = ${companyId} AND a.id = ${id}`.execute(trx);
  return rows[0] ?? null;
}

/** Whether something was posted to the account. */
export async function hasLines(trx: Trx, companyId: string, accountId: string): Promise<boolean> {
  const { rows } = await sql`
    SELECT FROM erp.entry_lines WHERE company_id = ${companyId} AND account_id = ${accountId} LIMIT 1`.execute(
    trx,
  );
  return rows.length > 0;
}

/** The code of a tax in use that is posted to the account, or null. */
export async function taxPostedTo(trx: Trx, companyId: string, accountId: string): Promise<string | null> {
  const { rows } = await sql<{ code: string }>`
    SELECT code FROM erp.taxes
    WHERE company_id = ${companyId} AND account_id = ${accountId} AND NOT archived ORDER BY code LIMIT 1`.execute(
    trx,
  );
  return rows[0]?.code ?? null;
}
