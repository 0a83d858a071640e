import type { Transaction, TransactionUpdate } from '@crypto-erp/contract/transactions';
import type { Trx } from '../../db/database.ts';
import { newId } from '../../db/id.ts';
import { DomainError, fieldError, notFound, versionConflict } from '../../errors.ts';
import { listAccounts } from '../accounts/read-model.ts';
import { usableAccount } from '../accounts/usable-account.ts';
import type { Context } from '../audit-log/context.ts';
import { writeAudit } from '../audit-log/service.ts';
import { companySettings } from '../companies/read-model.ts';
import { findContact } from '../contacts/read-model.ts';
import { guessType } from './guess.ts';
import { findTransaction, haveNotes, standingOf } from './read-model.ts';
import { addTransfers, insertTransactions, removeTransfers, setIgnored, updateTransaction } from './store.ts';

/** The transaction. Throws `not_found`. */
export async function requireTransaction(trx: Trx, companyId: string, id: string): Promise<Transaction> {
  const found = await findTransaction(trx, companyId, id);
  if (found === null) throw notFound('transaction');
  return found;
}

/** The transaction, if it is open. Throws `not_found`, `transaction_posted`, `transaction_ignored`. */
export async function requireOpen(trx: Trx, companyId: string, id: string): Promise<Transaction> {
  const found = await requireTransaction(trx, companyId, id);
  if (found.state === 'posted') {
    throw new DomainError(
      'transaction_posted',
      'This transaction is posted and stays as it is: undo it first.',
    );
  }
  if (found.state === 'ignored') {
    throw new DomainError('transaction_ignored', 'This transaction is set aside: take it up again first.');
  }
  return found;
}

/**
 * Says what an open transaction is; what `update` leaves out stays. Throws `unknown_contact`, `version_conflict`, what
 * {@link usableAccount} refuses, and as {@link requireOpen}.
 */
export async function changeTransaction(
  trx: Trx,
  context: Context,
  id: string,
  { version, ...change }: TransactionUpdate,
): Promise<Transaction> {
  const { companyId } = context;
  const before = await requireOpen(trx, companyId, id);
  if (change.accountId) {
    const account = (await listAccounts(trx, companyId)).find((one) => one.id === change.accountId);
    usableAccount(account, '/accountId');
  }
  if (change.contactId && (await findContact(trx, companyId, change.contactId)) === null) {
    throw fieldError('unknown_contact', '/contactId', 'There is no such contact: choose one or add it.');
  }
  if (!(await updateTransaction(trx, companyId, id, version, { ...change, saidBy: 'person' })))
    throw versionConflict();
  return audited(trx, context, 'transaction.changed', before);
}

/** Sets an open transaction aside: it is never posted. Throws `version_conflict`, and as {@link requireOpen}. */
export async function ignoreTransaction(
  trx: Trx,
  context: Context,
  id: string,
  { version, reason }: { version: number; reason: string },
): Promise<Transaction> {
  const before = await requireOpen(trx, context.companyId, id);
  if (!(await setIgnored(trx, context.companyId, id, version, reason))) throw versionConflict();
  return audited(trx, context, 'transaction.ignored', before);
}

/** Takes up again what was set aside. What is not set aside stays as it is. Throws `not_found`, `version_conflict`. */
export async function reopenTransaction(
  trx: Trx,
  context: Context,
  id: string,
  version: number,
): Promise<Transaction> {
  const before = await requireTransaction(trx, context.companyId, id);
  if (before.state !== 'ignored') return before;
  if (!(await setIgnored(trx, context.companyId, id, version, null))) throw versionConflict();
  return audited(trx, context, 'transaction.reopened', before);
}

/**
 * Makes other open transactions part of this one: the two sides of an own transfer, the fills of one order. Its type is
 * guessed anew. Throws `transaction_has_notes`, `version_conflict`, and for each as {@link requireOpen}.
 */
export async function joinTransactions(
  trx: Trx,
  context: Context,
  id: string,
  { version, transactionIds }: { version: number; transactionIds: string[] },
): Promise<Transaction> {
  const { companyId } = context;
  const before = await requireOpen(trx, companyId, id);
  const joined: string[] = [];
  for (const other of transactionIds) {
    if (other === id)
      throw fieldError('invalid_input', '/transactionIds', 'A transaction is not joined to itself.');
    joined.push(...(await requireOpen(trx, companyId, other)).transfers.map((transfer) => transfer.id));
  }
  if (await haveNotes(trx, companyId, transactionIds)) {
    throw new DomainError(
      'transaction_has_notes',
      'One of these has comments or attachments, which would be lost: join the others to that one.',
    );
  }
  await removeTransfers(trx, companyId, joined);
  await addTransfers(trx, companyId, id, joined);
  await guessAgain(trx, companyId, id, version);
  return audited(trx, context, 'transaction.joined', before);
}

/**
 * Makes some transfers of an open transaction one of their own. Throws `invalid_input` for a transfer that it has not, or
 * for all it has; `version_conflict`; and as {@link requireOpen}.
 */
export async function splitTransaction(
  trx: Trx,
  context: Context,
  id: string,
  { version, transferIds }: { version: number; transferIds: string[] },
): Promise<Transaction> {
  const { companyId } = context;
  const before = await requireOpen(trx, companyId, id);
  const taken = before.transfers.filter((transfer) => transferIds.includes(transfer.id));
  if (taken.length < transferIds.length || taken.length === before.transfers.length) {
    throw fieldError(
      'invalid_input',
      '/transferIds',
      'Name some of the transfers of this transaction, not all.',
    );
  }
  const { baseAsset } = await companySettings(trx, companyId);
  const { at, position } = await standingOf(trx, companyId, id);
  const { source, reference } = before;
  await removeTransfers(trx, companyId, transferIds);
  await insertTransactions(trx, companyId, [
    { id: newId(), source, reference, at, position, type: guessType(taken, baseAsset), transferIds },
  ]);
  await guessAgain(trx, companyId, id, version);
  return audited(trx, context, 'transaction.split', before);
}

async function guessAgain(trx: Trx, companyId: string, id: string, version: number): Promise<void> {
  const { baseAsset } = await companySettings(trx, companyId);
  const { transfers } = await requireTransaction(trx, companyId, id);
  const type = guessType(transfers, baseAsset);
  if (!(await updateTransaction(trx, companyId, id, version, { type, accountId: null, saidBy: 'guess' })))
    throw versionConflict();
}

async function audited(
  trx: Trx,
  context: Context,
  action: string,
  before: Transaction,
): Promise<Transaction> {
  const after = await requireTransaction(trx, context.companyId, before.id);
  await writeAudit(trx, {
    ...context,
    action,
    subjectKind: 'transaction',
    subjectId: before.id,
    before,
    after,
  });
  return after;
}
