import type {
  BankAccount,
  BankAccountInput,
  BankAccountUpdate,
  CsvMapping,
} from '@crypto-erp/contract/bank-accounts';
import { sql } from 'kysely';
import type { Trx } from '../../db/database.ts';
import { isUniqueViolation } from '../../db/errors.ts';
import { newId } from '../../db/id.ts';
import { fieldError, notFound, versionConflict } from '../../errors.ts';
import { findAccount } from '../accounts/read-model.ts';
import { usableAccount } from '../accounts/usable-account.ts';
import { assetExists } from '../assets/read-model.ts';
import type { Context } from '../audit-log/context.ts';
import { writeAudit } from '../audit-log/service.ts';
import { isIban } from './iban.ts';
import { findBankAccount } from './read-model.ts';
import { insertBankAccount, updateBankAccount, updateCsvMapping } from './store.ts';

/**
 * Adds a bank account, which an account of the chart mirrors. Throws `unknown_asset`, `invalid_iban`, `already_exists` for
 * an IBAN, a number or an account of the chart that another one has in this asset, and what {@link usableAccount} refuses.
 */
export async function createBankAccount(
  trx: Trx,
  context: Context,
  input: BankAccountInput,
): Promise<BankAccount> {
  const { companyId } = context;
  if (!(await assetExists(trx, input.asset))) {
    throw fieldError(
      'unknown_asset',
      '/asset',
      'There is no such asset: choose one from the list of assets.',
    );
  }
  const ledger = await findAccount(trx, companyId, input.accountId);
  usableAccount(ledger, '/accountId', { types: ['asset', 'liability'] });
  checkIban(input.iban);
  const id = newId();
  await unique(insertBankAccount(trx, companyId, id, input));
  return audited(trx, context, 'bank-account.created', null, id);
}

/**
 * Changes a bank account; its account of the chart and its asset stay. Throws `not_found`, `version_conflict`,
 * `invalid_iban`, `already_exists`.
 */
export async function changeBankAccount(
  trx: Trx,
  context: Context,
  id: string,
  update: BankAccountUpdate,
): Promise<BankAccount> {
  const before = await requireBankAccount(trx, context.companyId, id);
  checkIban(update.iban);
  if (!(await unique(updateBankAccount(trx, context.companyId, id, update)))) throw versionConflict();
  return audited(trx, context, 'bank-account.changed', before, id);
}

/** Remembers how to read the account's CSV files. Throws `not_found`, `csv_mapping_incomplete`. */
export async function setCsvMapping(
  trx: Trx,
  context: Context,
  id: string,
  mapping: CsvMapping,
): Promise<BankAccount> {
  const before = await requireBankAccount(trx, context.companyId, id);
  const { amount, debit, credit } = mapping;
  if (
    (amount === null) === (debit === null || credit === null) ||
    (amount !== null && (debit ?? credit) !== null)
  ) {
    throw fieldError(
      'csv_mapping_incomplete',
      '/amount',
      'Name either the column of the amounts, or that of the debits and that of the credits.',
    );
  }
  await updateCsvMapping(trx, context.companyId, id, mapping);
  return audited(trx, context, 'bank-account.mapped', before, id);
}

/** The bank account. Throws `not_found`. */
export async function requireBankAccount(trx: Trx, companyId: string, id: string): Promise<BankAccount> {
  const account = await findBankAccount(trx, companyId, id);
  if (account === null) throw notFound('bank account');
  return account;
}

/**
 * The bank account, locked until the transaction ends, so that its statements and matches change one at a time. It is
 * taken before the books' lock. Throws `unknown_bank_account`, at `path`, and `bank_account_archived`.
 */
export async function lockBankAccount(
  trx: Trx,
  companyId: string,
  id: string,
  path: string,
): Promise<BankAccount> {
  await sql`SELECT FROM erp.bank_accounts WHERE company_id = ${companyId} AND id = ${id} FOR UPDATE`.execute(
    trx,
  );
  const account = await findBankAccount(trx, companyId, id);
  if (account === null) {
    throw fieldError('unknown_bank_account', path, 'There is no such bank account: choose one or add it.');
  }
  if (account.archived) {
    throw fieldError(
      'bank_account_archived',
      path,
      `Bank account ${account.name} is archived: restore it first.`,
    );
  }
  return account;
}

function checkIban(iban: string | null): void {
  if (iban === null || isIban(iban)) return;
  throw fieldError(
    'invalid_iban',
    '/iban',
    'The check digits of this IBAN do not fit: compare it with the bank.',
  );
}

const TAKEN: readonly [constraint: string, field: string, message: string][] = [
  ['bank_accounts_ledger', '/accountId', 'Another bank account in this asset has this account of the chart.'],
  ['bank_accounts_iban', '/iban', 'Another bank account in this asset has this IBAN.'],
  ['bank_accounts_number', '/number', 'Another bank account in this asset has this number.'],
];

async function unique<T>(write: Promise<T>): Promise<T> {
  try {
    return await write;
  } catch (error) {
    const taken = TAKEN.find(([constraint]) => isUniqueViolation(error, constraint));
    if (taken === undefined) throw error;
    throw fieldError('already_exists', taken[1], taken[2]);
  }
}

async function audited(
  trx: Trx,
  context: Context,
  action: string,
  before: BankAccount | null,
  id: string,
): Promise<BankAccount> {
  const after = await requireBankAccount(trx, context.companyId, id);
  await writeAudit(trx, { ...context, action, subjectKind: 'bank-account', subjectId: id, before, after });
  return after;
}
