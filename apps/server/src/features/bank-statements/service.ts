import type { BankStatement } from '@crypto-erp/contract/bank-statements';
import type { Trx } from '../../db/database.ts';
import { DomainError, notFound } from '../../errors.ts';
import type { Context } from '../audit-log/context.ts';
import { writeAudit } from '../audit-log/service.ts';
import { lockBankAccount } from '../bank-accounts/service.ts';
import { findBankStatement, reconciledLater, reconciliationOf } from './read-model.ts';
import { markReconciled } from './store.ts';

/** The statement. Throws `not_found`. */
export async function requireBankStatement(trx: Trx, companyId: string, id: string): Promise<BankStatement> {
  const statement = await findBankStatement(trx, companyId, id);
  if (statement === null) throw notFound('bank statement');
  return statement;
}

/** The statement, with its bank account locked. Throws `not_found`, `bank_account_archived`. */
export async function lockBankStatement(trx: Trx, companyId: string, id: string): Promise<BankStatement> {
  const { bankAccountId } = await requireBankStatement(trx, companyId, id);
  await lockBankAccount(trx, companyId, bankAccountId, '');
  return requireBankStatement(trx, companyId, id);
}

/**
 * Reconciles a statement: the books, less what of them the bank does not know yet, hold its closing balance. From then on
 * its lines and their matches stay. Throws `not_found`, `statement_reconciled`, `earlier_statement_open`, `lines_open`,
 * `statement_gap` and `ledger_differs`, both with the difference.
 */
export async function reconcile(trx: Trx, context: Context, id: string): Promise<BankStatement> {
  const { companyId } = context;
  const before = await lockBankStatement(trx, companyId, id);
  if (before.state === 'reconciled') {
    throw new DomainError('statement_reconciled', 'This statement is reconciled already.');
  }
  const { earlierOpen, openLines, gap, books, difference } = await reconciliationOf(trx, companyId, id);
  const { asset } = before;
  if (earlierOpen) {
    throw new DomainError(
      'earlier_statement_open',
      'An earlier statement is not reconciled: begin with that one.',
    );
  }
  if (gap !== '0') {
    throw new DomainError(
      'statement_gap',
      `Its opening balance differs from what the statements before it lead to, by ${gap} ${asset}: import what is missing.`,
    );
  }
  if (openLines > 0) {
    throw new DomainError(
      'lines_open',
      `Lines that are not matched: ${openLines}. Match or ignore each of them first.`,
    );
  }
  if (difference !== '0') {
    throw new DomainError(
      'ledger_differs',
      `What is matched in the books by ${before.to} is ${books} ${asset}, a difference of ${difference} from the closing balance: look for entries of a later date, and for ignored lines that do not cancel out.`,
    );
  }
  await markReconciled(trx, companyId, id, context.actor);
  return audited(trx, context, 'bank-statement.reconciled', before, null);
}

/**
 * Takes the last reconciliation of an account back. Throws `not_found`, `statement_not_reconciled`,
 * `later_statement_reconciled`.
 */
export async function reopen(trx: Trx, context: Context, id: string, reason: string): Promise<BankStatement> {
  const before = await lockBankStatement(trx, context.companyId, id);
  if (before.state !== 'reconciled') {
    throw new DomainError('statement_not_reconciled', 'This statement is not reconciled.');
  }
  if (await reconciledLater(trx, context.companyId, id)) {
    throw new DomainError(
      'later_statement_reconciled',
      'A statement was reconciled after this one: reopen that first.',
    );
  }
  await markReconciled(trx, context.companyId, id, null);
  return audited(trx, context, 'bank-statement.reopened', before, reason);
}

async function audited(
  trx: Trx,
  context: Context,
  action: string,
  before: BankStatement,
  reason: string | null,
): Promise<BankStatement> {
  const after = await requireBankStatement(trx, context.companyId, before.id);
  await writeAudit(trx, {
    ...context,
    action,
    subjectKind: 'bank-statement',
    subjectId: before.id,
    before,
    after: reason === null ? after : { ...after, reason },
  });
  return after;
}
