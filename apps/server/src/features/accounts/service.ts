import type {
  Account,
  AccountInput,
  AccountType,
  AccountUpdate,
  CashFlowCategory,
} from '@crypto-erp/contract/accounts';
import type { Trx } from '../../db/database.ts';
import { isUniqueViolation } from '../../db/errors.ts';
import { newId } from '../../db/id.ts';
import { DomainError, fieldError, notFound, versionConflict } from '../../errors.ts';
import type { Context } from '../audit-log/context.ts';
import { writeAudit } from '../audit-log/service.ts';
import { lockBooks } from '../entries/service.ts';
import { checkPlace } from './place.ts';
import { findAccount, listAccounts, taxPostedTo } from './read-model.ts';
import { checkRole } from './role.ts';
import { insertAccounts, lockChart, type NewAccount, updateAccount } from './store.ts';
import type { TemplateAccount } from './templates/template.ts';

/** Gives a new company its chart: every account of the template, with ids of its own. */
export async function createChart(
  trx: Trx,
  companyId: string,
  template: readonly TemplateAccount[],
): Promise<void> {
  const ids = new Map(template.map(({ code }) => [code, newId()]));
  const idOf = (code: string): string => {
    const id = ids.get(code);
    if (id === undefined) throw new Error(`The chart's template has no account ${code}.`);
    return id;
  };
  const accounts = template.map(
    ({ code, name, type, role, cashFlow, parent, postable }): NewAccount => ({
      id: idOf(code),
      code,
      name,
      type,
      role: role ?? null,
      cashFlow: cashFlow ?? null,
      parentId: parent === undefined ? null : idOf(parent),
      postable,
    }),
  );
  await insertAccounts(trx, companyId, accounts);
}

/**
 * Adds an account. Throws `unknown_account`, `invalid_input` and `account_archived` for its parent, `already_exists`
 * for its code, what {@link checkRole} throws for its role, `account_wrong_type` for cash that is no asset.
 */
export async function createAccount(trx: Trx, context: Context, input: AccountInput): Promise<Account> {
  const [account] = await createAccounts(trx, context, [{ ...input, id: newId() }]);
  if (account === undefined) throw notFound('account');
  return account;
}

/** An account that is to be added, under an id of the caller's. */
export type AccountToAdd = AccountInput & { id: string };

/** Adds accounts, each of which may stand below one before it. Throws what {@link createAccount} throws. */
export async function createAccounts(
  trx: Trx,
  context: Context,
  inputs: readonly AccountToAdd[],
): Promise<Account[]> {
  const { companyId } = context;
  await lockChart(trx, companyId);
  const chart = await listAccounts(trx, companyId);
  const added: Account[] = [];
  for (const input of inputs) {
    const account = await checkNewAccount(trx, companyId, input, chart);
    chart.push(account);
    added.push(account);
  }
  await insertAccounts(trx, companyId, added);
  for (const account of added) await audit(trx, context, 'account.created', null, account);
  return added;
}

/** The account as it will stand in `chart`. Throws what {@link createAccount} throws. */
export async function checkNewAccount(
  trx: Trx,
  companyId: string,
  { role = null, cashFlow = null, ...rest }: AccountToAdd,
  chart: readonly Account[],
): Promise<Account> {
  const account: Account = { ...rest, role, cashFlow, archived: false, version: 1 };
  checkPlace(account, chart);
  if (chart.some(({ code }) => code === account.code)) throw codeTaken();
  if (role !== null) await checkRole(trx, companyId, { ...account, role: null }, role, chart);
  checkCashFlow(account.type, cashFlow);
  return account;
}

/**
 * Renames, moves, archives or restores an account, or gives it a role or takes it away. Throws `not_found`, `version_conflict`, `in_use` for an account
 * that must not be archived, and what {@link createAccount} throws.
 */
export async function changeAccount(
  trx: Trx,
  context: Context,
  id: string,
  update: AccountUpdate,
): Promise<Account> {
  const { companyId } = context;
  // Whether the account has lines must stay true until the role has moved.
  if (update.role !== undefined) await lockBooks(trx, companyId);
  await lockChart(trx, companyId);
  const chart = await listAccounts(trx, companyId);
  const before = chart.find((account) => account.id === id);
  if (before === undefined) throw notFound('account');
  if (before.version !== update.version) throw versionConflict();
  checkPlace({ id, type: before.type, parentId: update.parentId, archived: update.archived }, chart);
  if (update.archived) await checkArchivable(trx, companyId, before, chart);
  if (update.role !== undefined && update.role !== before.role) {
    await checkRole(trx, companyId, { ...before, archived: update.archived }, update.role, chart);
  }

  // A caller that does not know of the category leaves it as it is.
  const cashFlow = update.cashFlow === undefined ? before.cashFlow : update.cashFlow;
  checkCashFlow(before.type, cashFlow);
  if (!(await uniqueCode(updateAccount(trx, companyId, id, { ...update, cashFlow }))))
    throw versionConflict();
  const after = await requireAccount(trx, companyId, id);
  await audit(trx, context, 'account.changed', before, after);
  return after;
}

async function requireAccount(trx: Trx, companyId: string, id: string): Promise<Account> {
  const account = await findAccount(trx, companyId, id);
  if (account === null) throw notFound('account');
  return account;
}

async function checkArchivable(
  trx: Trx,
  companyId: string,
  account: Account,
  chart: readonly Account[],
): Promise<void> {
  if (account.role !== null) {
    throw new DomainError(
      'in_use',
      `The system posts to account ${account.code} on its own (${account.role}): it stays in the chart.`,
    );
  }
  const child = chart.find(({ parentId, archived }) => parentId === account.id && !archived);
  if (child !== undefined) {
    throw new DomainError(
      'in_use',
      `Account ${child.code} stands below ${account.code}: archive it or move it first.`,
    );
  }
  const tax = await taxPostedTo(trx, companyId, account.id);
  if (tax !== null) {
    throw new DomainError(
      'in_use',
      `Tax ${tax} is posted to account ${account.code}: archive the tax first.`,
    );
  }
}

function checkCashFlow(type: AccountType, cashFlow: CashFlowCategory | null): void {
  if (cashFlow !== 'cash' || type === 'asset') return;
  throw fieldError(
    'account_wrong_type',
    '/cashFlow',
    'Cash is an asset: choose another category, or an account of type asset.',
  );
}

async function uniqueCode<T>(write: Promise<T>): Promise<T> {
  try {
    return await write;
  } catch (error) {
    if (!isUniqueViolation(error, 'accounts_company_id_code_key')) throw error;
    throw codeTaken();
  }
}

function codeTaken(): Error {
  return fieldError('already_exists', '/code', 'Another account has this code: choose another code.');
}

function audit(
  trx: Trx,
  context: Context,
  action: string,
  before: Account | null,
  after: Account,
): Promise<void> {
  return writeAudit(trx, { ...context, action, subjectKind: 'account', subjectId: after.id, before, after });
}
