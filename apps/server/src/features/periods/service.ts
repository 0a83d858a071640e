import type { Period } from '@crypto-erp/contract/periods';
import type { Trx } from '../../db/database.ts';
import { DomainError } from '../../errors.ts';
import type { Context } from '../audit-log/context.ts';
import { writeAudit } from '../audit-log/service.ts';
import { lockBooks } from '../entries/service.ts';
import { deleteClosedPeriod, insertClosedPeriod } from './store.ts';

/**
 * Closes a month (`YYYY-MM`): from the commit on it takes no entry. What is being posted is waited for. Throws
 * `period_closed` when it is closed already.
 */
export async function closePeriod(trx: Trx, context: Context, month: string): Promise<Period> {
  await lockBooks(trx, context.companyId);
  const closed = await insertClosedPeriod(trx, context.companyId, month);
  if (closed === null) throw new DomainError('period_closed', `${month} is closed already.`);
  const period = { month, closed: true, closedAt: closed.closedAt };
  await audit(trx, context, 'period.closed', openPeriodOf(month), period);
  return period;
}

/** Opens a closed month again. Throws `period_not_closed`. */
export async function openPeriod(trx: Trx, context: Context, month: string): Promise<Period> {
  await lockBooks(trx, context.companyId);
  const opened = await deleteClosedPeriod(trx, context.companyId, month);
  if (opened === null)
    throw new DomainError('period_not_closed', `${month} is open: there is nothing to open.`);
  const period = openPeriodOf(month);
  await audit(trx, context, 'period.opened', { month, closed: true, closedAt: opened.closedAt }, period);
  return period;
}

function openPeriodOf(month: string): Period {
  return { month, closed: false, closedAt: null };
}

/** A month has no id: the audit record names it in `before` and `after`. */
function audit(trx: Trx, context: Context, action: string, before: Period, after: Period): Promise<void> {
  return writeAudit(trx, { ...context, action, subjectKind: 'period', subjectId: null, before, after });
}
