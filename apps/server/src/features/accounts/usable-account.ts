import type { Account, AccountType } from '@crypto-erp/contract/accounts';
import { fieldError } from '../../errors.ts';

/** What decides whether a document may post to an account. */
export type AccountState = Pick<Account, 'code' | 'type' | 'role' | 'postable' | 'archived'>;

/**
 * The account, if a document may post to it, for the field at `path`. `types` are those that fit; any when absent.
 * Throws `unknown_account` for none, `account_archived`, `account_not_postable`, `control_account` for the receivable
 * and the payable, which only their own documents move, and `account_wrong_type`.
 */
export function usableAccount<T extends AccountState>(
  account: T | null | undefined,
  path: string,
  { types }: { types?: readonly AccountType[] } = {},
): T {
  if (account === null || account === undefined) {
    throw fieldError('unknown_account', path, 'There is no such account: choose one from the chart.');
  }
  const { code, type, role } = account;
  if (account.archived) {
    throw fieldError('account_archived', path, `Account ${code} is archived: restore it or choose another.`);
  }
  if (!account.postable) {
    throw fieldError('account_not_postable', path, `Account ${code} is a heading: choose one below it.`);
  }
  if (role === 'receivable' || role === 'payable') {
    throw fieldError('control_account', path, `Account ${code} follows its documents: choose another.`);
  }
  if (types && !types.includes(type)) {
    throw fieldError(
      'account_wrong_type',
      path,
      `Account ${code} is of type ${type}: choose one of type ${types.join(' or ')}.`,
    );
  }
  return account;
}
