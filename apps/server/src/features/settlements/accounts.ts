import type { Account, AccountRole } from '@crypto-erp/contract/accounts';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';
import { DomainError } from '../../errors.ts';
import type { AccountState } from '../accounts/usable-account.ts';

type Row = AccountState & Pick<Account, 'id'>;

/** The accounts that settling posts to. */
export interface SettlementAccounts {
  /** The id of the account with a role. Throws `missing_account_role`. */
  withRole(role: AccountRole): string;
  /** One of the accounts asked for by id, or undefined. */
  find(id: string): Row | undefined;
}

/** Reads the accounts with a role, and those of `ids`. */
export async function settlementAccounts(
  trx: Trx,
  companyId: string,
  ids: readonly (string | null | undefined)[] = [],
): Promise<SettlementAccounts> {
  const { rows } = await sql<Row>`
    SELECT id, code, role, type, postable, archived FROM erp.accounts
    WHERE company_id = ${companyId} AND (role IS NOT NULL OR id = ANY (${ids.filter((id) => id)}::uuid[]))`.execute(
    trx,
  );
  return {
    withRole(role) {
      const found = rows.find((row) => row.role === role);
      if (found) return found.id;
      throw new DomainError(
        'missing_account_role',
        `The chart has no account with the role ${role}: give it to one.`,
      );
    },
    find: (id) => rows.find((row) => row.id === id),
  };
}
