import type { Period, PeriodChecklist, PeriodClose, PeriodOpen } from '@crypto-erp/contract/periods';
import { endOfMonth } from '@crypto-erp/ledger/dates';
import type { Trx } from '../../db/database.ts';
import { DomainError, fieldError } from '../../errors.ts';
import { can } from '../../permissions.ts';
import type { Context } from '../audit-log/context.ts';
import { writeAudit } from '../audit-log/service.ts';
import { lockBooks } from '../entries/service.ts';
import { closedYearOf, draftsDated, earlierOpenMonth, findPeriod, notRevalued } from './read-model.ts';
import { insertReopening, lockMonth, unlockMonth } from './store.ts';

/**
 * Locks a month (`YYYY-MM`). From the commit on a soft lock lets only those post who may close months, a hard one
 * nobody. What is being posted is waited for. Throws `period_closed` when it has as strong a lock already; for a hard lock
 * `earlier_period_open`, because months are finished in their order, and `drafts_in_period`.
 */
export async function closePeriod(
  trx: Trx,
  context: Context,
  month: string,
  input: PeriodClose = null,
): Promise<Period> {
  const { companyId } = context;
  const lock = input?.lock ?? 'hard';
  await lockBooks(trx, companyId);
  const before = await findPeriod(trx, companyId, month);
  if (before.closed || before.lock === lock)
    throw new DomainError('period_closed', `${month} is closed already.`);
  if (lock === 'hard') {
    await checkEarlierMonths(trx, companyId, month);
    if (!input?.ignoreDrafts) await checkNoDrafts(trx, companyId, rangeOf(month));
  }
  await lockMonth(trx, companyId, month, lock);
  const after = await findPeriod(trx, companyId, month);
  await audit(trx, context, lock === 'hard' ? 'period.closed' : 'period.soft-locked', before, after);
  return after;
}

/**
 * Opens a locked month again: a soft lock whoever closes months, a hard one the owner alone, who says why. Throws
 * `period_not_closed`, `not_permitted`, `reason_required`, and `fiscal_year_closed` for a month of a closed year.
 */
export async function openPeriod(
  trx: Trx,
  context: Context,
  month: string,
  input: PeriodOpen = null,
): Promise<Period> {
  const { companyId } = context;
  await lockBooks(trx, companyId);
  const before = await findPeriod(trx, companyId, month);
  if (before.lock === null)
    throw new DomainError('period_not_closed', `${month} is open: there is nothing to open.`);
  if (before.lock === 'hard') {
    await reopenMonth(trx, context, month, await checkedReason(trx, context, month, input?.reason));
  } else await unlockMonth(trx, companyId, month);
  const after = await findPeriod(trx, companyId, month);
  const reason = input?.reason === undefined ? {} : { reason: input.reason };
  await audit(trx, context, 'period.opened', before, { ...after, ...reason });
  return after;
}

/** What to look at before a month is closed. */
export async function checklist(trx: Trx, companyId: string, month: string): Promise<PeriodChecklist> {
  const { lock } = await findPeriod(trx, companyId, month);
  const { draftCount, drafts } = await draftsDated(trx, companyId, rangeOf(month));
  const earlier = await earlierOpenMonth(trx, companyId, month);
  return {
    month,
    lock,
    ready: draftCount === 0 && earlier === null,
    draftCount,
    drafts,
    earlierOpenMonth: earlier,
    notRevalued: await notRevalued(trx, companyId, month),
  };
}

/** Gives a month (`YYYY-MM`) a hard lock, whatever it has. For a service that holds the books' lock and checked. */
export async function lockForGood(trx: Trx, companyId: string, month: string): Promise<void> {
  await lockMonth(trx, companyId, month, 'hard');
}

/** Takes a hard lock of a month (`YYYY-MM`) away, as an owner. For a service that holds the books' lock and checked. */
export async function reopenMonth(
  trx: Trx,
  { companyId, actor }: Context,
  month: string,
  reason: string,
): Promise<void> {
  await insertReopening(trx, companyId, month, actor, reason);
  await unlockMonth(trx, companyId, month);
}

/**
 * Takes any lock of a month (`YYYY-MM`) away, to set a hard one again in the same transaction: the database refuses to end
 * without. For a service that holds the books' lock.
 */
export function unlock(trx: Trx, companyId: string, month: string): Promise<void> {
  return unlockMonth(trx, companyId, month);
}

/** Throws `earlier_period_open` when a month before `month` has entries and no hard lock. */
export async function checkEarlierMonths(trx: Trx, companyId: string, month: string): Promise<void> {
  const earlier = await earlierOpenMonth(trx, companyId, month);
  if (earlier === null) return;
  throw new DomainError(
    'earlier_period_open',
    `${earlier} has entries and is open: close the months in their order.`,
  );
}

/** Throws `drafts_in_period` when drafts are dated in the range: once it is closed, none of them could be posted. */
export async function checkNoDrafts(
  trx: Trx,
  companyId: string,
  range: { from: string; to: string },
): Promise<void> {
  const { draftCount, drafts } = await draftsDated(trx, companyId, range);
  const [first] = drafts;
  if (first === undefined) return;
  throw new DomainError(
    'drafts_in_period',
    `${draftCount} drafts are dated here, the first (${first.kind}) on ${first.date}: post, move or delete them, or close with ignoreDrafts.`,
  );
}

/** The reason, of who may reopen for it. */
async function checkedReason(
  trx: Trx,
  { companyId, actor }: Context,
  month: string,
  reason: string | undefined,
): Promise<string> {
  if (actor.role === undefined || !can(actor.role, 'periods:reopen')) {
    throw new DomainError('not_permitted', `${month} is closed for good: only an owner opens it again.`);
  }
  if (reason === undefined) {
    throw fieldError('reason_required', '/reason', 'Say why a closed month is opened again.');
  }
  const year = await closedYearOf(trx, companyId, month);
  if (year !== null) {
    throw new DomainError(
      'fiscal_year_closed',
      `${month} is in ${year}, which is closed: reopen the year first.`,
    );
  }
  return reason;
}

function rangeOf(month: string): { from: string; to: string } {
  const from = `${month}-01`;
  return { from, to: endOfMonth(from) };
}

/** A month has no id: the audit record names it in `before` and `after`. */
function audit(trx: Trx, context: Context, action: string, before: Period, after: Period): Promise<void> {
  return writeAudit(trx, { ...context, action, subjectKind: 'period', subjectId: null, before, after });
}
