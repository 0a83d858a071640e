import type { FiscalYear } from '@crypto-erp/contract/periods';
import { fiscalYearRange, monthOf, monthsBetween } from '@crypto-erp/ledger/dates';
import { formatDecimal, parseDecimal, trimDecimal } from '@crypto-erp/ledger/decimal';
import { type ClosingLine, closingLines } from '@crypto-erp/ledger/year-end';
import type { Trx } from '../../db/database.ts';
import { newId } from '../../db/id.ts';
import { DomainError } from '../../errors.ts';
import type { AssetCatalogue } from '../assets/catalogue.ts';
import type { Context } from '../audit-log/context.ts';
import { writeAudit } from '../audit-log/service.ts';
import { companySettings } from '../companies/read-model.ts';
import { lockBooks, postMade, requireEntry, reverseAny } from '../entries/service.ts';
import { checkEarlierMonths, checkNoDrafts, lockForGood, reopenMonth, unlock } from '../periods/service.ts';
import { closesFrom, listFiscalYears, resultBalances, retainedEarnings } from './read-model.ts';
import { insertYearClose, markReopened } from './store.ts';

/**
 * Closes a fiscal year: posts, dated its last day, the entry that brings every income and expense account to zero against
 * the retained earnings, and gives all its months a hard lock, in one transaction under the books' lock. What is posted
 * meanwhile lands before and is in it, or is refused. Reports of income and expenses leave the entry out.
 * Throws `fiscal_year_closed`, `later_year_closed`, `earlier_period_open`, `drafts_in_period`, `missing_account_role`.
 */
export async function closeFiscalYear(
  trx: Trx,
  context: Context,
  assets: AssetCatalogue,
  year: number,
  { ignoreDrafts = false }: { ignoreDrafts?: boolean } = {},
): Promise<FiscalYear> {
  const { companyId } = context;
  await lockBooks(trx, companyId);
  const { fiscalYearStartMonth, baseAsset } = await companySettings(trx, companyId);
  const { from, to } = fiscalYearRange(`${year}-01-01`, fiscalYearStartMonth);
  const [first] = await closesFrom(trx, companyId, year);
  if (first?.year === year) throw new DomainError('fiscal_year_closed', `${year} is closed already.`);
  if (first !== undefined) throw laterYear(first.year);
  await checkEarlierMonths(trx, companyId, monthOf(from));
  if (!ignoreDrafts) await checkNoDrafts(trx, companyId, { from, to });

  const id = newId();
  const lines = await yearEndLines(trx, companyId, to, baseAsset, await assets.decimals(baseAsset));
  const months = monthsBetween(from, to);
  // The lock of the last month may be there already: nobody else posts before it is set again.
  await unlock(trx, companyId, monthOf(to));
  const content = { date: to, description: `Year-end close ${year}`, lines };
  const entry =
    lines.length < 2
      ? null
      : await postMade(trx, context, assets, content, { source: 'year-end', sourceId: id });
  await insertYearClose(trx, companyId, { id, year, from, to, entryId: entry?.id ?? null });
  for (const month of months) await lockForGood(trx, companyId, month);

  const after = await requireYear(trx, companyId, year);
  await audit(
    trx,
    context,
    'fiscal-year.closed',
    id,
    { ...after, closed: false, closedAt: null, entryId: null },
    after,
  );
  return after;
}

/**
 * Reopens a closed year: reverses its entry on the same day and takes the lock of its last month away; the other months
 * are opened one by one. Throws `fiscal_year_not_closed`, and `later_year_closed` because a later close stands on it.
 */
export async function reopenFiscalYear(
  trx: Trx,
  context: Context,
  year: number,
  reason: string,
): Promise<FiscalYear> {
  const { companyId } = context;
  await lockBooks(trx, companyId);
  const [close, later] = await closesFrom(trx, companyId, year);
  if (close?.year !== year) {
    throw new DomainError('fiscal_year_not_closed', `${year} is not closed: there is nothing to reopen.`);
  }
  if (later !== undefined) throw laterYear(later.year);
  const before = await requireYear(trx, companyId, year);
  await reopenMonth(trx, context, monthOf(before.to), reason);
  const reversal =
    close.entryId === null
      ? null
      : await reverseAny(
          trx,
          context,
          await requireEntry(trx, companyId, close.entryId),
          { date: before.to, description: reason },
          'fiscal-year.reopened',
          close.id,
        );
  await markReopened(trx, companyId, close.id, { reason, entryId: reversal?.id ?? null });
  const after = await requireYear(trx, companyId, year);
  await audit(trx, context, 'fiscal-year.reopened', close.id, before, { ...after, reason });
  return after;
}

async function yearEndLines(
  trx: Trx,
  companyId: string,
  to: string,
  baseAsset: string,
  decimals: number,
): Promise<ClosingLine[]> {
  const balances = await resultBalances(trx, companyId, to);
  const result = balances.reduce((sum, { base }) => sum + parseDecimal(base, decimals), 0n);
  const lines = closingLines(balances);
  if (result === 0n) return lines;
  const accountId = await retainedEarnings(trx, companyId);
  if (accountId === null) {
    throw new DomainError(
      'missing_account_role',
      'The chart has no account with the role retained_earnings: give it to one.',
    );
  }
  const amount = trimDecimal(formatDecimal(result, decimals));
  return [...lines, { accountId, asset: baseAsset, quantity: amount, baseAmount: amount }];
}

async function requireYear(trx: Trx, companyId: string, year: number): Promise<FiscalYear> {
  const found = (await listFiscalYears(trx, companyId)).items.find((one) => one.year === year);
  if (found !== undefined) return found;
  const { fiscalYearStartMonth } = await companySettings(trx, companyId);
  const range = fiscalYearRange(`${year}-01-01`, fiscalYearStartMonth);
  return { year, ...range, closed: false, closedAt: null, entryId: null };
}

function laterYear(year: number): DomainError {
  return new DomainError('later_year_closed', `${year} is closed and follows: reopen it first.`);
}

function audit(
  trx: Trx,
  context: Context,
  action: string,
  subjectId: string,
  before: unknown,
  after: unknown,
): Promise<void> {
  return writeAudit(trx, { ...context, action, subjectKind: 'fiscal-year', subjectId, before, after });
}
