import type { Account, AccountRole } from '@crypto-erp/contract/accounts';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';
import { DomainError } from '../../errors.ts';
import { type AccountState, usableAccount } from '../accounts/usable-account.ts';

/** The accounts, by id, that a payment's entry posts to. */
export interface PaymentAccounts {
  receivedIn: string;
  receivable: string;
  exchangeGain: string;
  exchangeLoss: string;
}

type Row = AccountState & Pick<Account, 'id'>;

/**
 * Finds them: `receivedIn` is the account asked for, a bank or cash account and so of type asset, or the company's bank
 * account. Throws `missing_account_role`, and at `/accountId` what {@link usableAccount} refuses.
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
  const asked = (id: string): string =>
    usableAccount(
      rows.find((row) => row.id === id),
      '/accountId',
      { types: ['asset'] },
    ).id;
  return {
    receivedIn: receivedIn === null ? withRole('bank') : asked(receivedIn),
    receivable: withRole('receivable'),
    exchangeGain: withRole('exchange_gain'),
    exchangeLoss: withRole('exchange_loss'),
  };
}
