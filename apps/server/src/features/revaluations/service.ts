import type { AccountRole } from '@crypto-erp/contract/accounts';
import type { Revaluation, RevaluationInput, RevaluationLine } from '@crypto-erp/contract/revaluations';
import { addDays, endOfMonth } from '@crypto-erp/ledger/dates';
import { formatDecimal, parseDecimal, trimDecimal } from '@crypto-erp/ledger/decimal';
import { readableRate } from '@crypto-erp/ledger/rate';
import { gainAndLoss, revalue } from '@crypto-erp/ledger/revaluation';
import type { Trx } from '../../db/database.ts';
import { newId } from '../../db/id.ts';
import { DomainError, fieldError, notFound } from '../../errors.ts';
import { listAccounts } from '../accounts/read-model.ts';
import { usableAccount } from '../accounts/usable-account.ts';
import type { AssetCatalogue } from '../assets/catalogue.ts';
import type { Context } from '../audit-log/context.ts';
import { companySettings } from '../companies/read-model.ts';
import { type EntryContent, lockBooks, postMade, reverseAny } from '../entries/service.ts';
import { priceOf } from '../prices/read-model.ts';
import { findRevaluation, foreignHoldings, type Holding } from './read-model.ts';
import { insertRevaluation } from './store.ts';

/**
 * Brings monetary items in foreign currencies to the closing rate of a month's last day (IAS 21.23 a), and reverses that on
 * the day after, so that what is realised later is measured from the original rate. Both entries are posted in this
 * transaction or neither. A repetition finds only what changed since, because the books hold the first run by then. Throws
 * `invalid_input` for another day, `rate_missing`, `nothing_to_revalue`, `missing_account_role`, `period_closed`, and what
 * {@link usableAccount} refuses of `accountIds`.
 */
export async function postRevaluation(
  trx: Trx,
  context: Context,
  assets: AssetCatalogue,
  input: RevaluationInput,
): Promise<Revaluation> {
  const { companyId } = context;
  await lockBooks(trx, companyId);
  const found = await previewRevaluation(trx, companyId, assets, input);
  const { date, reversalDate, gain, loss, lines } = found;
  if (lines.length === 0) {
    throw new DomainError(
      'nothing_to_revalue',
      `The books hold every currency at its rate of ${date} already.`,
    );
  }
  const id = newId();
  const entry = await postMade(trx, context, assets, await content(trx, companyId, found), {
    source: 'revaluation',
    sourceId: id,
  });
  const undone = { date: reversalDate, description: `Reversal of the revaluation of ${date}` };
  const reversal = await reverseAny(trx, context, entry, undone, 'revaluation.reversed', id);
  await insertRevaluation(trx, companyId, {
    id,
    date,
    entryId: entry.id,
    reversalEntryId: reversal.id,
    gain,
    loss,
    lines,
  });
  return requireRevaluation(trx, companyId, id);
}

/** What {@link postRevaluation} would post. Throws `invalid_input`, `rate_missing`, and for `accountIds` as that does. */
export async function previewRevaluation(
  trx: Trx,
  companyId: string,
  assets: AssetCatalogue,
  { date, accountIds = [] }: RevaluationInput,
): Promise<Revaluation> {
  if (date !== endOfMonth(date)) {
    throw fieldError(
      'invalid_input',
      '/date',
      'A revaluation is dated on the last day of a month: choose that.',
    );
  }
  await checkAccounts(trx, companyId, accountIds);
  const { baseAsset, rounding } = await companySettings(trx, companyId);
  const decimals = await assets.decimals(baseAsset);
  const text = (units: bigint) => trimDecimal(formatDecimal(units, decimals));
  const line = async (held: Holding): Promise<RevaluationLine & { units: bigint }> => {
    const { rate, rateDate } = await priceOf(trx, {
      asset: held.asset,
      quote: baseAsset,
      date,
      field: '/date',
    });
    const balance = {
      quantity: parseDecimal(held.quantity, held.decimals),
      decimals: held.decimals,
      base: parseDecimal(held.base, decimals),
    };
    const { value, difference } = revalue(balance, rate, decimals, rounding.mode);
    const { decimals: _, ...shown } = held;
    return {
      ...shown,
      rate: readableRate(rate),
      rateDate,
      value: text(value),
      difference: text(difference),
      units: difference,
    };
  };
  const lines: (RevaluationLine & { units: bigint })[] = [];
  for (const held of await foreignHoldings(trx, companyId, date, accountIds)) lines.push(await line(held));
  const moved = lines.filter(({ units }) => units !== 0n);
  const { gain, loss } = gainAndLoss(moved.map(({ units }) => units));
  return {
    id: null,
    date,
    reversalDate: addDays(date, 1),
    entryId: null,
    reversalEntryId: null,
    gain: text(gain),
    loss: text(loss),
    lines: moved.map(({ units: _, ...shown }) => shown),
    createdAt: null,
  };
}

/** The revaluation. Throws `not_found`. */
export async function requireRevaluation(trx: Trx, companyId: string, id: string): Promise<Revaluation> {
  const found = await findRevaluation(trx, companyId, id);
  if (found === null) throw notFound('revaluation');
  return found;
}

/** The entry: each difference without a quantity, and what they come to as unrealised gain and loss in the base asset. */
async function content(
  trx: Trx,
  companyId: string,
  { date, gain, loss, lines }: Revaluation,
): Promise<EntryContent> {
  const { baseAsset } = await companySettings(trx, companyId);
  const accounts = await listAccounts(trx, companyId);
  const result = (role: AccountRole, amount: string) => {
    const account = accounts.find((one) => one.role === role);
    if (account === undefined) {
      throw new DomainError(
        'missing_account_role',
        `The chart has no account with the role ${role}: give it to one.`,
      );
    }
    return { accountId: account.id, asset: baseAsset, quantity: amount, baseAmount: amount };
  };
  return {
    date,
    description: `Revaluation of foreign currencies ${date}`,
    lines: [
      ...lines.map(({ accountId, asset, difference }) => ({
        accountId,
        asset,
        quantity: '0',
        baseAmount: difference,
      })),
      ...(gain === '0' ? [] : [result('unrealised_exchange_gain', `-${gain}`)]),
      ...(loss === '0' ? [] : [result('unrealised_exchange_loss', loss)]),
    ],
  };
}

async function checkAccounts(trx: Trx, companyId: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const accounts = new Map((await listAccounts(trx, companyId)).map((account) => [account.id, account]));
  for (const [i, id] of ids.entries()) {
    usableAccount(accounts.get(id), `/accountIds/${i}`, { types: ['asset', 'liability'] });
  }
}
