import { createHash } from 'node:crypto';
import type { BankAccount } from '@crypto-erp/contract/bank-accounts';
import type { BankImport, BankStatementUpload } from '@crypto-erp/contract/bank-statements';
import { addDays } from '@crypto-erp/ledger/dates';
import { formatDecimal, parseDecimal, trimDecimal } from '@crypto-erp/ledger/decimal';
import type { Trx } from '../../db/database.ts';
import { newId } from '../../db/id.ts';
import { DomainError, fieldError } from '../../errors.ts';
import type { AssetCatalogue } from '../assets/catalogue.ts';
import type { Context } from '../audit-log/context.ts';
import { writeAudit } from '../audit-log/service.ts';
import { bankAccountOf } from '../bank-accounts/read-model.ts';
import { lockBankAccount } from '../bank-accounts/service.ts';
import { type CamtStatement, parseCamt053 } from './camt053.ts';
import { contradiction } from './contradiction.ts';
import { parseCsv } from './csv.ts';
import { contentHash, fingerprints } from './fingerprint.ts';
import { type ParsedStatement, plain, sumOf, units } from './parsed.ts';
import {
  balanceBefore,
  firstStatement,
  openingLine,
  overlappingSpans,
  statementSaying,
} from './read-model.ts';
import { requireBankStatement } from './service.ts';
import { insertStatement, replaceOpeningLine } from './store.ts';

/** An uploaded file. */
export interface BankFile {
  format: 'camt053' | 'csv';
  bytes: Buffer;
}

/** Where a statement goes, and how many decimals its amounts may have. */
interface Place {
  account: BankAccount;
  decimals: number;
  format: BankFile['format'];
  fileHash: Buffer;
}

/**
 * Imports the statements of a file, each line once: one that another statement told of already is known by its
 * fingerprint. Throws what {@link parseCamt053} and {@link parseCsv} refuse, `unknown_bank_account`,
 * `bank_account_archived`, `csv_mapping_missing`, `opening_balance_missing`, `balances_do_not_add_up`,
 * `too_many_decimals`, `statement_already_imported` when nothing in the file is new, `statement_contradicts` when another
 * statement of the same days says otherwise, and `opening_in_use`.
 */
export async function importStatements(
  trx: Trx,
  context: Context,
  assets: AssetCatalogue,
  file: BankFile,
  upload: BankStatementUpload,
): Promise<BankImport> {
  const { companyId } = context;
  const fileHash = createHash('sha256').update(file.bytes).digest();
  const found =
    file.format === 'csv'
      ? [await fromCsv(trx, companyId, file.bytes, upload)]
      : await fromCamt(trx, companyId, file.bytes, upload);
  const result: BankImport = { statements: [], newLines: 0, knownLines: 0, knownStatements: 0 };
  const ids: string[] = [];
  for (const { account, statement } of found) {
    const decimals = await assets.decimals(account.asset);
    const place: Place = { account, decimals, format: file.format, fileHash };
    const stored = await store(trx, companyId, place, statement);
    if (stored === null) result.knownStatements += 1;
    else {
      ids.push(stored.id);
      result.newLines += stored.newLines;
      result.knownLines += statement.lines.length - stored.newLines;
    }
  }
  if (ids.length === 0) {
    throw new DomainError('statement_already_imported', 'Every statement of this file was imported before.');
  }
  for (const id of ids) result.statements.push(await requireBankStatement(trx, companyId, id));
  for (const after of result.statements) {
    await writeAudit(trx, {
      ...context,
      action: 'bank-statement.imported',
      subjectKind: 'bank-statement',
      subjectId: after.id,
      before: null,
      after,
    });
  }
  return result;
}

/** The opening line follows the account's first statement. Throws `opening_in_use` when it is matched or ignored. */
export async function refreshOpening(trx: Trx, companyId: string, bankAccountId: string): Promise<void> {
  const first = await firstStatement(trx, companyId, bankAccountId);
  const wanted =
    first === null || units(first.opening) === 0n
      ? null
      : { date: addDays(first.from, -1), amount: first.opening };
  const before = await openingLine(trx, companyId, bankAccountId);
  if (before?.date === wanted?.date && units(before?.amount ?? '0') === units(wanted?.amount ?? '0')) return;
  if (before !== null && !before.open) {
    throw new DomainError(
      'opening_in_use',
      `What the account held on ${before.date} is matched already, and this changes its first statement: undo that match first.`,
    );
  }
  await replaceOpeningLine(trx, companyId, bankAccountId, wanted);
}

interface Found {
  account: BankAccount;
  statement: ParsedStatement;
}

/** The statements of the file with their accounts, which are locked in the order of their ids, the oldest first. */
async function fromCamt(
  trx: Trx,
  companyId: string,
  bytes: Buffer,
  { bankAccountId }: BankStatementUpload,
): Promise<Found[]> {
  const placed: { id: string; statement: CamtStatement }[] = [];
  for (const statement of parseCamt053(bytes)) {
    const { iban, account, asset } = statement;
    const id = await bankAccountOf(trx, companyId, { iban, number: account, asset });
    if (id === null || (bankAccountId !== undefined && bankAccountId !== id)) {
      const of = `The statement is of account ${iban ?? account} in ${asset}`;
      throw fieldError(
        'unknown_bank_account',
        'query/bankAccountId',
        id === null ? `${of}: add that bank account first.` : `${of}, not of the one named.`,
      );
    }
    placed.push({ id, statement });
  }
  const accounts = new Map<string, BankAccount>();
  for (const id of [...new Set(placed.map((one) => one.id))].sort()) {
    accounts.set(id, await lockBankAccount(trx, companyId, id, 'query/bankAccountId'));
  }
  return placed
    .map(({ id, statement }) => ({ account: accounts.get(id) as BankAccount, statement }))
    .toSorted(
      (a, b) => compare(a.statement.from, b.statement.from) || compare(a.statement.to, b.statement.to),
    );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

async function fromCsv(
  trx: Trx,
  companyId: string,
  bytes: Buffer,
  upload: BankStatementUpload,
): Promise<Found> {
  const { bankAccountId, openingBalance, closingBalance } = upload;
  if (bankAccountId === undefined) {
    throw fieldError(
      'unknown_bank_account',
      'query/bankAccountId',
      'Say of which bank account the CSV file is.',
    );
  }
  const account = await lockBankAccount(trx, companyId, bankAccountId, 'query/bankAccountId');
  if (account.csvMapping === null) {
    throw new DomainError(
      'csv_mapping_missing',
      'Say first which columns the CSV files of this bank account have.',
    );
  }
  const { lines, ...balances } = parseCsv(bytes, account.csvMapping);
  const days = lines.map(({ date }) => date).sort();
  const [from, to] = [days[0], days.at(-1)];
  if (from === undefined || to === undefined) {
    throw new DomainError('statement_empty', 'The file has no row that moves an amount.');
  }
  const opening =
    balances.opening ??
    openingBalance ??
    (await balanceBefore(trx, companyId, account.id, from, fingerprints(lines)));
  if (opening === null) {
    throw fieldError(
      'opening_balance_missing',
      'query/openingBalance',
      'The file has no balances: say what the account held before its first row.',
    );
  }
  const closing = units(opening) + sumOf(lines);
  for (const [field, said, read] of [
    ['openingBalance', openingBalance, units(opening)],
    ['closingBalance', closingBalance, closing],
  ] as const) {
    if (said === undefined || units(said) === read) continue;
    throw fieldError(
      'balances_do_not_add_up',
      `query/${field}`,
      `By its rows it is ${plain(read)}, not ${said}: a difference of ${plain(units(said) - read)}.`,
    );
  }
  return { account, statement: { number: '', from, to, opening, closing: plain(closing), lines } };
}

/** Keeps a statement; null when it is known already. */
async function store(
  trx: Trx,
  companyId: string,
  { account, decimals, format, fileHash }: Place,
  read: ParsedStatement,
): Promise<{ id: string; newLines: number } | null> {
  const exact = (amount: string): string =>
    formatDecimal(parseDecimal(trimDecimal(amount), decimals), decimals);
  const statement: ParsedStatement = {
    ...read,
    opening: exact(read.opening),
    closing: exact(read.closing),
    lines: read.lines.map((line) => ({ ...line, amount: exact(line.amount) })),
  };
  const told = fingerprints(statement.lines);
  const hash = contentHash(statement, told);
  if ((await statementSaying(trx, companyId, account.id, hash)) !== null) return null;

  const span = {
    from: statement.from,
    to: statement.to,
    opening: units(statement.opening),
    lines: statement.lines.map(({ date, amount }, i) => ({
      date,
      amount: units(amount),
      fingerprint: told[i] ?? '',
    })),
  };
  for (const known of await overlappingSpans(trx, companyId, account.id, statement)) {
    const why = contradiction(known, span);
    if (why === null) continue;
    throw new DomainError(
      'statement_contradicts',
      `A statement from ${known.from} to ${known.to} is imported already, and this one does not go with it. ${why}`,
    );
  }
  const id = newId();
  const parts = { id, bankAccountId: account.id, format, fileHash, contentHash: hash, fingerprints: told };
  const newLines = await insertStatement(trx, companyId, { ...statement, ...parts });
  await refreshOpening(trx, companyId, account.id);
  return { id, newLines };
}
