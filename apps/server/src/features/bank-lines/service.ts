import type { BankLine } from '@crypto-erp/contract/bank-lines';
import type { Trx } from '../../db/database.ts';
import { DomainError, notFound } from '../../errors.ts';
import type { Context } from '../audit-log/context.ts';
import { writeAudit } from '../audit-log/service.ts';
import { lockBankAccount } from '../bank-accounts/service.ts';
import { findBankLine, isLocked } from './read-model.ts';
import { updateIgnoredReason } from './store.ts';

/** The line. Throws `not_found`. */
export async function requireBankLine(trx: Trx, companyId: string, id: string): Promise<BankLine> {
  const line = await findBankLine(trx, companyId, id);
  if (line === null) throw notFound('bank line');
  return line;
}

/** The line as it is while its bank account is locked. Throws `not_found`, `bank_line_not_open`. */
export async function lockOpenBankLine(trx: Trx, companyId: string, id: string): Promise<BankLine> {
  const { bankAccountId } = await requireBankLine(trx, companyId, id);
  await lockBankAccount(trx, companyId, bankAccountId, '');
  const line = await requireBankLine(trx, companyId, id);
  requireOpen(line);
  return line;
}

/** Throws `bank_line_not_open`. */
export function requireOpen({ state }: BankLine): void {
  if (state === 'open') return;
  throw new DomainError('bank_line_not_open', `This line is ${state} already: undo that first.`);
}

/** Sets a line aside that nothing in the books is. Throws `not_found`, `bank_line_not_open`. */
export async function ignoreBankLine(
  trx: Trx,
  context: Context,
  id: string,
  reason: string,
): Promise<BankLine> {
  const before = await lockOpenBankLine(trx, context.companyId, id);
  return change(trx, context, 'bank-line.ignored', before, reason);
}

/** Makes an ignored line open again. Throws `not_found`, `bank_line_not_ignored`, `statement_reconciled`. */
export async function unignoreBankLine(trx: Trx, context: Context, id: string): Promise<BankLine> {
  const { companyId } = context;
  const { bankAccountId } = await requireBankLine(trx, companyId, id);
  await lockBankAccount(trx, companyId, bankAccountId, '');
  const before = await requireBankLine(trx, companyId, id);
  if (before.state !== 'ignored') throw new DomainError('bank_line_not_ignored', 'This line is not ignored.');
  if (await isLocked(trx, companyId, [id])) {
    throw new DomainError(
      'statement_reconciled',
      'The statement of this line is reconciled: reopen it first.',
    );
  }
  return change(trx, context, 'bank-line.opened', before, null);
}

async function change(
  trx: Trx,
  context: Context,
  action: string,
  before: BankLine,
  reason: string | null,
): Promise<BankLine> {
  await updateIgnoredReason(trx, context.companyId, before.id, reason);
  const after = await requireBankLine(trx, context.companyId, before.id);
  await writeAudit(trx, {
    ...context,
    action,
    subjectKind: 'bank-line',
    subjectId: before.id,
    before,
    after,
  });
  return after;
}
