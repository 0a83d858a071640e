import type { Trx } from '../../db/database.ts';
import { DomainError } from '../../errors.ts';
import type { Context } from '../audit-log/context.ts';
import { writeAudit } from '../audit-log/service.ts';
import { refreshOpening } from './import.ts';
import { usedLineOf } from './read-model.ts';
import { lockBankStatement } from './service.ts';
import { deleteStatement } from './store.ts';

/**
 * Deletes a statement that was imported by mistake, with the lines that no other tells of. Throws `not_found`,
 * `statement_reconciled`, `bank_line_not_open` for lines that are matched or ignored, `opening_in_use`.
 */
export async function removeBankStatement(trx: Trx, context: Context, id: string): Promise<void> {
  const { companyId } = context;
  const before = await lockBankStatement(trx, companyId, id);
  if (before.state === 'reconciled') {
    throw new DomainError('statement_reconciled', 'This statement is reconciled: reopen it first.');
  }
  if ((await usedLineOf(trx, companyId, id)) !== null) {
    throw new DomainError(
      'bank_line_not_open',
      'Lines of this statement are matched or ignored: undo that first.',
    );
  }
  await deleteStatement(trx, companyId, id);
  await refreshOpening(trx, companyId, before.bankAccountId);
  await writeAudit(trx, {
    ...context,
    action: 'bank-statement.deleted',
    subjectKind: 'bank-statement',
    subjectId: id,
    before,
    after: null,
  });
}
