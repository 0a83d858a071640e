import type { AccountRole } from '@crypto-erp/contract/accounts';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';
import { DomainError, fieldError } from '../../errors.ts';

/** The accounts, by id, that a payment's entry posts to. */
export interface PaymentAccounts {
  receivedIn: string;
  receivable: string;
  exchangeGain: string;
  exchangeLoss: string;
}

interface Row {
  id: string;
  code: string;
  role: AccountRole | null;
  type: string;
  postable: boolean;
  archived: boolean;
}

/**
 * Finds them: `receivedIn` is the account asked for, or the company's bank account. Throws `unknown_account`,
 * `account_archived`, `account_not_postable`, `control_account`, `missing_account_role`.
 */
export async function paymentAccounts(
  trx: Trx,
  companyId: string,
  receivedIn: string | null,
): Promise<PaymentAccounts> {
  const { rows } = await sql<Row>`
    SELECT id, code, role, type, postable, archived FROM erp.accounts
    WHERE company_id = ${companyId} AND (role IS NOT NULL OR id = ${receivedIn}::uuid)`.execute(trx);
  const withRole = (role: AccountRole): string => {
    const found = rows.find((row) => row.role === role);
    if (found) return found.id;
    throw new DomainError('missing_account_role', `The chart has no account with the role ${role}: add one.`);
  };
  return {
    receivedIn: receivedIn === null ? withRole('bank') : usable(rows.find((row) => row.id === receivedIn)),
    receivable: withRole('receivable'),
    exchangeGain: withRole('exchange_gain'),
    exchangeLoss: withRole('exchange_loss'),
  };
}

function usable(account: Row | undefined): string {
  if (account === undefined) {
    throw fieldError('unknown_account', '/accountId', 'There is no such account: choose one from the chart.');
  }
  if (account.archived)
    throw fieldError('account_archived', '/accountId', `Account ${account.code} is archived.`);
  if (!account.postable) {
    throw fieldError(
      'account_not_postable',
      '/accountId',
      `Account ${account.code} is a heading: choose one below it.`,
    );
  }
  if (account.role === 'receivable' || account.role === 'payable') {
    throw fieldError(
      'control_account',
      '/accountId',
      `Account ${account.code} follows its documents: choose a bank account.`,
    );
  }
  return account.id;
}
