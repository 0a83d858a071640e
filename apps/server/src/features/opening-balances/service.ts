import type { Entry, EntryLineInput } from '@crypto-erp/contract/entries';
import type { OpeningBalancesInput } from '@crypto-erp/contract/periods';
import { formatDecimal, parseDecimal, trimDecimal } from '@crypto-erp/ledger/decimal';
import type { Trx } from '../../db/database.ts';
import { DomainError } from '../../errors.ts';
import { listAccounts } from '../accounts/read-model.ts';
import { usableAccount } from '../accounts/usable-account.ts';
import type { AssetCatalogue } from '../assets/catalogue.ts';
import type { Context } from '../audit-log/context.ts';
import { companySettings } from '../companies/read-model.ts';
import type { PostItem } from '../entries/post-item.ts';
import { lockBooks, postWithin, prepareMade } from '../entries/service.ts';
import { hasOpeningBalances } from './read-model.ts';

/**
 * Posts what the accounts held before the first entry, as one entry of source `opening-balance`; what its lines lack to
 * balance goes to equity. The receivable and the payable take none: their open documents are entered one by one, so that
 * they can be paid. Once, until that entry is reversed. Throws `opening_balances_exist`, `missing_account_role`, and what an
 * account or an entry breaks, at its field.
 */
export async function postOpeningBalances(
  trx: Trx,
  context: Context,
  assets: AssetCatalogue,
  input: OpeningBalancesInput,
): Promise<Entry> {
  const { companyId } = context;
  await lockBooks(trx, companyId);
  const item = await prepareOpeningBalances(trx, context, assets, input);
  return (await postWithin(trx, companyId, item)) as unknown as Entry;
}

/** The item that posts them. Throws as {@link postOpeningBalances}. */
export async function prepareOpeningBalances(
  trx: Trx,
  context: Context,
  assets: AssetCatalogue,
  { date, description, equityAccountId, lines }: OpeningBalancesInput,
): Promise<PostItem> {
  const { companyId } = context;
  if (await hasOpeningBalances(trx, companyId)) {
    throw new DomainError(
      'opening_balances_exist',
      'There are opening balances already: reverse their entry before you enter others.',
    );
  }
  const accounts = new Map((await listAccounts(trx, companyId)).map((account) => [account.id, account]));
  for (const [i, line] of lines.entries())
    usableAccount(accounts.get(line.accountId), `/lines/${i}/accountId`);
  const { baseAsset } = await companySettings(trx, companyId);
  const missing = difference(lines, await assets.decimals(baseAsset));
  const equity = (): EntryLineInput => ({
    accountId:
      equityAccountId === null
        ? withRole([...accounts.values()])
        : usableAccount(accounts.get(equityAccountId), '/equityAccountId', { types: ['equity'] }).id,
    asset: baseAsset,
    quantity: missing,
    baseAmount: missing,
  });
  const content = { date, description, lines: missing === '0' ? lines : [...lines, equity()] };
  return prepareMade(trx, context, assets, content, { source: 'opening-balance', sourceId: null });
}

/** What the lines lack to sum to zero in the base asset, in whole units. */
function difference(lines: readonly EntryLineInput[], decimals: number): string {
  const sum = lines.reduce(
    (total, { baseAmount }, i) => total + parseDecimal(baseAmount, decimals, `/lines/${i}/baseAmount`),
    0n,
  );
  return trimDecimal(formatDecimal(-sum, decimals));
}

function withRole(accounts: readonly { id: string; role: string | null }[]): string {
  const found = accounts.find(({ role }) => role === 'opening_balance');
  if (found !== undefined) return found.id;
  throw new DomainError(
    'missing_account_role',
    'The chart has no account with the role opening_balance: give it to one, or name an equity account.',
  );
}
