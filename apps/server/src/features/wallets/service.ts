import type { Wallet, WalletInput, WalletUpdate } from '@crypto-erp/contract/wallets';
import type { Trx } from '../../db/database.ts';
import { isUniqueViolation } from '../../db/errors.ts';
import { newId } from '../../db/id.ts';
import { fieldError, notFound, versionConflict } from '../../errors.ts';
import { listAccounts } from '../accounts/read-model.ts';
import { usableAccount } from '../accounts/usable-account.ts';
import type { Context } from '../audit-log/context.ts';
import { writeAudit } from '../audit-log/service.ts';
import { findWallet } from './read-model.ts';
import { insertWallet, updateWallet } from './store.ts';

/** Adds a wallet. Throws `already_exists` for a name in use, and what {@link usableAccount} refuses. */
export async function createWallet(trx: Trx, context: Context, input: WalletInput): Promise<Wallet> {
  const { companyId } = context;
  await checkAccount(trx, companyId, input.accountId);
  const id = newId();
  await named(insertWallet(trx, companyId, id, input));
  return audited(trx, context, 'wallet.created', id, null);
}

/**
 * Replaces a wallet's name and account, or archives it. Its account stays once it has transfers: `in_use`. Throws
 * `not_found`, `already_exists`, `version_conflict`, and what {@link usableAccount} refuses.
 */
export async function changeWallet(
  trx: Trx,
  context: Context,
  id: string,
  update: WalletUpdate,
): Promise<Wallet> {
  const { companyId } = context;
  const before = await requireWallet(trx, companyId, id);
  if (update.accountId !== before.accountId) await checkAccount(trx, companyId, update.accountId);
  if (!(await named(updateWallet(trx, companyId, id, update)))) throw versionConflict();
  return audited(trx, context, 'wallet.changed', id, before);
}

/** The wallet. Throws `not_found`. */
export async function requireWallet(trx: Trx, companyId: string, id: string): Promise<Wallet> {
  const wallet = await findWallet(trx, companyId, id);
  if (wallet === null) throw notFound('wallet');
  return wallet;
}

async function checkAccount(trx: Trx, companyId: string, accountId: string): Promise<void> {
  const account = (await listAccounts(trx, companyId)).find((one) => one.id === accountId);
  usableAccount(account, '/accountId', { types: ['asset'] });
}

/** What `writing` returns; a name in use is refused at its field. */
async function named<T>(writing: Promise<T>): Promise<T> {
  try {
    return await writing;
  } catch (error) {
    if (!isUniqueViolation(error, 'wallets_name')) throw error;
    throw fieldError('already_exists', '/name', 'There is a wallet of this name: choose another.');
  }
}

async function audited(
  trx: Trx,
  context: Context,
  action: string,
  id: string,
  before: Wallet | null,
): Promise<Wallet> {
  const after = await requireWallet(trx, context.companyId, id);
  await writeAudit(trx, { ...context, action, subjectKind: 'wallet', subjectId: id, before, after });
  return after;
}
