import { type Account, type AccountRole, ROLE_TYPES } from '@crypto-erp/contract/accounts';
import type { Trx } from '../../db/database.ts';
import { fieldError } from '../../errors.ts';
import { hasLines } from './read-model.ts';

/** Roles whose lines would mean something else on an account that has others. */
const EXCLUSIVE: readonly (AccountRole | null)[] = ['receivable', 'payable'];

/** Roles that stay once something was posted to their account. */
const LASTING: readonly (AccountRole | null)[] = [...EXCLUSIVE, 'retained_earnings'];

/**
 * Checks that `account`, as it is to be but for its role, may get `role`, or lose the one it has when that is null. A role is
 * given to an account in use that takes lines, fits by its type, and has no role; to one account of `chart` only. The
 * receivable and the payable follow their documents, so no account with lines becomes or ceases to be one; nor does the
 * account that years were closed to change. Throws `in_use`, `already_exists` and `account_wrong_type`, at `/role`.
 */
export async function checkRole(
  trx: Trx,
  companyId: string,
  account: Pick<Account, 'id' | 'code' | 'type' | 'role' | 'postable' | 'archived'>,
  role: AccountRole | null,
  chart: readonly Account[],
): Promise<void> {
  const { id, code } = account;
  if (role !== null) {
    if (account.role !== null) {
      throw inUse(`Account ${code} has the role ${account.role}: take it away first.`);
    }
    if (account.archived || !account.postable) {
      throw inUse(`Account ${code} takes no lines: choose another.`);
    }
    if (ROLE_TYPES[role] !== account.type) {
      throw fieldError(
        'account_wrong_type',
        '/role',
        `The role ${role} is for an account of type ${ROLE_TYPES[role]}, and ${code} is of type ${account.type}.`,
      );
    }
    const holder = chart.find((one) => one.role === role);
    if (holder !== undefined) {
      throw fieldError(
        'already_exists',
        '/role',
        `Account ${holder.code} has the role ${role}: take it away first.`,
      );
    }
  }
  const bound = LASTING.includes(account.role) || EXCLUSIVE.includes(role);
  if (bound && (await hasLines(trx, companyId, id))) {
    throw inUse(`Something was posted to account ${code}: its role stays as it is.`);
  }
}

function inUse(message: string): Error {
  return fieldError('in_use', '/role', message);
}
