import type { Account, AccountRole } from '@crypto-erp/contract/accounts';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';
import { fieldError } from '../../errors.ts';

const COLUMNS = sql`
  a.id, a.code, a.name, a.type, a.role, a.parent_id AS "parentId", a.postable, a.archived, a.version`;

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

/** The id of the account that has each role. A role that no account has is absent. */
export async function accountsByRole(trx: Trx, companyId: string): Promise<Map<AccountRole, string>> {
  const { rows } = await sql<{ role: AccountRole; id: string }>`
    SELECT role, id FROM erp.accounts WHERE company_id = ${companyId} AND role IS NOT NULL`.execute(trx);
  return new Map(rows.map(({ role, id }) => [role, id]));
}

/**
 * The account, if lines may be written on it. Throws `unknown_account`, `account_archived`, `account_not_postable`,
 * each at `path`.
 */
export async function requirePostable(
  trx: Trx,
  companyId: string,
  id: string,
  path: string,
): Promise<Account> {
  const account = await findAccount(trx, companyId, id);
  if (account === null) {
    throw fieldError('unknown_account', path, 'There is no such account: choose one from the chart.');
  }
  const { code, archived, postable } = account;
  if (archived) {
    throw fieldError('account_archived', path, `Account ${code} is archived: restore it or choose another.`);
  }
  if (!postable) {
    throw fieldError(
      'account_not_postable',
      path,
      `Account ${code} is a heading: choose an account below it.`,
    );
  }
  return account;
}
