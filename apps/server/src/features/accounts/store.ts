import type {
  AccountRole,
  AccountType,
  AccountUpdate,
  CashFlowCategory,
} from '@crypto-erp/contract/accounts';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';

export interface NewAccount {
  id: string;
  code: string;
  name: string;
  type: AccountType;
  role: AccountRole | null;
  cashFlow: CashFlowCategory | null;
  parentId: string | null;
  postable: boolean;
}

/** Adds accounts in one statement; a parent may be among them. */
export async function insertAccounts(
  trx: Trx,
  companyId: string,
  accounts: readonly NewAccount[],
): Promise<void> {
  await sql`
    INSERT INTO erp.accounts (company_id, id, code, name, type, role, cash_flow, parent_id, postable)
    SELECT ${companyId}, a.id, a.code, a.name, a.type, a.role, a."cashFlow", a."parentId", a.postable
    FROM jsonb_to_recordset(${JSON.stringify(accounts)}::jsonb)
      AS a (id uuid, code text, name text, type text, role text, "cashFlow" text, "parentId" uuid, postable boolean)`.execute(
    trx,
  );
}

/**
 * Replaces what may change of the account as it was at `account.version`, and its role when that is given; false when it
 * has another version by now.
 */
export async function updateAccount(
  trx: Trx,
  companyId: string,
  id: string,
  account: Omit<AccountUpdate, 'cashFlow'> & Pick<NewAccount, 'cashFlow'>,
): Promise<boolean> {
  const { rows } = await sql`
    UPDATE erp.accounts SET code = ${account.code}, name = ${account.name}, parent_id = ${account.parentId},
      archived = ${account.archived}, cash_flow = ${account.cashFlow}, version = version + 1,
      role = ${account.role === undefined ? sql`role` : account.role}
    WHERE company_id = ${companyId} AND id = ${id} AND version = ${account.version} RETURNING id`.execute(
    trx,
  );
  return rows.length === 1;
}

/**
 * Lets one transaction at a time change the company's chart, so that two moves cannot make a circle together.
 * The company's row is the lock: nothing that posts waits for it.
 */
export async function lockChart(trx: Trx, companyId: string): Promise<void> {
  await sql`SELECT FROM erp.companies WHERE company_id = ${companyId} FOR NO KEY UPDATE`.execute(trx);
}
